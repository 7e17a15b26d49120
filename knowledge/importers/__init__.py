"""Turning corpus files and seed files into records; the store calls `read` and `merge`."""

from __future__ import annotations

from knowledge.importers.merging import merge
from knowledge.importers.model import CORPUS_RANK, Parsed, Refusal, Repair
from knowledge.importers.reading import read

__all__ = ["CORPUS_RANK", "Parsed", "Refusal", "Repair", "merge", "read"]

"""Databases of either kind, as the tests of the knowledge base have them."""

from __future__ import annotations

from tests.knowledge.conftest import database_url, engine

__all__ = ["database_url", "engine"]

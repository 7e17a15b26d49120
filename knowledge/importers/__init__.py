"""Turning corpus files and seed files into records; the store calls `read` and `merge`.

`reading` opens any file, tells each record's corpus by its shape and refuses what is broken, one
record at a time. `national`, `life_events` and `danang` know one corpus each, `seed_files` the
YAML that officers write. `tables` takes apart the portal's flattened tables; `fields`, `durations`,
`stated_limits` and `fees` read texts, times and amounts; `provinces` sees records that are not this
city's; `letters` is the alphabet for regular expressions. `building` puts a record together the
same way for all, and `model` holds what reading gives: records, refusals, repairs, and the rank of
the corpora. `merging` unites the records of one code: field by field, the corpus of the highest
rank that has a value wins (seed, national, life events, Đà Nẵng 2023), other names become aliases,
and a time without a unit is completed by an older corpus that gives the same number with one.
"""

from __future__ import annotations

from knowledge.importers.merging import merge
from knowledge.importers.model import CORPUS_RANK, Parsed, Refusal, Repair
from knowledge.importers.reading import read

__all__ = ["CORPUS_RANK", "Parsed", "Refusal", "Repair", "merge", "read"]

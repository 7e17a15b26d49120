"""How what is no plain word is read aloud: the table `readings.tsv`.

Its columns are from, to, kind, note. `to` is plain words in lower case. The kinds:

- document, body, parliament: the parts of `123/2024/NĐ-CP`; capitals count
- abbreviation: stands for its words, or is spelled as people say it; capitals count
- word: a foreign word, a pair with a slash, a name that no Vietnamese syllable spells
- unit: only after a number
- address: the host of a web address
- symbol, letter: one character
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "readings.tsv"
KINDS = frozenset(
    {
        "document",
        "body",
        "parliament",
        "abbreviation",
        "word",
        "unit",
        "address",
        "symbol",
        "letter",
    }
)


class ReadingsTableError(ValueError):
    """A row of the table is wrong; the message says where and what."""


@cache
def readings(kind: str) -> dict[str, str]:
    """What is written, with what is said for it. Raises ReadingsTableError for a bad table."""
    return _table()[kind]


@cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if next(rows, None) != ["from", "to", "kind", "note"]:
            raise ReadingsTableError("Line 1 must be: from, to, kind, note.")
        for number, row in enumerate(rows, start=2):
            if len(row) != 4 or row[2] not in KINDS or not row[0] or not row[1]:
                raise ReadingsTableError(f"Line {number}: give from, to, a known kind and a note.")
            written, spoken, kind, _ = row
            if written in table[kind]:
                raise ReadingsTableError(f"Line {number}: {written!r} stands twice as {kind}.")
            table[kind][written] = spoken
    return table

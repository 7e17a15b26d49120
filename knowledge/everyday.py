"""Puts what citizens say into the words of official names: «vợ mới sanh» asks for «khai sinh».

The table `everyday_terms.tsv` holds the phrases; the official words take their place.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from vietnamese.phrases import SAFE_WITHOUT_MARKS
from vietnamese.text import is_mostly_without_diacritics, strip_diacritics, syllables

_TABLE = Path(__file__).with_name("everyday_terms.tsv")
Terms = dict[tuple[str, ...], tuple[str, ...]]


def in_official_words(text: str) -> str | None:
    """`text` with its everyday phrases put into official words; None where it has none.

    The longest phrase counts: «giấy phép lái xe» is not read as «lái xe».
    """
    words = syllables(text)
    unmarked = is_mostly_without_diacritics(text)
    toned, plain, longest = _terms()
    kept: list[str] = []
    added: dict[str, None] = {}
    start = 0
    while start < len(words):
        for size in range(min(longest, len(words) - start), 0, -1):
            said = tuple(words[start : start + size])
            official = toned.get(said)
            if official is None and unmarked and size >= SAFE_WITHOUT_MARKS:
                official = plain.get(tuple(strip_diacritics(word) for word in said))
            if official is not None:
                added.update(dict.fromkeys(official))
                start += size
                break
        else:
            kept.append(words[start])
            start += 1
    return " ".join([*kept, *added]) if added else None


@lru_cache
def _terms() -> tuple[Terms, Terms, int]:
    """The table by its phrases with and without marks, and the length of the longest phrase."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.reader(file, delimiter="\t") if row and not row[0].startswith("#")
        ]
    toned: Terms = {}
    plain: Terms = {}
    for phrase, official in rows:
        said = tuple(syllables(phrase))
        toned[said] = (*toned.get(said, ()), official)
        bare = tuple(strip_diacritics(word) for word in said)
        plain[bare] = (*plain.get(bare, ()), official)
    return toned, plain, max(map(len, toned), default=0)

"""Bends what an engine heard towards what was likely to be said.

For engines that cannot be told beforehand. A misheard syllable is mostly one whose tone or one
letter differs: `chính` for `chín`, `bẩy` for `bảy`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from vietnamese.text import nfc, strip_diacritics, syllables
from vietnamese.tone_placement import unify_tone_marks

# Another tone, or the same letters with other marks. Other letters cost their share of a syllable.
_OTHER_MARKS = 0.2
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
# How far a phrase may be from what was heard, on average for a syllable: one letter in three.
_FURTHEST = 0.34
_KEPT = 1.0
# Somebody who says little of what was likely means something else: `cô ơi` is not `có`.
_LEAST_COVERED = 0.5


def bent_towards(text: str, phrases: Sequence[str]) -> str:
    """`text` with whatever sounds almost like one of `phrases` replaced by it.

    What is like none of them stays, and so does what is equally like two. When most of the text is
    like none, all of it stays.
    """
    heard = tuple(syllables(unify_tone_marks(nfc(text))))
    likely = {tuple(syllables(unify_tone_marks(nfc(phrase)))): phrase for phrase in phrases}
    likely.pop((), None)
    if not heard or not likely:
        return text
    # The cheapest reading of the first n syllables, for every n.
    readings = [_Reading(0.0, (), 0)]
    for end in range(1, len(heard) + 1):
        best = readings[end - 1].followed_by(heard[end - 1], _KEPT, 0)
        for phrase, distance in _endings(heard[:end], tuple(likely)):
            before = readings[end - len(phrase)]
            best = min(best, before.followed_by(likely[phrase], distance, len(phrase)))
        readings.append(best)
    enough = readings[-1].covered >= _LEAST_COVERED * len(heard)
    return " ".join(readings[-1].words) if enough else text


class _Reading(NamedTuple):
    """What the syllables may mean, and how many of them the phrases cover."""

    cost: float
    words: tuple[str, ...]
    covered: int

    def followed_by(self, words: str, cost: float, covered: int) -> _Reading:
        return _Reading(self.cost + cost, (*self.words, words), self.covered + covered)


def _endings(
    heard: tuple[str, ...], likely: tuple[tuple[str, ...], ...]
) -> list[tuple[tuple[str, ...], float]]:
    """The phrases that `heard` may end with, of equally long ones the nearest, with distances."""
    nearest: dict[int, list[tuple[float, tuple[str, ...]]]] = {}
    for phrase in likely:
        length = len(phrase)
        if length > len(heard):
            continue
        pairs = zip(heard[-length:], phrase, strict=True)
        distance = sum(_distance(said, meant) for said, meant in pairs)
        if distance <= _FURTHEST * length:
            nearest.setdefault(length, []).append((distance, phrase))
    endings = []
    for candidates in nearest.values():
        candidates.sort()
        if len(candidates) == 1 or candidates[0][0] < candidates[1][0]:
            endings.append((candidates[0][1], candidates[0][0]))
    return endings


@lru_cache(maxsize=4096)
def _distance(said: str, meant: str) -> float:
    """From 0, the same, to 1, nothing in common."""
    if said == meant:
        return 0.0
    bare, wanted = strip_diacritics(said), strip_diacritics(meant)
    letters = edit_distance(bare, wanted) / max(len(bare), len(wanted))
    other_marks = bare == wanted or _tone(said) != _tone(meant)
    return min(1.0, letters + other_marks * _OTHER_MARKS)


def _tone(syllable: str) -> frozenset[str]:
    return _TONES.intersection(unicodedata.normalize("NFD", syllable))


def edit_distance(one: Sequence[str], other: Sequence[str]) -> int:
    """How many insertions, deletions and replacements make one sequence the other."""
    row = list(range(len(other) + 1))
    for number, item in enumerate(one, 1):
        diagonal, row[0] = row[0], number
        for column, wanted in enumerate(other, 1):
            diagonal, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, diagonal + (item != wanted)),
            )
    return row[-1]

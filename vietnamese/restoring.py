"""Puts back what was lost while typing: diacritics that were left out, and letters that slipped.

A noisy channel: of the words that a typed one may stand for, those are taken that follow each
other best, by a model of neighbouring syllables learnt from well-written sentences (Viterbi over
bigrams, smoothed as by Witten and Bell, The zero-frequency problem, 1991).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from vietnamese.text import (
    is_mostly_without_diacritics,
    lower,
    nfc,
    strip_diacritics,
    syllables,
)

# Stands before and after a sentence.
EDGE = ""
# What is added to every count of a single word, so that none is impossible.
EVERY = 0.1
# How likely a slip is beside the word as it was typed.
SLIP = math.log(0.02)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# What is pressed for a mark where no typing aid puts it on the letter; `DOUBLED`: the letter again.
HORN, BAR, DOUBLED = "\u031b", "\u0335", "="
MARKS = "\u0301\u0300\u0309\u0303\u0323\u0302\u031b\u0306" + BAR
VNI = dict(zip(MARKS, "123456789", strict=True))
TELEX = dict(
    zip("\u0301\u0300\u0309\u0303\u0323\u0302\u031b\u0306" + BAR, "sfrxj=ww=", strict=True)
)
# A word shorter than this is near to far too many others; no syllable is as long as the second,
# slips included.
SHORTEST_SLIPPED, LONGEST_SLIPPED = 3, 10
# Of the ways to read a sentence so far, so many are kept.
KEPT = 24


class Restorer:
    """What well-written sentences are made of, and how a badly typed one reads."""

    def __init__(self, pairs: Mapping[tuple[str, str], int]) -> None:
        """`pairs`: how often two syllables stand beside each other; `EDGE` is one too."""
        self._pairs = Counter(pairs)
        self._words: Counter[str] = Counter()
        self._after: Counter[str] = Counter()
        self._kinds_after: Counter[str] = Counter()
        for (first, second), count in self._pairs.items():
            self._words[second] += count
            self._after[first] += count
            self._kinds_after[first] += 1
        self._total = sum(self._words.values()) + EVERY * (len(self._words) + 1)
        self._forms: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            self._forms[strip_diacritics(word)].append(word)
        self._by_keys: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if word.isalpha() and word != strip_diacritics(word):
                for keys in {_keys_pressed(typed) for typed in _ways_to_type(word)}:
                    self._by_keys[keys].append(word)

    @classmethod
    def fit(cls, texts: Iterable[str]) -> Restorer:
        """Learn from normalised texts; those without diacritics are passed over."""
        pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            if not is_mostly_without_diacritics(text):
                words = [EDGE, *syllables(text), EDGE]
                pairs.update(pairwise(words))
        return cls(pairs)

    def restored(self, text: str) -> str:
        """A normalised text with each word as it was meant; what stands between stays.

        A text in which every word is known and marked comes back as it is.
        """
        words = syllables(text)
        unmarked = is_mostly_without_diacritics(text)
        readings = [self._readings(word, unmarked) for word in words]
        meant = (
            self._likeliest(readings)
            if any(len(found) > 1 for found in readings)
            else [found[0][0] for found in readings]
        )
        return _with_words(text, words, meant)

    def as_json(self) -> dict[str, Any]:
        """The pairs, by their first word."""
        kept: dict[str, dict[str, int]] = defaultdict(dict)
        for (first, second), count in self._pairs.items():
            kept[first][second] = count
        return kept

    @classmethod
    def from_json(cls, kept: Mapping[str, Mapping[str, int]]) -> Restorer:
        """What `as_json` gave."""
        return cls(
            {(first, second): n for first, after in kept.items() for second, n in after.items()}
        )

    def _readings(self, word: str, unmarked: bool) -> Sequence[tuple[str, float]]:
        """The words that a typed one may stand for, each with how likely the slip is."""
        plain = strip_diacritics(word)
        if word == plain and unmarked and plain in self._forms:
            return [(form, 0.0) for form in self._forms[plain]]
        if word in self._words or word.isdigit() or not word.isalnum():
            return [(word, 0.0)]
        meant = {form: 0.0 for form in self._by_keys.get(_keys_pressed(word), ())}
        if not meant and word.isalpha() and len(word) <= LONGEST_SLIPPED:
            meant = {
                form: SLIP
                for other in {plain, *_one_slip_away(plain)}
                for form in self._forms.get(other, ())
            }
        return list(meant.items()) or [(word, 0.0)]

    def _likeliest(self, readings: Sequence[Sequence[tuple[str, float]]]) -> list[str]:
        ways: dict[str, tuple[float, list[str]]] = {EDGE: (0.0, [])}
        for choices in readings:
            reached: dict[str, tuple[float, list[str]]] = {}
            for before, (score, words) in ways.items():
                for word, slip in choices:
                    there = score + slip + self._log_probability(before, word)
                    if word not in reached or there > reached[word][0]:
                        reached[word] = (there, [*words, word])
            best = sorted(reached.items(), key=lambda way: -way[1][0])[:KEPT]
            ways = dict(best)
        return max(
            (score + self._log_probability(last, EDGE), words)
            for last, (score, words) in ways.items()
        )[1]

    def _log_probability(self, first: str, second: str) -> float:
        alone = (self._words[second] + EVERY) / self._total
        kinds = self._kinds_after[first]
        if not kinds:
            return math.log(alone)
        return math.log((self._pairs[first, second] + kinds * alone) / (self._after[first] + kinds))


def as_vni(word: str) -> str:
    """The keys for a syllable where the typing aid VNI is not on: «vừa» as `vu7a2`."""
    return _as_typed(word, VNI)


def as_telex(word: str) -> str:
    """The keys for a syllable where the typing aid Telex is not on: «vừa» as `vuwaf`."""
    return _as_typed(word, TELEX)


def _ways_to_type(word: str) -> list[str]:
    """The usual keys for a syllable; of «ươ» many people mark the second letter alone."""
    marked = unicodedata.normalize("NFD", word)
    one_horn = nfc(marked.replace(f"u{HORN}o{HORN}", f"uo{HORN}"))
    return [way(written) for written in (word, one_horn) for way in (as_vni, as_telex)]


def _as_typed(word: str, keys: Mapping[str, str]) -> str:
    letters = unicodedata.normalize("NFD", word.replace("đ", f"d{BAR}"))
    typed = ""
    for letter in letters:
        # «đ» and the letters with a roof are typed with the letter twice in Telex.
        key = keys.get(letter, letter)
        typed += typed[-1:] if key == DOUBLED else key
    return typed


def _keys_pressed(typed: str) -> tuple[str, ...]:
    """The keys of a word in any order but for the first: marks are typed anywhere behind it."""
    return (typed[:1], *sorted(typed[1:]))


def _with_words(text: str, words: Sequence[str], meant: Sequence[str]) -> str:
    """`text` with its `words`, in their order, put as `meant`."""
    lowered = lower(nfc(text))
    parts = []
    end = 0
    for word, other in zip(words, meant, strict=True):
        start = lowered.index(word, end)
        parts += [text[end:start], text[start : start + len(word)] if word == other else other]
        end = start + len(word)
    return "".join([*parts, text[end:]])


def _one_slip_away(word: str) -> set[str]:
    """What `word` is if one letter was left out, doubled, exchanged or swapped with the next."""
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    once = {re.sub(r"(.)\1+", r"\1", word)}
    if len(word) < SHORTEST_SLIPPED:
        return {word[::-1]}
    left_out = {start + letter + end for start, end in splits for letter in LETTERS}
    added = {start + end[1:] for start, end in splits if end}
    exchanged = {start + letter + end[1:] for start, end in splits if end for letter in LETTERS}
    swapped = {start + end[1] + end[0] + end[2:] for start, end in splits if len(end) > 1}
    return once | left_out | added | exchanged | swapped

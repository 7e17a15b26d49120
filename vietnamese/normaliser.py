"""One reading of what a citizen wrote: cleaned, spelled one way, short forms and dialect resolved.

Each character of the result remembers which characters it came from, so an entity found in the
normalised text can be shown in the citizen's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from vietnamese.spelling import Edit, spelling_table, tokens_of
from vietnamese.text import INVISIBLE, clean, lower, nfc
from vietnamese.tone_placement import (
    is_syllable,
    unify_i_and_y,
    unify_tone_marks,
    without_tones,
)

# One reading may uncover another: `đc kooo` first becomes `đc ko`. Tables end within a few rounds.
_MOST_ROUNDS = 8

_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u20e3\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_EMOTICON = r"(?:={1,5}|[:;]['-]?)[)(]+(?![\w)(])|(?<!\S)[:;]-?[dpv3o](?!\S)|\^[_.]{0,3}\^|<3(?!\w)"
_LAUGHTER = (
    r"(?<![^\W_])"
    r"(?:(?:ha){2,}|(?:hi){2,}|(?:he){2,}|(?:hu){2,}|(?:ka){2,}|k{3,}|hic|hix)"
    r"(?![^\W_])"
)
_NOISE = re.compile(rf"(?:\s?(?:{_PICTURE}|{_EMOTICON}|{_LAUGHTER}))+\s?", re.IGNORECASE)
_REPEATED_SIGN = re.compile(r"([!?.,;~…])(?:\s?\1)+")
_DOUBLED_LETTER = re.compile(r"([^\W\d_])\1")
_STRETCHED_LETTER = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED_END = re.compile(r"([^\W\d_])\1$")
_VOWEL = re.compile(r"[aăâeêioôơuưy]")
_ROMAN_NUMERAL = re.compile(r"[ivx]+", re.IGNORECASE)
_WHITESPACE = re.compile(r"\s+")
_INVISIBLE_CHARACTER = re.compile(f"[{INVISIBLE}]")

# A letter of Latin script never joins with what stands before it, so the text from one such letter
# to the next can be brought into NFC on its own.
_CLUSTER = re.compile(
    "[\u0000-\u024f\u1e00-\u1eff][^\u0000-\u024f\u1e00-\u1eff]*|[^\u0000-\u024f\u1e00-\u1eff]+"
)


@dataclass(frozen=True)
class NormalisedText:
    """A normalised text, the original, and for each character of `text` its place in `original`.

    `spans[i]` is (start, end) of the original characters that character `i` stands for. Spans lie
    within the original and never go backwards.
    """

    text: str
    original: str
    spans: tuple[tuple[int, int], ...]

    @cached_property
    def lower(self) -> str:
        """The text in lower case; it has the same length, so positions hold in both."""
        return lower(self.text)

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters `start` to `end` (excluded) of `text` stand in `original`.

        Part of a replaced word points at all of the word that was written.
        Raises ValueError when the range is not within `text`.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"No range {start} to {end} in a text of {len(self.text)} characters.")
        if start == end:
            place = self.spans[start][0] if start < len(self.spans) else len(self.original)
            return place, place
        return self.spans[start][0], self.spans[end - 1][1]


def normalise(text: str) -> NormalisedText:
    """Return the normalised text. Takes any string, gives the same for the same, never raises.

    In order: invisible characters out and NFC, emoji and laughter out, stretched letters
    (`giúpppp`), one tone placement, the spelling tables. A normalised text stays as it is.
    """
    draft = _Draft(text, [(place, place + 1) for place in range(len(text))])
    for _ in range(_MOST_ROUNDS):
        draft = _cleaned(draft)
        before = draft.text
        draft = _edited(draft, _noise_edits(draft.text))
        draft = _edited(draft, _repeated_sign_edits(draft.text))
        draft = _edited(draft, _stretched_edits(draft.text))
        draft = _Draft(unify_i_and_y(unify_tone_marks(draft.text)), draft.spans)
        draft = _edited(draft, spelling_table().edits(draft.text))
        if draft.text == before:
            break
    return NormalisedText(draft.text, text, tuple(draft.spans))


@dataclass(frozen=True)
class _Draft:
    """A text on its way, and for each of its characters the place in the original."""

    text: str
    spans: list[tuple[int, int]]


def _cleaned(draft: _Draft) -> _Draft:
    """Clean the text as `vietnamese.text.clean` does."""
    if clean(draft.text) == draft.text:
        return draft
    draft = _edited(draft, _removals(_INVISIBLE_CHARACTER, draft.text))
    draft = _edited(draft, _composing_edits(draft.text))
    return _edited(draft, _whitespace_edits(draft.text))


def _removals(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        yield Edit(*match.span(), "")


def _composing_edits(text: str) -> Iterator[Edit]:
    for match in _CLUSTER.finditer(text):
        composed = nfc(match[0])
        if composed != match[0]:
            yield Edit(*match.span(), composed)


def _whitespace_edits(text: str) -> Iterator[Edit]:
    for match in _WHITESPACE.finditer(text):
        at_edge = match.start() == 0 or match.end() == len(text)
        yield Edit(*match.span(), "" if at_edge else " ")


def _noise_edits(text: str) -> Iterator[Edit]:
    for match in _NOISE.finditer(text):
        at_edge = match.start() == 0 or match.end() == len(text)
        yield Edit(*match.span(), "" if at_edge else " ")


def _repeated_sign_edits(text: str) -> Iterator[Edit]:
    for match in _REPEATED_SIGN.finditer(text):
        yield Edit(*match.span(), match[1])


def _stretched_edits(text: str) -> Iterator[Edit]:
    """Shorten letters held down: three and more anywhere, two where a word ends (`giúpp`)."""
    folded = without_tones(lower(text))
    if not _DOUBLED_LETTER.search(folded):
        return
    for token in tokens_of(text):
        word = folded[token.start : token.end]
        if token.is_code or not _DOUBLED_LETTER.search(word) or _is_abbreviation(word):
            continue
        for match in _STRETCHED_LETTER.finditer(word):
            start, end = token.start + match.start(), token.start + match.end()
            yield Edit(start, end, _best_letter(text[start:end]))
        doubled = _DOUBLED_END.search(word)
        if doubled and not _STRETCHED_LETTER.search(word):
            start = token.start + doubled.start()
            letter = _best_letter(text[start : token.end])
            # «luu tru» is «lưu trú» typed without marks, not a letter held down.
            if letter.lower() != "u" and is_syllable(text[token.start : start] + letter):
                yield Edit(start, token.end, letter)


def _is_abbreviation(word: str) -> bool:
    """Tell whether letters stand together on purpose: `cccd`, `hạng III`, any word of no vowel.

    Without a vowel only a stretched abbreviation of the tables is shortened: `đcccc` is `đc`.
    """
    table = spelling_table()
    if word in table or _ROMAN_NUMERAL.fullmatch(word):
        return True
    return not _VOWEL.search(word) and _STRETCHED_LETTER.sub(r"\1", word) not in table


def _best_letter(run: str) -> str:
    """Return the letter of a run that carries the tone, else the first."""
    return next((letter for letter in run if without_tones(letter) != letter), run[0])


def _edited(draft: _Draft, edits: Iterable[Edit]) -> _Draft:
    """Carry out edits that are in order and do not overlap."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    done = 0
    for edit in edits:
        pieces += (draft.text[done : edit.start], edit.replacement)
        spans += draft.spans[done : edit.start]
        if edit.end > edit.start:
            source = (draft.spans[edit.start][0], draft.spans[edit.end - 1][1])
            spans += [source] * len(edit.replacement)
        done = edit.end
    if not pieces:
        return draft
    return _Draft("".join(pieces) + draft.text[done:], spans + draft.spans[done:])

"""Finds listed phrases in a text, whether or not it was typed with diacritics."""

from __future__ import annotations

from functools import cache

from vietnamese.text import is_mostly_without_diacritics, strip_diacritics, syllables

# One syllable without its marks is too often another word: «mat» is «mặt» as well as «mất».
SAFE_WITHOUT_MARKS = 2


class Said:
    """A normalised text, to be asked for phrases of whole syllables in lower case."""

    def __init__(self, text: str) -> None:
        self._toned = f" {' '.join(syllables(text))} "
        unmarked = is_mostly_without_diacritics(text)
        self._plain = strip_diacritics(self._toned) if unmarked else None

    def holds_as_it_is(self, phrase: str) -> bool:
        """Whether the phrase stands in the text with its diacritics."""
        return f" {phrase} " in self._toned

    def holds(self, phrase: str) -> bool:
        """Whether the phrase stands in the text; without marks it must be of two syllables."""
        if self.holds_as_it_is(phrase):
            return True
        if self._plain is None or phrase.count(" ") + 1 < SAFE_WITHOUT_MARKS:
            return False
        return f" {_plain(phrase)} " in self._plain


# The phrases come from tables, so there are so many and no more.
@cache
def _plain(phrase: str) -> str:
    return strip_diacritics(phrase)

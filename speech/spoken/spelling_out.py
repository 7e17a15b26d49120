"""Letters, digits and foreign words as Vietnamese syllables, which any voice can read."""

from __future__ import annotations

from functools import lru_cache

from speech.spoken.readings import readings
from vietnamese.numbers import number_to_words
from vietnamese.text import strip_diacritics
from vietnamese.tone_placement import is_syllable, unify_tone_marks

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_LETTERS = frozenset(
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
)
# The letters that Vietnamese does not write, as it hears them.
_HEARD_AS = str.maketrans({"f": "ph", "j": "gi", "z": "d", "w": "u"})
_CONSONANTS = "bcdđghklmnpqrstvx"
_LONGEST_SYLLABLE = 7
# A longer run of letters is no word that anybody would say.
_LONGEST_WORD = 24
_LARGEST_NUMBER = 10**12


def digits_in_words(digits: str) -> str:
    """`0905` as «không chín không năm»."""
    return " ".join(_DIGITS[int(digit)] for digit in digits)


def number_in_words(digits: str) -> str:
    """A number in figures, without its leading zeros; digit by digit where it is too large."""
    value = int(digits)
    return number_to_words(value) if value < _LARGEST_NUMBER else digits_in_words(digits)


def code_number_in_words(digits: str) -> str:
    """A number inside a code: one or two digits as a number, others and `07` digit by digit."""
    if digits.startswith("0") or len(digits) > 2:
        return digits_in_words(digits)
    return number_in_words(digits)


def letters_in_words(letters: str) -> str:
    """`CCCD` as «xê xê xê dê»; what has no name in the table is left out."""
    names = readings("letter")
    said = []
    for letter in letters.lower():
        name = names.get(letter) or names.get(strip_diacritics(letter))
        if name:
            said.append(name)
    return " ".join(said)


def spelled(code: str) -> str:
    """A code to be noted down, such as `AB3K7Q`: «a, bê, ba, ca, bảy, quy»."""
    names = (
        _DIGITS[int(char)] if char in "0123456789" else letters_in_words(char) for char in code
    )
    return ", ".join(filter(None, names))


@lru_cache(maxsize=8192)
def word_in_syllables(word: str) -> str:
    """One word in lower case as syllables: itself, cut into syllables, or its letters named.

    Empty for a word that has no letter of the Latin script.
    """
    letters = (char if char in _LETTERS else strip_diacritics(char) for char in word)
    word = unify_tone_marks("".join(char for char in letters if char in _LETTERS))
    if is_syllable(word) and word.translate(_HEARD_AS) == word:
        return word
    heard = word.translate(_HEARD_AS)
    if len(heard) <= _LONGEST_WORD and any(strip_diacritics(char) in "aeiouy" for char in heard):
        parts = _cut(heard) or _cut(strip_diacritics(heard))
        if parts:
            return unify_tone_marks(" ".join(parts))
    return letters_in_words(word)


def _cut(word: str) -> tuple[str, ...] | None:
    """The word as the fewest syllables; a consonant that fits in none is said with «ờ»."""
    best: list[tuple[int, tuple[str, ...]] | None] = [None] * len(word) + [(0, ())]
    for start in range(len(word) - 1, -1, -1):
        for end in range(start + 1, min(len(word), start + _LONGEST_SYLLABLE) + 1):
            rest = best[end]
            piece = word[start:end]
            if rest is None:
                continue
            if is_syllable(piece):
                cost, said = 2, piece
            elif len(piece) == 1 and piece in _CONSONANTS:
                cost, said = 3, _with_schwa(piece)
            else:
                continue
            found = (cost + rest[0], (said, *rest[1]))
            kept = best[start]
            if kept is None or found[0] < kept[0]:
                best[start] = found
    return best[0][1] if best[0] else None


def _with_schwa(consonant: str) -> str:
    return {"q": "quờ", "c": "cờ", "k": "cờ"}.get(consonant, f"{consonant}ờ")

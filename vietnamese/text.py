"""Plain operations on Vietnamese text: Unicode forms, cleaning, stripping of diacritics, words."""

from __future__ import annotations

import re
import unicodedata

# Every precomposed Latin letter, to its base letter. One character always becomes one character.
_LATIN_RANGES = (range(0x00C0, 0x0250), range(0x1E00, 0x1F00))
_BASE_LETTER = {
    code: unicodedata.normalize("NFD", chr(code))[0] for codes in _LATIN_RANGES for code in codes
}
_BASE_LETTER[ord("đ")] = "d"
_BASE_LETTER[ord("Đ")] = "D"

# Characters nobody sees: controls and formats (zero-width, bidi marks, BOM, soft hyphen),
# halves of surrogate pairs, variation selectors, tags. White space is not among them.
INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_WHITESPACE = re.compile(r"\s+")

# A run of letters and digits, and what may hold a code together.
_CHUNK = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_CODE_SEPARATOR = re.compile(r"[./-]")

_MARKED_SHARE_OF_UNMARKED_TEXT = 1 / 3


def nfc(text: str) -> str:
    """Return the text in Unicode form NFC (one character for one Vietnamese letter)."""
    return unicodedata.normalize("NFC", text)


def strip_diacritics(text: str) -> str:
    """Return the text with base letters only: `Đà Nẵng` to `Da Nang`.

    The result is as long as `nfc(text)`, so positions found in it hold in the NFC text.
    """
    return nfc(text).translate(_BASE_LETTER)


def collapse_whitespace(text: str) -> str:
    """Return the text with every run of white space as one space, and none at the ends."""
    return _WHITESPACE.sub(" ", text).strip()


def clean(text: str) -> str:
    """Return readable NFC text: nothing invisible, single spaces. Takes any string."""
    return collapse_whitespace(nfc(_INVISIBLE.sub("", text)))


def lower(text: str) -> str:
    """Return the text in lower case and of the same length, so positions hold."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def syllables(text: str) -> list[str]:
    """Return the words of a text in lower case: letters and digits, no punctuation.

    A code stays one word: `1.001193`, `123/2015/nđ-cp`, `22/11/2026`.
    """
    words: list[str] = []
    for chunk in _CHUNK.findall(nfc(text).lower()):
        words.extend(_split_chunk(chunk))
    return words


def is_mostly_without_diacritics(text: str) -> bool:
    """Tell whether a text was written without Vietnamese marks; False when it has no words.

    Properly written Vietnamese carries a mark on about three words in four.
    """
    words = [word for word in syllables(text) if word.isalpha()]
    marked = sum(1 for word in words if strip_diacritics(word) != word)
    return bool(words) and marked / len(words) < _MARKED_SHARE_OF_UNMARKED_TEXT


def _split_chunk(chunk: str) -> list[str]:
    """Split a run joined by dots, slashes and hyphens, unless the joint belongs to a code."""
    if chunk.isalnum():
        return [chunk]
    if not _DIGIT.search(chunk):
        return _CODE_SEPARATOR.split(chunk)
    words = [""]
    parts = chunk.split(".")
    for number, part in enumerate(parts):
        if number and _DIGIT.search(parts[number - 1]) and _DIGIT.search(part):
            words[-1] += "." + part
        elif number:
            words.append(part)
        else:
            words[-1] = part
    return [
        piece
        for word in words
        for piece in ([word] if _DIGIT.search(word) else _CODE_SEPARATOR.split(word))
    ]

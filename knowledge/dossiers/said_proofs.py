"""The proof in what somebody writes: four digits, said alone or with a few words around them."""

from __future__ import annotations

import re

from knowledge.dossiers.codes import find_codes
from knowledge.dossiers.proofs import PROOF_DIGITS
from vietnamese.numbers import NotANumberError, spoken_digit_string
from vietnamese.text import strip_diacritics

# What is kept in place of a message that holds a proof.
MASK = "[mã chứng minh]"
# Digits were given, but not as a proof is: too few, too many, or hidden already.
UNCLEAR = ""

# The shortest telephone number: of one that is given whole, the last digits are the proof.
_WHOLE_NUMBER = 9
_AFTER_CUE = re.compile(r"\b(?:cuoi|duoi)\b[^0-9]{0,40}?([0-9](?:[\s.-]?[0-9]){3})(?![0-9])")
_FOUR_DIGITS_IN_WORDS = re.compile(r"\b(?:4|bon)\s+(?:chu\s+)?so\b")
_HIDDEN = re.compile(r"\[(?:so|day so)[^\]]*\]")
_WORDS_AROUND = set(
    re.findall(
        r"\w+",
        """
        a anh bac ban can cccd chi chinh chu chung cmnd co con cu cua cuoc cuoi da day dien dt duoi
        em gio ho khai la ma minh mot moi nay ne nha nhe nhu nop o oi phone roi sdt sim so thi thoai
        toi tren tui tu u va vang vay voi
        """,
    )
)
_UNKNOWN_WORDS = 1


def said_digits(text: str, asked: bool) -> str | None:
    """The four digits that a message gives as a proof, or `UNCLEAR`; None where it gives none.

    `asked` says whether a proof was asked for. If not, only digits after «số cuối» are one.
    """
    plain = strip_diacritics(_without_codes(text)).lower()
    cued = _AFTER_CUE.search(plain)
    if cued:
        return re.sub(r"[^0-9]", "", cued[1])
    if not asked:
        return None
    if _HIDDEN.search(plain):
        return UNCLEAR
    plain = _FOUR_DIGITS_IN_WORDS.sub(" ", plain)
    words = re.findall(r"[^\W\d_]+", plain)
    if sum(word not in _WORDS_AROUND for word in words) > _UNKNOWN_WORDS:
        return _spoken(text)
    digits = re.sub(r"[^0-9]", "", plain)
    if not digits:
        return _spoken(text)
    if len(digits) == PROOF_DIGITS or len(digits) >= _WHOLE_NUMBER:
        return digits[-PROOF_DIGITS:]
    return UNCLEAR


def without_proof(text: str, asked: bool) -> str:
    """What may be kept of a message: all of it, or `MASK` where it holds a proof."""
    return text if said_digits(text, asked) is None else MASK


def _without_codes(text: str) -> str:
    for mention in reversed(find_codes(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _spoken(text: str) -> str | None:
    """«ba bốn năm sáu», as a recogniser writes digits that were spoken."""
    try:
        digits = spoken_digit_string(text)
    except NotANumberError:
        return None
    return digits if len(digits) == PROOF_DIGITS else UNCLEAR

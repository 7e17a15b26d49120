"""Codes and numbers of documents in words: `123/2024/NĐ-CP`, `1.001193`, `01/ĐK-TCT`, `H17-…`.

`CODES` and `MIXED_CODES` are patterns in the order in which they must be tried, each with what it
makes of a match. Dates and measures, which hold letters too, are read between the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from speech.spoken.readings import readings
from speech.spoken.spelling_out import (
    code_number_in_words,
    digits_in_words,
    letters_in_words,
    number_in_words,
)

Reading = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_LETTER = r"[A-Za-zĂÂĐÊÔƠƯăâđêôơư]"
_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
_LAW = "bộ luật|luật"


def _alternatives(*kinds: str) -> str:
    words = [word for kind in kinds for word in readings(kind)]
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _document(match: re.Match[str]) -> str:
    """The kind of document, unless it was just named, its number, its year and who issued it."""
    term, kind = match["term"], match["kind"]
    words = [] if term or match["said"] else [readings("document")[kind]]
    if match["said"]:
        words.append(match["said"].lower())
    elif term:
        words.append("số")
    words.append(" chấm ".join(map(_document_number, match["number"].split("."))))
    if match["letter"]:
        words.append(letters_in_words(match["letter"]))
    if match["year"]:
        words.append(f"năm {number_in_words(match['year'])}")
    issuers = match["issuers"].split("-")[1:]
    if term:
        issuers.insert(0, term)
    if issuers:
        words.append(f"của {_issuers(issuers)}")
    return " ".join(words)


def _document_number(digits: str) -> str:
    return digits_in_words(digits) if digits.startswith("0") else number_in_words(digits)


def _issuers(written: Sequence[str]) -> str:
    """«bộ tư pháp, bộ công an và bộ y tế». A department of one, as in `QĐ-BCA-C06`, is left out."""
    bodies: list[str] = []
    others: list[str] = []
    for part in written:
        known = readings("body").get(part) or readings("parliament").get(part.rstrip("0123456789"))
        (bodies if known else others).append(known or _pieces_in_words(part))
    named = bodies or others
    return " và ".join(filter(None, (", ".join(named[:-1]), *named[-1:])))


def _document_kind_first(match: re.Match[str]) -> str:
    """`QĐ/0001-BCA`."""
    number = _document_number(match["number"])
    issuers = _issuers(match["issuers"].split("-")[1:])
    return f"{readings('document')[match['kind']]} {number} của {issuers}"


def _dossier_code(match: re.Match[str]) -> str:
    return _grouped(match[0], {"-": ", gạch ", ".": " chấm "}, digits_in_words)


def _procedure_code(match: re.Match[str]) -> str:
    first, second = match[0].split(".")
    return f"{digits_in_words(first)} chấm {digits_in_words(second)}"


def _lane(match: re.Match[str]) -> str:
    """`K48/46`, as people of Đà Nẵng write the lane of an address."""
    numbers = " trên ".join(map(number_in_words, re.findall(r"[0-9]+", match[0])))
    return f"kiệt {numbers}"


def _road(match: re.Match[str]) -> str:
    return f"quốc lộ {_pieces_in_words(match['number'])}"


def _mixed(match: re.Match[str]) -> str:
    """A form number and the like: its pieces with a pause between the groups."""
    return _grouped(match[0], {"-": " ", "/": ", ", ".": ", "}, code_number_in_words)


def _grouped(code: str, joints: dict[str, str], digits_said: Callable[[str], str]) -> str:
    said = []
    for piece in re.findall(rf"[0-9]+|{_LETTER}+|[-/.]", code):
        if piece in joints:
            said.append(joints[piece])
        elif piece[0].isdigit():
            said.append(f" {digits_said(piece)} ")
        else:
            said.append(f" {letters_in_words(piece)} ")
    return " ".join("".join(said).split()).replace(" ,", ",")


def _pieces_in_words(part: str) -> str:
    return _grouped(part, {}, code_number_in_words)


CODES: tuple[Reading, ...] = (
    (
        re.compile(
            rf"(?:(?P<said>\b(?:{'|'.join(readings('document').values())}|{_LAW}))\s+)?"
            rf"(?:\b[Ss]ố\s*:?\s*)?{_START}(?P<number>[0-9]+(?:\.[0-9]+)?)(?P<letter>[a-zA-Z]?)/"
            rf"(?:(?P<year>(?:19|20)[0-9]{{2}})/)?"
            rf"(?:(?P<term>(?:{_alternatives('parliament')})[0-9]+)|(?P<kind>{_alternatives('document')}))"
            rf"(?P<issuers>(?:-[A-ZĐ][A-ZĐa-zg0-9]*)*){_END}",
            re.IGNORECASE,
        ),
        _document,
    ),
    (
        re.compile(
            rf"{_START}(?P<kind>{_alternatives('document')})/(?P<number>[0-9]+)"
            rf"(?P<issuers>(?:-[A-ZĐ][A-ZĐa-zg0-9]*)+){_END}"
        ),
        _document_kind_first,
    ),
    (
        re.compile(
            rf"{_START}(?:(?:[0-9]{{3}}\.)?(?:[0-9]{{2}}\.){{0,2}}[A-Z][0-9]{{2}}(?:\.[0-9]{{1,3}})"
            rf"{{0,3}}-)?[0-9]{{6}}-[0-9]{{4,6}}{_END}"
        ),
        _dossier_code,
    ),
    (re.compile(rf"{_START}[0-9]\.[0-9]{{6}}{_END}"), _procedure_code),
    (re.compile(rf"{_START}K[0-9]+(?:/[0-9]+)+{_END}"), _lane),
    (re.compile(rf"{_START}QL\s?(?P<number>[0-9]+[A-ZĐ]?){_END}"), _road),
)

MIXED_CODES: tuple[Reading, ...] = (
    (
        # Letters and digits in one run, with at least one of each and a capital or a joint.
        re.compile(
            rf"{_START}(?=[^\s]*[0-9])(?=[^\s]*{_LETTER})"
            rf"(?:{_LETTER}{{1,12}}|[0-9]+)(?:[./-]?(?:{_LETTER}{{1,12}}|[0-9]+))*{_END}"
        ),
        _mixed,
    ),
)

"""Codes of dossiers, as the one-stop system writes them and as people type them.

A code is the office, the day of filing and a number: `000.00.19.H17-260814-0001`, or in the newer
writing `H17.12.3-250811-0042`. People leave out dots, put spaces or other dashes, write small
letters or the letter O for a zero, and often give the last groups only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge.errors import DossierRejected

# Anything that people put between two groups.
_GAP = r"[\s.,_/\\\-\u00ad\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]"
_ANY, _SOME = rf"{_GAP}{{0,3}}", rf"{_GAP}{{1,3}}"
_D = r"[0-9oO]"
_BEFORE, _AFTER = r"(?<![^\W_])", r"(?![^\W_])"
_PROVINCE = rf"[A-Za-z]{_ANY}{_D}{{2}}"
# Years of two digits: the one-stop system is not older, and a telephone number starts with 0.
_DAY = rf"(?P<day>[1-4]{_D}[\s.]?{_D}{{2}}[\s.]?{_D}{{2}})"
_NUMBER = rf"(?P<number>{_D}{{4,6}})"
_SHORT_NUMBER = rf"(?P<number>{_D}{{1,3}})"

# The most telling shape first: what one finds, the next ones do not look at again.
_SHAPES = tuple(
    re.compile(f"{_BEFORE}{shape}{_AFTER}")
    for shape in (
        # 000.00.19.H17, and its end: 19.H17 or H17
        rf"(?P<office>{_D}{{3}}{_ANY}{_D}{{2}}{_ANY}{_D}{{2}}{_ANY}{_PROVINCE}){_ANY}{_DAY}{_ANY}{_NUMBER}",
        # H17.12.3; its groups are of any length, so that something must stand between them
        rf"(?P<office>{_PROVINCE}(?:{_SOME}{_D}{{1,3}}){{1,3}}){_SOME}{_DAY}{_ANY}{_NUMBER}",
        rf"(?P<office>(?:{_D}{{2}}{_ANY}){{0,2}}{_PROVINCE}){_ANY}{_DAY}{_ANY}{_NUMBER}",
        rf"(?P<office>){_DAY}{_ANY}{_NUMBER}",
        rf"(?P<office>){_DAY}\s?[-\u2010-\u2015\u2212]\s?{_SHORT_NUMBER}",
    )
)
_CANONICAL = re.compile(
    r"(?P<office>(?:[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}|[A-Z][0-9]{2}(?:\.[0-9]{1,3}){1,3}"
    r"|(?:[0-9]{2}\.){0,2}[A-Z][0-9]{2}|))-?(?P<day>[1-4][0-9]{5})-(?P<number>[0-9]{4,6})"
)
_LETTER_O = str.maketrans("oO", "00")
_OLD_OFFICE_GROUPS = 4


@dataclass(frozen=True)
class DossierCode:
    """A code, or the last groups of one. `str()` writes it as the one-stop system does."""

    office: str
    day: str
    number: str

    def __str__(self) -> str:
        return "-".join(filter(None, (self.office, self.day, self.number)))

    @property
    def complete(self) -> bool:
        """Whether the office is whole, so that only one dossier can carry the code."""
        groups = self.office.split(".")
        if groups[0][:1].isalpha():
            return len(groups) > 1
        return len(groups) == _OLD_OFFICE_GROUPS

    @property
    def filed_on(self) -> date:
        """The day of filing that the code states."""
        return _date(self.day)

    @property
    def tail(self) -> str:
        """The day and the number, which all writings of a code end in."""
        return f"{self.day}-{self.number}"

    def endings(self) -> tuple[str, ...]:
        """All that this code may be called by: itself and its ends, the shortest first."""
        groups = self.office.split(".") if self.office else []
        ends = [".".join(groups[start:]) for start in range(len(groups) - 1, -1, -1)]
        return (self.tail, *(f"{end}-{self.tail}" for end in ends))


@dataclass(frozen=True)
class CodeMention:
    """A code in a text, with its place there."""

    code: DossierCode
    start: int
    end: int


def find_codes(text: str) -> list[CodeMention]:
    """The codes that a text names, whole or in part, in the order of the text."""
    found: list[CodeMention] = []
    for shape in _SHAPES:
        for match in shape.finditer(text):
            taken = any(match.start() < other.end and other.start < match.end() for other in found)
            if not taken and (code := _code(match)) is not None:
                found.append(CodeMention(code, *match.span()))
    return sorted(found, key=lambda mention: mention.start)


def parse_code(text: str) -> DossierCode:
    """A code as `str()` of one writes it. Raises `DossierRejected` for anything else."""
    match = _CANONICAL.fullmatch(text)
    if match is None or not _is_date(match["day"]):
        raise DossierRejected(f"«{text}» không phải mã hồ sơ, ví dụ 000.00.19.H17-260814-0001.")
    return DossierCode(match["office"], match["day"], match["number"])


def complete_code(text: str) -> DossierCode:
    """The one whole code that `text` is, however it is written. Raises `DossierRejected`."""
    mentions = find_codes(text)
    if len(mentions) != 1 or not mentions[0].code.complete:
        raise DossierRejected(
            f"«{text}» không phải mã hồ sơ đầy đủ, ví dụ 000.00.19.H17-260814-0001."
        )
    return mentions[0].code


def _code(match: re.Match[str]) -> DossierCode | None:
    day = "".join(filter(str.isdigit, match["day"].translate(_LETTER_O)))
    if not _is_date(day):
        return None
    return DossierCode(_office(match["office"]), day, match["number"].translate(_LETTER_O).zfill(4))


def _office(typed: str) -> str:
    """The office with its dots. Groups that stand together are told apart by their lengths."""
    whole = "".join(character for character in typed if character.isalnum())
    if not whole:
        return ""
    if typed[:1].isalpha() and typed[:1] not in "oO":
        groups = [group for group in re.split(_GAP, typed.upper()) if group]
        if len(groups[0]) == 1:  # «h 17»
            groups[:2] = ["".join(groups[:2])]
        return ".".join(group[:1] + group[1:].translate(_LETTER_O) for group in groups)
    front, province = whole[:-3].translate(_LETTER_O), whole[-3:].upper()
    ends = [front[start : start + 2] for start in range(len(front) % 2 and 3, len(front), 2)]
    first = [front[:3]] if len(front) % 2 else []
    return ".".join([*first, *ends, province[:1] + province[1:].translate(_LETTER_O)])


def _is_date(day: str) -> bool:
    try:
        _date(day)
    except ValueError:
        return False
    return True


def _date(day: str) -> date:
    return date(2000 + int(day[:2]), int(day[2:4]), int(day[4:6]))

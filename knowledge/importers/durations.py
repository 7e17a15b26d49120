"""Time limits: from what a source writes ("20 Ngày làm việc", "trong ngày", "12") to a Duration."""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.importers.fields import one_line
from knowledge.importers.model import Repair
from knowledge.records import Duration, TimeUnit

_UNITS: dict[str, tuple[TimeUnit, int]] = {
    "ngày làm việc": (TimeUnit.WORKING_DAY, 1),
    "giờ làm việc": (TimeUnit.HOUR, 1),
    "ngày": (TimeUnit.DAY, 1),
    "giờ": (TimeUnit.HOUR, 1),
    "tuần": (TimeUnit.DAY, 7),
    "tháng": (TimeUnit.MONTH, 1),
    "năm": (TimeUnit.YEAR, 1),
}
_UNIT_WORDS = "|".join(_UNITS)
_AMOUNT = re.compile(
    rf"(?<![\d/.,])(\d{{1,4}}(?:[.,]\d)?)\)?\s*(?:\([^()\d]{{1,25}}\)\s*)?({_UNIT_WORDS})(?!\w)",
    re.IGNORECASE,
)
_EXACT = re.compile(
    rf"(\d{{1,4}}(?:[.,]\d)?)\s*(?:\([^()\d]{{1,25}}\)\s*)?({_UNIT_WORDS})\.?", re.I
)
_BARE = re.compile(r"\d{1,4}(?:[.,]\d)?")
_NOT_A_TIME = re.compile(
    r"^[\s.\-–]*(?:|0+|0+ (?:giờ|ngày|ngày làm việc|tháng)|không|không có"
    r"|không quy định.{0,20}|khác"
    r"|theo mô tả|không có thông tin.*|chưa có thông tin|chưa quy định.{0,20}|\(?(?:đang"
    r"|chưa) cập nhật\)?"
    r"|\(?thông tin không có\)?|(?:trực tiếp|trực tuyến|dịch vụ bưu chính):?)[\s.]*$",
    re.IGNORECASE,
)
# Left over from a broken page: short, and without any word that speaks of time.
_HAS_NO_TIME_WORD = re.compile(
    r"(?!.*(?:\d|ngày|giờ|tuần|tháng|năm|buổi|đợt|kỳ|lúc|khi|ngay|theo|tùy|quy định|kết quả"
    r"|phản hồi))"
    r".{1,40}$",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"^[-–•+*\s]*(?:trực tiếp:?\s+)?(?:giải quyết\s+)?(?:ngay\s+)?trong\s+(?:ngày(?! \d)|buổi)",
    re.IGNORECASE,
)
# What looks like a time and is none: dates, and the hour until which dossiers are taken.
_DATE = re.compile(
    r"ngày \d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}"
    r"|(?:ngày\s+)?\d{1,2} tháng \d{1,2}(?: năm \d{4})?"
    r"|tháng \d{1,2}(?:[/ ]| năm )\d{4}|sau \d{1,2}\s*(?:\([^)]*\)\s*)?(?:giờ"
    r"|h)(?:\s+chiều)?|\d{1,2} giờ \d{1,2}",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^[-–•+*(\s]*(?:(?:trực tiếp|trực tuyến|dịch vụ bưu chính|thời hạn giải quyết)\s*:?\s*)?"
    r"(?:trong\s+|tổng\s+)?(?:thời hạn\s+|thời gian\s+|vòng\s+)?"
    r"(?:giải quyết\s*(?:thủ tục hành chính\s*)?:?\s*|(?:thẩm định|thực hiện)[^.;:\d]{0,60}:\s*"
    r"|thực hiện liên thông[^.;:]{0,160}?(?=tối đa|không quá))?"
    r"(?:là\s+)?(?:mười lăm \()?"
    r"(?:tối đa\s+|không quá\s+|chậm nhất\s+)*(?:là\s+)?$",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"trường hợp[^.;\n]{0,80}(?:xác minh|gia hạn|kéo dài)|không (?:bao gồm|kể|tính)"
    r"|trường hợp (?:hồ sơ|cần|phức tạp)|nếu (?:cần|phải)[^.;\n]{0,20}xác minh"
    r"|[,:.(]\s*(?:cụ thể|trong đó|bao gồm)|sau khi có quyết định giải quyết",
    re.IGNORECASE,
)
_STATED_LIMIT = re.compile(
    r"(?:^|[-–+*:.;\n]\s*|thời hạn[^.;\n]{0,60}?|trong vòng |không quá |tối đa |chậm nhất )$",
    re.IGNORECASE,
)


class DurationReading(NamedTuple):
    """A time limit, whether its number stands without a unit, and how it was completed.

    `uncertain` is a limit that somebody must verify.
    """

    duration: Duration | None
    bare: bool = False
    completed: Repair | None = None
    uncertain: bool = False


def read_duration(text: str, description: str = "") -> DurationReading:
    """Read the time cell of a table, with the description of the same row to help.

    A bare number takes its unit from the description when that states the same number with
    exactly one unit; otherwise it stays without a unit. Words that are no time give None.
    """
    text = one_line(text)
    if _HAS_NO_TIME_WORD.match(text):
        text = ""
    if _NOT_A_TIME.match(text):
        stated = _stated_in(description)
        return DurationReading(stated, completed=Repair.TIME_UNIT_FROM_NOTE if stated else None)
    if _BARE.fullmatch(text):
        return _bare(text, description)
    return DurationReading(_from_words(text))


def _bare(text: str, description: str) -> DurationReading:
    value = number_of(text)
    found = [(number_of(number), unit.lower()) for number, unit, *_ in amounts_in(description)]
    units = {unit for number, unit in found if number == value}
    if len(units) == 1:
        return DurationReading(_duration(value, units.pop()), completed=Repair.TIME_UNIT_FROM_NOTE)
    return DurationReading(
        Duration(text=f"{text} (nguồn không ghi đơn vị thời gian)", value=value), bare=True
    )


def _from_words(text: str) -> Duration:
    """Read a sentence: with number and unit where it states one limit, as a text otherwise."""
    if exact := _EXACT.fullmatch(text):
        return _duration(number_of(exact[1]), exact[2].lower())
    if _AT_ONCE.match(text):
        return Duration(text=text, immediate=True)
    amounts = amounts_in(text)
    if amounts:
        number, unit, start, _ = amounts[0]
        distinct = {(number_of(n), u.lower()) for n, u, *_ in amounts}
        leads = bool(_LEAD.match(text[:start]))
        if len(distinct) == 1 or (leads and _EXTENSION.search(text[start:])):
            value, (time_unit, factor) = number_of(number), _UNITS[unit.lower()]
            if value:
                return Duration(text=text, value=value * factor, unit=time_unit)
    return Duration(text=text)


def _stated_in(description: str) -> Duration | None:
    """Return the one limit that a description states, or None when it states none or several."""
    description = description.strip()
    amounts = amounts_in(description)
    distinct = {(number_of(number), unit.lower()) for number, unit, *_ in amounts}
    if len(distinct) != 1 or not _STATED_LIMIT.search(description[: amounts[0][2]]):
        return None
    value, unit = distinct.pop()
    return _duration(value, unit) if value else None


def amounts_in(text: str) -> list[tuple[str, str, int, int]]:
    """Return every number with a unit of time: number, unit, where it starts, where it ends."""
    masked = _DATE.sub(lambda match: "¤" * len(match[0]), text)
    return [(m[1], m[2], m.start(), m.end()) for m in _AMOUNT.finditer(masked)]


def number_of(text: str) -> float:
    """Return the number that digits with a point or comma stand for."""
    return float(text.replace(",", "."))


def duration_of(value: float, unit: str) -> Duration | None:
    """Build the limit "`value` `unit`", the unit as sources write it; None for zero."""
    return _duration(value, unit.lower()) if value else None


def _duration(value: float, unit: str) -> Duration:
    time_unit, factor = _UNITS[unit]
    shown = int(value) if value == int(value) else str(value).replace(".", ",")
    return Duration(text=f"{shown} {unit}", value=value * factor, unit=time_unit)

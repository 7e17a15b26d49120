"""Figures in words: money, dates, times, ranges, measures, telephone numbers, plain numbers.

`MEASURES` and `NUMBERS` are patterns in the order in which they must be tried, each with what it
makes of a match. Codes made of letters and figures are read after the first and before the second.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from speech.spoken.readings import readings
from speech.spoken.spelling_out import digits_in_words, number_in_words

Reading = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_START, _END = r"(?<![^\W_])(?<![0-9][.,/-])", r"(?![^\W_])"
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12][0-9]|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)[0-9]{2}"
_NUMBER = r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"
_DASH = r"\s?[-–—]\s?"
_CLOCK = r"(?:[01]?[0-9]|2[0-4])"
_MINUTES = r"[0-5][0-9]"
_APRIL = 4
# «1đ» is the name of a form, not money.
_SMALLEST_MONEY = 100

# Before these a number is a name, and its leading zeros are read: «mẫu số không một».
_NAMED_BY_NUMBER = re.compile(
    r"(?:số|mẫu|phiếu|biểu|mã|lô|đường|phòng|nhóm|khu|kiệt|tờ khai)\s*:?\s*$", re.IGNORECASE
)
_DIAL = re.compile(
    r"(?:gọi|tổng đài|đường dây|điện thoại|số máy|gửi|hotline|đầu số|1022)\b", re.IGNORECASE
)
# Numbers that are dialled, not counted, wherever they stand.
_ALWAYS_DIALLED = frozenset({"1022", "1414"})
_AFTER_LAST_DIGITS = re.compile(r"(?:số cuối|số đuôi|mã số)[^.!?]{0,30}$", re.IGNORECASE)
_FRACTION_SAID_BEFORE = re.compile(r"(?:ngày|lễ|từ|đến|trước|sau|hết|tới)\s*$", re.IGNORECASE)
_LARGEST_PART = 10


def _unit_pattern() -> str:
    return "|".join(sorted(map(re.escape, readings("unit")), key=len, reverse=True))


def _number(text: str) -> str:
    """`135.000`, `2,5` or `07` in words."""
    whole, _, part = text.replace(".", "").partition(",")
    words = number_in_words(whole)
    if not part:
        return words
    counted = part.startswith("0") or len(part) > 2
    return f"{words} phẩy {digits_in_words(part) if counted else number_in_words(part)}"


def _month(month: str) -> str:
    return "tư" if int(month) == _APRIL else number_in_words(month)


def _date(match: re.Match[str]) -> str:
    said_day = match["cue"] or "ngày "
    words = f"{said_day}{number_in_words(match['day'])} tháng {_month(match['month'])}"
    return words + (f" năm {number_in_words(match['year'])}" if match["year"] else "")


def _iso_date(match: re.Match[str]) -> str:
    day, month, year = match["day"], match["month"], match["year"]
    return f"ngày {number_in_words(day)} tháng {_month(month)} năm {number_in_words(year)}"


def _month_of_year(match: re.Match[str]) -> str:
    return f"tháng {_month(match['month'])} năm {number_in_words(match['year'])}"


def _time(match: re.Match[str]) -> str:
    minutes = match["minutes"]
    words = f"{number_in_words(match['hour'])} giờ"
    return words if not minutes or int(minutes) == 0 else f"{words} {number_in_words(minutes)}"


def _times(match: re.Match[str]) -> str:
    return f"{_TIME.sub(_time, match['first'])} đến {_TIME.sub(_time, match['last'])}"


def _weekdays(match: re.Match[str]) -> str:
    """`T2-T6` and `T2-CN`."""
    last = "chủ nhật" if match["last"] == "CN" else f"thứ {_weekday(match['last'][1])}"
    return f"thứ {_weekday(match['first'])} đến {last}"


def _weekday(number: str) -> str:
    return "tư" if number == "4" else number_in_words(number)


def _phone(match: re.Match[str]) -> str:
    """In the groups in which it is written, else as people group it."""
    groups = re.findall(r"[0-9]+", match[0])
    if match[0].startswith("+"):
        groups[0] = groups[0][2:]
        groups = ["0" + "".join(groups)]
    if len(groups) == 1:
        groups = [groups[0][:4], groups[0][4:]]
    parts = [part for group in groups for part in _by_threes(group)]
    return ", ".join(map(digits_in_words, parts))


def _by_threes(digits: str) -> list[str]:
    """Groups of three, the last one of two to four."""
    groups = []
    while len(digits) > 4:
        groups.append(digits[:3])
        digits = digits[3:]
    return [*groups, digits] if digits else groups


def _range(match: re.Match[str]) -> str:
    return f"{_number(match['first'])} đến {_number(match['last'])}"


def _measured(match: re.Match[str]) -> str:
    unit = match["unit"].lower()
    number = match["number"]
    if unit == "đ" and number.isdigit() and int(number) < _SMALLEST_MONEY:
        return match[0].replace(number, number_in_words(number)).replace(match["unit"], " đ")
    first = f"{_number(match['first'])} đến " if match["first"] else ""
    return f"{first}{_number(number)} {readings('unit')[unit]}"


def _by(match: re.Match[str]) -> str:
    sides = " nhân ".join(_number(side) for side in re.split(r"\s?[x×]\s?", match["sides"]))
    unit = match["unit"]
    return f"{sides} {readings('unit')[unit.lower()]}" if unit else sides


def _thousands_by_comma(match: re.Match[str]) -> str:
    return number_in_words(match[0].replace(",", ""))


def _slashed(match: re.Match[str]) -> str:
    """`1/2` as a part, `30/4` as a day of the year, anything else as a house number."""
    first, second = match["first"], match["last"]
    before = match.string[: match.start()]
    dated = _FRACTION_SAID_BEFORE.search(before)
    is_part = int(first) < int(second) <= _LARGEST_PART and not first.startswith("0")
    if is_part and not dated:
        return f"{number_in_words(first)} phần {number_in_words(second)}"
    is_day = re.fullmatch(_DAY, first) and re.fullmatch(_MONTH, second)
    if is_day and dated:
        day = "" if before.rstrip().lower().endswith("ngày") else "ngày "
        return f"{day}{number_in_words(first)} tháng {_month(second)}"
    return f"{number_in_words(first)} trên {number_in_words(second)}"


def _plain(match: re.Match[str]) -> str:
    digits = match[0]
    before, after = match.string[: match.start()], match.string[match.end() :]
    if digits in _ALWAYS_DIALLED or _AFTER_LAST_DIGITS.search(before):
        return digits_in_words(digits)
    if len(digits) >= 7:
        return ", ".join(digits_in_words(group) for group in _by_threes(digits))
    sentence = re.split(r"[.!?]\s", before)[-1]
    counted = re.match(r"\s*(?:[a-zà-ỹđ]*đồng|ngày|tháng|tuổi|người|bản|m\b)", after)
    if re.fullmatch(r"11[0-9]", digits) and not counted:
        if _DIAL.search(sentence) or re.match(r"[^.!?]{0,40}\b11[0-9]\b", after):
            return digits_in_words(digits)
        return digits_in_words(digits) if re.match(r"\s+(?:là|nếu)\b", after) else _number(digits)
    if len(digits) > 1 and digits.startswith("0"):
        named = _NAMED_BY_NUMBER.search(before) or len(digits) > 2
        return digits_in_words(digits) if named else number_in_words(digits)
    return number_in_words(digits)


_TIME = re.compile(
    rf"{_START}(?P<hour>{_CLOCK})(?:\s?(?:h|giờ|:)\s?(?P<minutes>{_MINUTES})(?:\s?(?:phút|p)\b)?"
    rf"|h(?P<none>)){_END}"
)
_ONE_TIME = rf"{_CLOCK}(?:\s?(?:h|giờ|:)\s?{_MINUTES}|\s?(?:h|giờ))"

MEASURES: tuple[Reading, ...] = (
    (
        re.compile(rf"{_START}(?P<year>{_YEAR})-(?P<month>{_MONTH})-(?P<day>{_DAY}){_END}"),
        _iso_date,
    ),
    (
        re.compile(
            rf"(?P<cue>\b[Nn]gày\s+|{_START})(?P<day>{_DAY})(?P<gap>[/.-])(?P<month>{_MONTH})"
            rf"(?P=gap)(?P<year>{_YEAR}){_END}"
        ),
        _date,
    ),
    (
        re.compile(rf"(?:\b[Tt]háng\s+|{_START})(?P<month>{_MONTH})/(?P<year>{_YEAR}){_END}"),
        _month_of_year,
    ),
    (
        re.compile(rf"\b(?P<word>[Tt]hứ|[Tt]háng) 0?4{_END}(?![/.,-][0-9])"),
        lambda match: f"{match['word']} tư",
    ),
    (re.compile(rf"{_START}T(?P<first>[2-7]){_DASH}(?P<last>T[2-7]|CN){_END}"), _weekdays),
    (re.compile(rf"{_START}(?P<first>{_ONE_TIME}){_DASH}(?P<last>{_ONE_TIME}){_END}"), _times),
    (_TIME, _time),
    (
        re.compile(rf"{_START}(?:\+84|0)(?:[\s.-]?[0-9]){{8,10}}{_END}|\+84(?:[\s.-]?[0-9]){{9}}"),
        _phone,
    ),
    (
        re.compile(rf"{_START}1[89]00[\s.-]?[0-9]{{2,4}}(?:[\s.-]?[0-9]{{2,4}})?{_END}"),
        lambda match: ", ".join(
            digits_in_words(group) for group in (match[0][:4], *re.findall(r"[0-9]+", match[0][4:]))
        ),
    ),
    (
        re.compile(rf"{_START}[0-9]{{1,3}}(?:,[0-9]{{3}})+(?=\s?(?:đ|đồng|vnđ|vnd)\b)", re.I),
        _thousands_by_comma,
    ),
    (
        re.compile(
            rf"{_START}(?P<sides>[0-9,]+(?:\s?[x×]\s?[0-9,]+)+)"
            rf"(?:\s?(?P<unit>{_unit_pattern()})(?![^\W_]))?"
        ),
        _by,
    ),
    (
        re.compile(
            rf"{_START}(?:(?P<first>{_NUMBER})\s?%?{_DASH})?(?P<number>{_NUMBER})\s?(?P<unit>{_unit_pattern()})(?![^\W_])",
            re.IGNORECASE,
        ),
        _measured,
    ),
)

NUMBERS: tuple[Reading, ...] = (
    (
        re.compile(
            rf"{_START}(?P<first>{_NUMBER})\s?%?{_DASH}(?P<last>{_NUMBER})(?![0-9])(?!-[0-9])"
        ),
        _range,
    ),
    (
        re.compile(rf"{_START}(?P<first>[0-9]{{1,4}})/(?P<last>[0-9]{{1,4}}){_END}"),
        _slashed,
    ),
    (
        re.compile(rf"{_START}[0-9]{{1,3}}(?:\.[0-9]{{3}})+(?:,[0-9]+)?{_END}"),
        lambda match: _number(match[0]),
    ),
    (re.compile(rf"{_START}[0-9]+,[0-9]+(?!,?[0-9]){_END}"), lambda match: _number(match[0])),
    (re.compile(r"[0-9]+"), _plain),
)

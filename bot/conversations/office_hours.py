"""When officers are there: hours of the week, less days off, by the clock of Việt Nam."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from bot.conversations.errors import OfficeHoursInvalid
from knowledge.working_days import is_day_off, is_worked_in_exchange

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# As Vietnamese calendars name them, Monday first.
DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
MONDAY = 0

_SHIFT = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")


@dataclass(frozen=True)
class OfficeHours:
    """`shifts` holds, for each day of the week from Monday on, the hours of that day in order.

    `closed` are further days without officers, from the first of each pair to the last.
    """

    shifts: tuple[tuple[tuple[time, time], ...], ...]
    closed: tuple[tuple[date, date], ...]

    @classmethod
    def read(cls, hours: str, holidays: str) -> Self:
        """From the settings OFFICE_HOURS and HOLIDAYS. Raises `OfficeHoursInvalid`.

        Hours: `T2-T6 07:30-11:30 13:00-17:00; T7 07:30-11:30`. Holidays, beyond the public ones:
        `2027-06-04`, or `2027-10-11..2027-10-13` for all days from the first to the last.
        """
        try:
            shifts = _shifts(hours)
        except ValueError as error:
            raise OfficeHoursInvalid(
                f"OFFICE_HOURS chưa đúng ({error}). Ví dụ đúng: "
                "T2-T6 07:30-11:30 13:00-17:00; T7 07:30-11:30"
            ) from error
        try:
            entries = [entry.strip() for entry in holidays.split(",") if entry.strip()]
            closed = tuple(_range(entry) for entry in entries)
        except ValueError as error:
            raise OfficeHoursInvalid(
                f"HOLIDAYS chưa đúng ({error}). Ví dụ đúng: 2027-06-04, 2027-10-11..2027-10-13"
            ) from error
        return cls(shifts, closed)

    def is_open(self, at: datetime) -> bool:
        """Whether officers are there at `at`, a time with its zone."""
        local = at.astimezone(VIETNAM)
        return any(start <= local.time() < end for start, end in self._on(local.date()))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first moment from `at` on when officers come; None if not within a year."""
        local = at.astimezone(VIETNAM)
        for days in range(366):
            day = local.date() + timedelta(days=days)
            for start, _end in self._on(day):
                opening = datetime.combine(day, start, VIETNAM)
                if opening >= local:
                    return opening
        return None

    def _on(self, day: date) -> tuple[tuple[time, time], ...]:
        if is_day_off(day) or any(first <= day <= last for first, last in self.closed):
            return ()
        # A Saturday that is worked in place of another day has the hours of a working day.
        weekday = MONDAY if is_worked_in_exchange(day) else day.weekday()
        return self.shifts[weekday]


def _shifts(hours: str) -> tuple[tuple[tuple[time, time], ...], ...]:
    week: list[tuple[tuple[time, time], ...]] = [()] * len(DAYS)
    for part in filter(None, (part.strip() for part in hours.split(";"))):
        days, *periods = part.split()
        first, _, last = days.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"không hiểu ngày «{days}»")
        shifts = tuple(sorted(_shift(period) for period in periods))
        if not shifts:
            raise ValueError(f"«{days}» chưa có giờ")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        if begin > end:
            raise ValueError(f"«{days}» ngược thứ tự")
        for day in range(begin, end + 1):
            week[day] = shifts
    return tuple(week)


def _shift(period: str) -> tuple[time, time]:
    if not (match := _SHIFT.fullmatch(period)):
        raise ValueError(f"không hiểu giờ «{period}»")
    start, end = (time.fromisoformat(part) for part in match.groups())
    if start >= end:
        raise ValueError(f"«{period}» kết thúc trước khi bắt đầu")
    return start, end


def _range(entry: str) -> tuple[date, date]:
    first, _, last = entry.partition("..")
    begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    if begin > end:
        raise ValueError(f"«{entry}» ngược thứ tự")
    return begin, end

"""On which days offices work: Monday to Friday, less public holidays, as the state exchanges them.

The holidays of the law, Tết and the day of the Hùng Kings by the lunar calendar, come from the
library `holidays`; what the state decides beyond it each year stands in `exchanged_days.tsv`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import holidays

EXCHANGED_DAYS = Path(__file__).with_name("exchanged_days.tsv")
SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices work that day."""
    return is_worked_in_exchange(day) or (day.weekday() < SATURDAY and not is_day_off(day))


def is_day_off(day: date) -> bool:
    """Whether the day is a public holiday, or off in exchange for another; weekends are not."""
    exchanged = _exchanged().get(day)
    return exchanged == "off" or (exchanged is None and day in _public_holidays(day.year))


def is_worked_in_exchange(day: date) -> bool:
    """Whether offices work that Saturday or Sunday in place of another day."""
    return _exchanged().get(day) == "work"


def working_days(after: date, until: date) -> int:
    """The number of working days after one day, up to and with another; 0 when none lies there."""
    days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
    return sum(is_working_day(day) for day in days)


def next_working_day(day: date) -> date:
    """The day itself if offices work then, else the first one after it on which they do."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def are_decided(first: date, last: date) -> bool:
    """Whether the state has decided the exchanges of all years from `first` to `last`."""
    listed = {day.year for day in _exchanged()}
    return listed.issuperset(range(first.year, last.year + 1))


@lru_cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))


@lru_cache(maxsize=1)
def _exchanged() -> dict[date, str]:
    rows = (
        line.split("\t")
        for line in EXCHANGED_DAYS.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    return {date.fromisoformat(row[0]): row[1] for row in rows}

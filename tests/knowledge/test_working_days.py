"""On which days offices work, in this year and those to come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.working_days import (
    are_decided,
    is_day_off,
    is_worked_in_exchange,
    is_working_day,
    next_working_day,
    working_days,
)

days_of_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("after", "until", "days"),
    [
        ("2026-08-28", "2026-08-28", 0),
        ("2026-08-28", "2026-08-30", 0),  # a weekend
        ("2026-08-28", "2026-09-03", 1),  # the National Day, with the day exchanged for it
        ("2026-08-21", "2026-08-24", 2),  # the Saturday worked in exchange
        ("2026-02-13", "2026-02-23", 1),  # Tết
        ("2026-04-24", "2026-05-04", 3),  # the Hùng Kings, Reunification, Labour Day
        ("2025-12-31", "2026-01-05", 1),  # the New Year, with the day exchanged for it
    ],
)
def test_working_days_skip_weekends_and_holidays(after: str, until: str, days: int) -> None:
    assert working_days(date.fromisoformat(after), date.fromisoformat(until)) == days


def test_a_year_has_the_working_days_that_the_law_leaves() -> None:
    # 261 days from Monday to Friday, less 14 days off, and two Saturdays worked.
    assert working_days(date(2025, 12, 31), date(2026, 12, 31)) == 261 - 14 + 2


@pytest.mark.parametrize(
    "day",
    [
        "2027-01-01",
        "2027-02-05",  # the last day of the lunar year
        "2027-02-08",  # the third of Tết
        "2027-02-09",
        "2027-04-16",  # the tenth of the third lunar month
        "2027-04-30",
        "2027-05-03",  # for the first of May, a Saturday
        "2027-09-02",
        "2028-01-26",  # Tết
    ],
)
def test_in_years_to_come_the_days_of_the_law_are_off(day: str) -> None:
    assert is_day_off(date.fromisoformat(day))
    assert not is_working_day(date.fromisoformat(day))


def test_a_saturday_worked_in_exchange_is_a_working_day() -> None:
    assert is_worked_in_exchange(date(2026, 8, 22))
    assert is_working_day(date(2026, 8, 22))
    assert not is_working_day(date(2026, 8, 29))


def test_years_that_the_state_has_decided_on() -> None:
    assert are_decided(date(2026, 1, 1), date(2026, 12, 31))
    assert not are_decided(date(2026, 12, 31), date(2027, 1, 1))


@given(days_of_2026, days_of_2026, days_of_2026)
def test_working_days_add_up(first: date, second: date, third: date) -> None:
    first, second, third = sorted([first, second, third])

    assert working_days(first, second) + working_days(second, third) == working_days(first, third)


@given(days_of_2026)
def test_the_next_working_day_is_the_first_that_is_one(day: date) -> None:
    found = next_working_day(day)

    assert is_working_day(found)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((found - day).days))

"""Late or not, and by how many working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dossiers.due_dates import (
    Timing,
    is_working_day,
    lateness,
    next_working_day,
    working_days,
)
from tests.knowledge.dossiers.examples import kept

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
    # 261 days from Monday to Friday, less 13 days off, and two Saturdays worked.
    assert working_days(date(2025, 12, 31), date(2026, 12, 31)) == 261 - 13 + 2


@given(days_of_2026, days_of_2026, days_of_2026)
def test_working_days_add_up(first: date, second: date, third: date) -> None:
    first, second, third = sorted([first, second, third])

    assert working_days(first, second) + working_days(second, third) == working_days(first, third)


@given(days_of_2026)
def test_the_next_working_day_is_the_first_that_is_one(day: date) -> None:
    found = next_working_day(day)

    assert is_working_day(found)
    assert not any(is_working_day(day + timedelta(days=n)) for n in range((found - day).days))


@pytest.mark.parametrize(
    ("changes", "today", "timing", "days"),
    [
        ({}, "2026-08-28", Timing.ON_TIME, 0),
        ({}, "2026-08-29", Timing.ON_TIME, 0),
        ({}, "2026-09-03", Timing.LATE, 1),
        ({"due_on": "2026-08-29"}, "2026-09-03", Timing.ON_TIME, 0),
        ({"due_on": None}, "2026-12-01", Timing.NO_DUE_DATE, 0),
        ({"state": "withdrawn"}, "2026-12-01", Timing.NO_DUE_DATE, 0),
        ({"state": "needs_supplement"}, "2026-08-20", Timing.ON_TIME, 0),
        ({"state": "needs_supplement"}, "2026-09-10", Timing.WAITING_FOR_CITIZEN, 0),
        ({"state": "done", "finished_on": "2026-08-27"}, "2026-09-10", Timing.ON_TIME, 0),
        (
            {"state": "collected", "finished_on": "2026-09-04"},
            "2026-09-10",
            Timing.FINISHED_LATE,
            2,
        ),
        # Where nobody said when it was finished, it was when it got where it is.
        ({"state": "done", "since": "2026-09-04T08:00:00"}, "2026-09-10", Timing.FINISHED_LATE, 2),
    ],
)
def test_a_dossier_is_late_from_the_first_working_day_after_its_due_date(
    changes: dict[str, object], today: str, timing: Timing, days: int
) -> None:
    found = lateness(kept(**changes), date.fromisoformat(today))

    assert (found.timing, found.days) == (timing, days)
    assert (found.owed is not None) == (timing in {Timing.LATE, Timing.FINISHED_LATE})


def test_what_is_owed_is_named_and_marked_as_not_verified() -> None:
    owed = lateness(kept(), date(2026, 9, 3)).owed

    assert owed is not None
    assert "118/2025/NĐ-CP" in owed.document
    assert not owed.verified


def test_a_year_without_a_list_of_holidays_is_counted_only_roughly() -> None:
    assert lateness(kept(), date(2026, 12, 31)).exact
    assert not lateness(kept(), date(2027, 1, 8)).exact

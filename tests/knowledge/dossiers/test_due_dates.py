"""Late or not, and what is owed then."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.dossiers.due_dates import Timing, lateness
from tests.knowledge.dossiers.examples import kept


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


def test_a_year_whose_exchanged_days_are_not_decided_is_counted_only_roughly() -> None:
    assert lateness(kept(), date(2026, 12, 31)).exact
    assert not lateness(kept(), date(2027, 1, 8)).exact

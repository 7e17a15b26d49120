"""Whether a dossier is late, by how many working days, and what the office then owes.

Working days are Monday to Friday, less the public holidays of `holidays.tsv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from knowledge.dossiers.records import Dossier, DossierState

HOLIDAYS = Path(__file__).with_name("holidays.tsv")
SATURDAY = 5


class Timing(StrEnum):
    """How a dossier stands to its due date."""

    NO_DUE_DATE = "no_due_date"
    ON_TIME = "on_time"
    # The person has to bring something first; the office's time does not run meanwhile.
    WAITING_FOR_CITIZEN = "waiting_for_citizen"
    LATE = "late"
    FINISHED_LATE = "finished_late"


@dataclass(frozen=True)
class Rule:
    """A duty of the office towards the person, and the document that states it.

    `verified` says whether an officer has compared it with the text of the document.
    """

    document: str
    article: str
    verified: bool


# No corpus of records states the article; the duty is that of the one-stop decrees.
APOLOGY_RULE = Rule(
    document="Nghị định 118/2025/NĐ-CP về thực hiện thủ tục hành chính theo cơ chế một cửa",
    article="",
    verified=False,
)


@dataclass(frozen=True)
class Lateness:
    """How a dossier stands on a day. `days` are working days, 0 unless it is late.

    `exact` is false when a year is concerned whose holidays are not listed. `owed` is the rule
    under which the office owes a letter of apology with a new date.
    """

    timing: Timing
    days: int = 0
    exact: bool = True
    owed: Rule | None = None


def lateness(dossier: Dossier, today: date) -> Lateness:
    """How the dossier stands on `today`."""
    if dossier.due_on is None or dossier.state is DossierState.WITHDRAWN:
        return Lateness(Timing.NO_DUE_DATE)
    # A time limit that ends on a day off ends with the next working day.
    due_on = next_working_day(dossier.due_on)
    until = (dossier.finished_on or dossier.since.date()) if dossier.finished else today
    days = working_days(due_on, until)
    if not days:
        return Lateness(Timing.ON_TIME)
    if dossier.state is DossierState.NEEDS_SUPPLEMENT:
        return Lateness(Timing.WAITING_FOR_CITIZEN)
    return Lateness(
        Timing.FINISHED_LATE if dossier.finished else Timing.LATE,
        days,
        exact=holidays_known(due_on, until),
        owed=APOLOGY_RULE,
    )


def working_days(after: date, until: date) -> int:
    """The number of working days after one day, up to and with another; 0 when none lies there."""
    days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
    return sum(is_working_day(day) for day in days)


def next_working_day(day: date) -> date:
    """The day itself if offices work then, else the first one after it on which they do."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_working_day(day: date) -> bool:
    """Whether offices work that day."""
    off, worked = _exceptions()
    return day in worked or (day.weekday() < SATURDAY and day not in off)


def holidays_known(first: date, last: date) -> bool:
    """Whether the holidays of all years from `first` to `last` are listed."""
    listed = {day.year for day in _exceptions()[0]}
    return listed.issuperset(range(first.year, last.year + 1))


@lru_cache(maxsize=1)
def _exceptions() -> tuple[frozenset[date], frozenset[date]]:
    """The days off, and the Saturdays worked."""
    rows = [
        line.split("\t")
        for line in HOLIDAYS.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    by_kind = {
        kind: frozenset(date.fromisoformat(row[0]) for row in rows if row[1] == kind)
        for kind in ("off", "work")
    }
    return by_kind["off"], by_kind["work"]

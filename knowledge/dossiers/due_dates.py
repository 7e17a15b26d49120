"""Whether a dossier is late, by how many working days, and what the office then owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.dossiers.records import Dossier, DossierState
from knowledge.working_days import are_decided, next_working_day, working_days


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


# Records of procedures name the slip; none states the article of the decree.
APOLOGY_RULE = Rule(
    document="Nghị định 118/2025/NĐ-CP về thực hiện thủ tục hành chính theo cơ chế một cửa, một "
    "cửa liên thông tại Bộ phận Một cửa và Cổng Dịch vụ công quốc gia",
    article="",
    verified=False,
)


@dataclass(frozen=True)
class Lateness:
    """How a dossier stands on a day. `days` are working days, 0 unless it is late.

    `exact` is false when a year is concerned whose exchanged days are not decided. `owed` is the
    rule under which the office owes a letter of apology with a new date.
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
        exact=are_decided(due_on, until),
        owed=APOLOGY_RULE,
    )

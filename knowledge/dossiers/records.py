"""A dossier under way: where it is, since when, what is missing, when it is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from knowledge.dossiers.codes import complete_code
from knowledge.errors import DossierRejected

# Vietnam knows no summer time.
VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


class DossierState(StrEnum):
    """How far a dossier is."""

    RECEIVED = "received"
    IN_PROCESS = "in_process"
    NEEDS_SUPPLEMENT = "needs_supplement"
    DONE = "done"
    COLLECTED = "collected"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


# What the one-stop system and its officers call each state.
STATE_NAMES = {
    DossierState.RECEIVED: "Đã tiếp nhận",
    DossierState.IN_PROCESS: "Đang xử lý",
    DossierState.NEEDS_SUPPLEMENT: "Chờ bổ sung",
    DossierState.DONE: "Đã có kết quả",
    DossierState.COLLECTED: "Đã trả kết quả",
    DossierState.REFUSED: "Từ chối",
    DossierState.WITHDRAWN: "Đã rút",
}
_STATES_BY_NAME = {name.casefold(): state for state, name in STATE_NAMES.items()}
FINISHED = frozenset(
    {DossierState.DONE, DossierState.COLLECTED, DossierState.REFUSED, DossierState.WITHDRAWN}
)


def _code(text: Any) -> Any:
    try:
        return str(complete_code(text)) if isinstance(text, str) else text
    except DossierRejected as error:
        raise ValueError(str(error)) from error


def _state(value: Any) -> Any:
    return _STATES_BY_NAME.get(value.strip().casefold(), value) if isinstance(value, str) else value


def _in_vietnam(value: Any) -> Any:
    """A time without a zone is that of Vietnam, as the one-stop system writes it."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return value
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=VIETNAM)
    return value


Text = Annotated[str, Field(max_length=500)]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_in_vietnam),
    AfterValidator(lambda moment: moment.astimezone(VIETNAM)),
]
Code = Annotated[str, Field(max_length=80), BeforeValidator(_code)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Step(_Model):
    """A stage that the dossier was in, and the office that had it."""

    unit: Text
    stage: Text = ""
    since: Moment


class Dossier(_Model):
    """A dossier as it is shown to the person who filed it. Holds no name, address or number.

    `unit` is the office that has it now, `since` when it got there. `finished_on` is the day on
    which the result was there, or the dossier refused or withdrawn. `reason` says why it was
    refused. `collect_at` and `collect_how` say where and how the result is picked up.
    """

    code: Code
    procedure_code: Text = ""
    procedure_name: Text
    state: Annotated[DossierState, BeforeValidator(_state)]
    unit: Text
    stage: Text = ""
    since: Moment
    history: tuple[Step, ...] = ()
    missing: tuple[Text, ...] = ()
    received_on: date
    due_on: date | None = None
    finished_on: date | None = None
    reason: Text = ""
    collect_at: Text = ""
    collect_how: Text = ""
    updated_at: Moment

    @model_validator(mode="after")
    def _dates_follow_one_another(self) -> Dossier:
        if self.due_on is not None and self.due_on < self.received_on:
            raise ValueError("ngày hẹn trả (due_on) sớm hơn ngày tiếp nhận (received_on)")
        if self.finished_on is not None and self.finished_on < self.received_on:
            raise ValueError("ngày xong (finished_on) sớm hơn ngày tiếp nhận (received_on)")
        return self

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to it, but its result being collected."""
        return self.state in FINISHED


class SentDossier(Dossier):
    """A dossier as an office sends it: with the numbers that the person gave at filing.

    They are there to be sealed (`knowledge.dossiers.proofs`) and are stored nowhere. Their last
    four digits are enough.
    """

    phone: Annotated[str, Field(max_length=40)] = ""
    citizen_number: Annotated[str, Field(max_length=40)] = ""

    def without_numbers(self) -> Dossier:
        """The dossier as it may be kept."""
        return Dossier.model_validate(self.model_dump(exclude={"phone", "citizen_number"}))

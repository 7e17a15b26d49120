"""The Answer: what an action says, as data that every channel renders in its own way.

It travels as the `custom` payload of a Rasa message. The web draws a card from it, the telephone
a script for the ear, and any other Rasa channel shows its plain text. No channel parses prose.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Kind(StrEnum):
    """What sort of answer it is; the field `custom.kind` of the public contract."""

    PROCEDURE = "procedure"
    CHOICE = "choice"
    CLARIFY = "clarify"
    FAQ = "faq"
    DOSSIER_STATUS = "dossier_status"
    DOSSIER_VERIFY = "dossier_verify"
    OFFICE = "office"
    MENU = "menu"
    GREETING = "greeting"
    SMALLTALK = "smalltalk"
    HANDOFF = "handoff"
    EMERGENCY = "emergency"
    FEEDBACK = "feedback"
    OUT_OF_SCOPE = "out_of_scope"
    UNKNOWN = "unknown"
    ERROR = "error"


class Aspect(StrEnum):
    """The side of a procedure that was asked for; absent for the whole record."""

    DOCUMENTS = "documents"
    FEE = "fee"
    DURATION = "duration"
    PLACE = "place"
    STEPS = "steps"
    ONLINE = "online"
    FORM = "form"
    CONDITIONS = "conditions"
    LEGAL_BASIS = "legal_basis"
    RESULT = "result"
    AGENCY = "agency"


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProcedureReference(Model):
    """Which record, and which version of it, an answer was composed from."""

    code: str
    name: str
    version: int


class ProcedureChoice(Model):
    """One of the procedures offered; `hint` tells it from its near twins."""

    code: str
    name: str
    hint: str = ""


class CitedSource(Model):
    """A source as shown to the citizen, with the day on which the facts were checked in it."""

    title: str
    url: str | None = None
    effective_from: date | None = None
    checked_on: date | None = None


class Suggestion(Model):
    """A follow-up offered as a button: `title` is shown, `message` is what pressing it sends."""

    title: str
    message: str


class Answer(Model):
    """One reply of the assistant.

    `text` is the complete answer in plain Vietnamese, with its source. `lead` is its first
    sentence alone, for a channel that draws the rest from `facts`. `facts` holds what the answer
    states as data, keyed by aspect (see `actions.procedure_answer` for the shape of each).
    `aspects` names all aspects where more than one was asked for, `aspect` being the first.
    `procedures` are those to choose from, or, beside an answer about a procedure, what else may be
    meant. `notices` are sentences a citizen must see, such as that a record was not verified by an
    officer.
    """

    kind: Kind
    text: str = Field(min_length=1)
    lead: str = ""
    procedure: ProcedureReference | None = None
    aspect: Aspect | None = None
    aspects: list[Aspect] = []
    procedures: list[ProcedureChoice] = []
    facts: dict[str, Any] = {}
    notices: list[str] = []
    sources: list[CitedSource] = []
    suggestions: list[Suggestion] = []

    def payload(self) -> dict[str, Any]:
        """The Answer as JSON data without absent fields, for the `custom` part of a message."""
        return self.model_dump(mode="json", exclude_none=True)

"""What a record of the knowledge base holds: a procedure, a frequent question, or a ward.

These Pydantic models are the border of the package. Importers and seed files produce them, the
store keeps them version by version, search indexes them, and actions answer from them.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

# A longer field is not a fact but a broken export: the longest real one in the corpora has 61,000.
MAX_FIELD_CHARACTERS = 200_000


def _without_null(text: str) -> str:
    """PostgreSQL keeps no null character, and no reader sees one."""
    return text.replace("\x00", "")


Text = Annotated[
    str,
    AfterValidator(_without_null),
    StringConstraints(strip_whitespace=True, max_length=MAX_FIELD_CHARACTERS),
]
RequiredText = Annotated[Text, StringConstraints(min_length=1)]
ProcedureCode = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Z][0-9A-Z.\-]{2,39}$")
]


class State(StrEnum):
    """Where a version stands in the life of its record."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


class Level(StrEnum):
    """The level of government that handles a procedure. Districts ended on 2025-07-01."""

    CENTRAL = "central"
    PROVINCE = "province"
    COMMUNE = "commune"
    OTHER = "other"
    DISTRICT = "district"


class Channel(StrEnum):
    """A way of handing a dossier in."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    POST = "post"


class TimeUnit(StrEnum):
    """The unit of a time limit."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


class Concern(StrEnum):
    """Why a record must be verified by an officer before it can be relied on."""

    OTHER_PROVINCE = "other_province"
    ABOLISHED_DISTRICT = "abolished_district"
    FEE_CONTRADICTS_NOTE = "fee_contradicts_note"
    TIME_WITHOUT_UNIT = "time_without_unit"
    TABLE_NOT_READ = "table_not_read"
    OUTDATED_SOURCE = "outdated_source"
    UNVERIFIED_FACT = "unverified_fact"


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_enum_values=False)


class Duration(Model):
    """A time limit as its source states it, with number and unit where it has them.

    `immediate` is a limit of "the same day". `text` is never empty: it is what the citizen reads
    when the number is missing ("theo kế hoạch tuyển sinh hằng năm").
    """

    text: RequiredText
    value: float | None = Field(default=None, ge=0, le=10_000)
    unit: TimeUnit | None = None
    immediate: bool = False


class Fee(Model):
    """One amount to pay. `amount` is None where the source states no number, 0 where it is free."""

    text: RequiredText
    amount: int | None = Field(default=None, ge=0)
    currency: Literal["VND", "USD"] = "VND"
    per: Text = ""
    condition: Text = ""


class FilingMethod(Model):
    """A way of filing, with the time limit and the fees that go with it."""

    channel: Channel
    duration: Duration | None = None
    fees: tuple[Fee, ...] = ()
    note: Text = ""


class Form(Model):
    """A blank form: its name or number, and where it can be had."""

    name: RequiredText
    url: Text = ""


class RequiredDocument(Model):
    """A paper of the dossier. `case` says for whom it is needed; empty means for everybody."""

    name: RequiredText
    originals: int | None = Field(default=None, ge=0, le=99)
    copies: int | None = Field(default=None, ge=0, le=99)
    form: Form | None = None
    case: Text = ""


class LegalDocument(Model):
    """A law, decree, circular or decision that the procedure rests on."""

    number: Text = ""
    title: Text = ""
    issued_on: date | None = None
    issuer: Text = ""


class Source(Model):
    """Where the facts of a record come from, and when they were read or checked there."""

    title: RequiredText
    url: Text = ""
    decision: Text = ""
    corpus: Text = ""
    checked_on: date | None = None


class Procedure(Model):
    """One administrative procedure, as citizens are told about it."""

    code: ProcedureCode
    name: RequiredText
    aliases: tuple[RequiredText, ...] = ()
    domain: Text = ""
    levels: tuple[Level, ...] = ()
    summary: Text = ""
    agencies: tuple[RequiredText, ...] = ()
    deciding_agency: Text = ""
    place: Text = ""
    applicants: tuple[RequiredText, ...] = ()
    steps: tuple[RequiredText, ...] = ()
    filing: tuple[FilingMethod, ...] = ()
    documents: tuple[RequiredDocument, ...] = ()
    conditions: tuple[RequiredText, ...] = ()
    results: tuple[RequiredText, ...] = ()
    legal_basis: tuple[LegalDocument, ...] = ()
    notes: tuple[RequiredText, ...] = ()
    keywords: tuple[RequiredText, ...] = ()
    online_url: Text = ""
    sources: tuple[Source, ...] = Field(min_length=1)
    effective_from: date | None = None
    effective_to: date | None = None
    verified_on: date | None = None
    concerns: tuple[Concern, ...] = ()


class Faq(Model):
    """A question of the kind that no single field of a procedure answers, with its answer."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9\-]{2,79}$")]
    question: RequiredText
    answer: RequiredText
    phrasings: tuple[RequiredText, ...] = ()
    procedures: tuple[ProcedureCode, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    effective_from: date | None = None
    effective_to: date | None = None
    verified_on: date | None = None
    concerns: tuple[Concern, ...] = ()


class FormerUnit(Model):
    """A unit that was merged into a ward of today; `office` is where its office stood."""

    name: RequiredText
    district: Text = ""
    province: Text = ""
    office: Text = ""


class Ward(Model):
    """A ward, commune or special zone of today: what it was made of and where its counter is.

    `counter` is the address at which dossiers are taken; empty while nobody has confirmed one.
    """

    code: Annotated[str, StringConstraints(pattern=r"^\d{5}$")]
    name: RequiredText
    formerly: tuple[FormerUnit, ...] = ()
    counter: Text = ""
    hours: Text = ""
    phone: Text = ""
    sources: tuple[Source, ...] = Field(min_length=1)
    effective_from: date | None = None
    effective_to: date | None = None
    verified_on: date | None = None
    concerns: tuple[Concern, ...] = ()


Record = Procedure | Faq | Ward

"""What reading a corpus gives: parsed records, refusals, and what was repaired on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.records import Concern, Record

SEED = "seed"
NATIONAL = "national_2026"
LIFE_EVENTS = "life_events_2026"
DANANG = "danang_2023"

# The higher wins, field by field, when several corpora hold the same code.
CORPUS_RANK: dict[str, int] = {SEED: 4, NATIONAL: 3, LIFE_EVENTS: 2, DANANG: 1}


class Repair(StrEnum):
    """A kind of damage that was mended in a record."""

    UNICODE_NFC = "unicode_nfc"
    FILING_TABLE = "filing_table"
    DOCUMENTS_TABLE = "documents_table"
    LEGAL_TABLE = "legal_table"
    PAGE_FURNITURE = "page_furniture"
    PAGE_CUT_AT_LABEL = "page_cut_at_label"
    RESULT_CODE = "result_code"
    TIME_PARSED = "time_parsed"
    TIME_UNIT_FROM_NOTE = "time_unit_from_note"
    TIME_UNIT_FROM_STEPS = "time_unit_from_steps"
    TIME_FROM_STEPS = "time_from_steps"
    FEE_PARSED = "fee_parsed"
    FEE_IN_THOUSANDS = "fee_in_thousands"
    GLUED_TIME_AND_FEE = "glued_time_and_fee"
    CODE_SUFFIX = "code_suffix"
    CODE_IN_NAME = "code_in_name"
    LINE_BREAKS = "line_breaks"
    LOCAL_PATH_REMOVED = "local_path_removed"
    LONG_URL_MOVED = "long_url_moved"
    LABELS_RESPLIT = "labels_resplit"
    CHAT_REMARK_REMOVED = "chat_remark_removed"
    OTHER_PROVINCE = "other_province"
    ABOLISHED_DISTRICT = "abolished_district"


class RecordRefused(KnowledgeError):
    """One raw record that cannot become a record; the message says why, in Vietnamese."""


@dataclass(frozen=True)
class Parsed:
    """One record that was read.

    `line` is the line in a `.jsonl` or YAML file and the position in a JSON array, from 1.
    `raw_hash` is the SHA-256 of the raw record in canonical JSON: the same for the same content.
    """

    corpus: str
    line: int
    record: Record
    repairs: tuple[Repair, ...]
    raw_hash: str


@dataclass(frozen=True)
class Refusal:
    """One record, or the rest of a file, that could not be read, and what to do about it."""

    corpus: str | None
    path: Path
    line: int
    reason: str


@dataclass
class Findings:
    """Collects, while one record is read, what was repaired and what must be verified."""

    _repairs: dict[Repair, None] = field(default_factory=dict)
    _concerns: dict[Concern, None] = field(default_factory=dict)

    def repaired(self, *repairs: Repair) -> None:
        self._repairs.update(dict.fromkeys(repairs))

    def concerned(self, *concerns: Concern) -> None:
        self._concerns.update(dict.fromkeys(concerns))

    @property
    def repairs(self) -> tuple[Repair, ...]:
        return tuple(self._repairs)

    @property
    def concerns(self) -> tuple[Concern, ...]:
        return tuple(self._concerns)

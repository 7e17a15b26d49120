"""How the answers of an outside system are read: a YAML file that an operator writes.

url: https://motcua.example.gov.vn/api/ho-so/{code}
record: data                    # where in the answer the dossier is; empty: the answer itself
fields:                         # ours: theirs; a dot goes one level down
  code: maHoSo
  procedure_name: thuTuc.ten
  state: trangThai
  …
history: {at: quaTrinh, fields: {unit: donVi, stage: buoc, since: tuNgay}}
states: {"1": received, "2": in_process}
dates: "%d/%m/%Y"               # empty: ISO 8601
times: "%d/%m/%Y %H:%M"
proofs: [nguoiNop.dienThoai, nguoiNop.soDinhDanh]
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.dossiers.records import Dossier, DossierState, Step
from knowledge.errors import DossiersUnavailable

_DATES = {"received_on", "due_on", "finished_on"}
_TIMES = {"since", "updated_at"}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HistoryMapping(_Part):
    """Where the steps are, and which of their fields are ours."""

    at: str
    fields: dict[str, str]


class FieldMapping(_Part):
    """The file, checked. Times are in seconds."""

    url: str = Field(pattern=r"^https?://.*\{code\}")
    record: str = ""
    fields: dict[str, str]
    history: HistoryMapping | None = None
    states: dict[str, DossierState] = {}
    dates: str = ""
    times: str = ""
    proofs: list[str] = Field(min_length=1, max_length=2)
    headers: dict[str, str] = {}
    timeout_seconds: float = Field(default=3.0, gt=0, le=30)
    attempts: int = Field(default=3, ge=1, le=5)
    backoff_seconds: float = Field(default=0.2, ge=0, le=5)
    breaker_failures: int = Field(default=5, ge=1)
    breaker_rest_seconds: float = Field(default=30.0, gt=0)

    @model_validator(mode="after")
    def _names_our_fields(self) -> FieldMapping:
        needed = {name for name, field in Dossier.model_fields.items() if field.is_required()}
        known = set(Dossier.model_fields) - {"history"}
        _check(set(self.fields), known, needed, "fields")
        if self.history is not None:
            steps = set(Step.model_fields)
            _check(set(self.history.fields), steps, {"unit", "since"}, "history.fields")
        return self

    def dossier(self, answer: Any) -> dict[str, Any]:
        """The dossier in an answer, as data for `Dossier`. Absent values are left out."""
        found = at(answer, self.record)
        data = self._values(found, self.fields)
        if self.history is not None:
            steps = at(found, self.history.at) or []
            data["history"] = [self._values(step, self.history.fields) for step in steps]
        return data

    def numbers(self, answer: Any) -> list[str]:
        """The numbers in an answer that prove whose the dossier is."""
        found = at(answer, self.record)
        return [str(number) for path in self.proofs if (number := at(found, path))]

    def _values(self, record: Any, fields: dict[str, str]) -> dict[str, Any]:
        values = {name: at(record, path) for name, path in fields.items()}
        return {
            name: self._value(name, value)
            for name, value in values.items()
            if value is not None and value != ""
        }

    def _value(self, name: str, value: Any) -> Any:
        if name == "state":
            return self.states.get(str(value), value)
        if name in _DATES and self.dates:
            return datetime.strptime(str(value), self.dates).date()
        if name in _TIMES and self.times:
            return datetime.strptime(str(value), self.times)
        if name == "missing" and isinstance(value, str):
            return [item.strip() for item in value.split(";") if item.strip()]
        return value


def at(data: Any, path: str) -> Any:
    """What stands in JSON data at a path such as `thuTuc.ten`; None where nothing does."""
    for name in filter(None, path.split(".")):
        if not isinstance(data, dict):
            return None
        data = data.get(name)
    return data


def read_mapping(path: Path) -> FieldMapping:
    """The mapping in a file. Raises `DossiersUnavailable` with what to correct."""
    try:
        return FieldMapping.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise DossiersUnavailable(
            f"Không mở được tệp {path} ({error.strerror}). Hãy kiểm tra DOSSIER_SYSTEM."
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DossiersUnavailable(f"Tệp {path} không phải YAML hợp lệ: {error}") from error
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()
        )
        raise DossiersUnavailable(f"Tệp {path} chưa đúng. {wrong}") from error


def _check(given: set[str], known: set[str], needed: set[str], where: str) -> None:
    if unknown := given - known:
        raise ValueError(f"{where} có tên lạ: {', '.join(sorted(unknown))}")
    if missing := needed - given:
        raise ValueError(f"{where} thiếu: {', '.join(sorted(missing))}")

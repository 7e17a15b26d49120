"""Takes dossiers in from a file, one after the other, and counts what happened to each.

A `.jsonl` file has one dossier a line, with the fields of `SentDossier`; a `.csv` file has the
same names in its first line. In a CSV cell `missing` separates its items by semicolons, and
`history` is left out.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.dossiers.records import SentDossier
from knowledge.dossiers.store import DossierStore, Taken
from knowledge.errors import DossierRejected

# What is wrong with a field, for whoever made the file.
_REASONS = {
    "missing": "thiếu trường này",
    "extra_forbidden": "không có trường này",
    "enum": "trạng thái không có trong danh sách",
    "string_type": "phải là chữ",
    "string_too_long": "dài quá",
    "tuple_type": "phải là danh sách",
    "date_type": "phải là ngày dạng 2026-08-14",
    "date_parsing": "phải là ngày dạng 2026-08-14",
    "date_from_datetime_parsing": "phải là ngày dạng 2026-08-14",
    "date_from_datetime_inexact": "phải là ngày, không có giờ",
    "datetime_type": "phải là ngày giờ dạng 2026-08-14T09:30:00",
    "datetime_parsing": "phải là ngày giờ dạng 2026-08-14T09:30:00",
    "datetime_from_date_parsing": "phải là ngày giờ dạng 2026-08-14T09:30:00",
    "timezone_aware": "phải là ngày giờ dạng 2026-08-14T09:30:00",
    "model_type": "phải là một đối tượng JSON",
}


@dataclass(frozen=True)
class RefusedLine:
    """A line that is no usable dossier, and what to correct in it."""

    line: int
    reason: str


@dataclass
class DossierReport:
    """What an import did. `read` counts refused lines too."""

    read: int = 0
    taken: Counter[Taken] = field(default_factory=Counter)
    refused: list[RefusedLine] = field(default_factory=list)


def import_dossiers(path: Path, store: DossierStore) -> DossierReport:
    """Import a file; a refused line does not stop the rest. A second import changes nothing.

    Raises `DossierRejected` for a file that cannot be read at all.
    """
    report = DossierReport()
    for line, raw in _lines(path):
        report.read += 1
        try:
            if isinstance(raw, DossierRejected):
                raise raw
            report.taken[store.put(sent_dossier(raw))] += 1
        except DossierRejected as error:
            report.refused.append(RefusedLine(line, str(error)))
    return report


def sent_dossier(raw: Any) -> SentDossier:
    """The dossier in JSON data. Raises `DossierRejected` with the fields to correct.

    The reason does not repeat what was sent, which may hold a telephone number.
    """
    try:
        return SentDossier.model_validate(raw)
    except ValidationError as error:
        raise DossierRejected("; ".join(_reason(problem) for problem in error.errors())) from None


def _reason(problem: Any) -> str:
    where = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "value_error":
        what = str(problem["ctx"]["error"])
    else:
        what = _REASONS.get(problem["type"], problem["type"])
    return f"{where}: {what}" if where else what


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    """The lines of a file that hold something: their number, and their data or what is wrong."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DossierRejected(
            f"Không mở được tệp {path.name} ({error.strerror}). Hãy kiểm tra đường dẫn."
        ) from error
    except UnicodeDecodeError as error:
        raise DossierRejected(
            f"Tệp {path.name} không phải UTF-8. Hãy lưu lại dạng UTF-8."
        ) from error
    if path.suffix.lower() == ".csv":
        yield from _csv_rows(text)
    elif path.suffix.lower() == ".jsonl":
        yield from _json_lines(text)
    else:
        raise DossierRejected("Chỉ đọc được tệp .jsonl và .csv. Hãy đổi định dạng.")


def _json_lines(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, DossierRejected("dòng không phải JSON hợp lệ")


def _csv_rows(text: str) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(text.splitlines(keepends=True))
    try:
        for row in reader:
            if None in row:
                yield reader.line_num, DossierRejected("dòng có nhiều ô hơn dòng tiêu đề")
                continue
            filled: dict[str, Any] = {name: cell for name, cell in row.items() if cell}
            if "missing" in filled:
                items = (item.strip() for item in filled["missing"].split(";"))
                filled["missing"] = [item for item in items if item]
            yield reader.line_num, filled
    except csv.Error:
        yield reader.line_num, DossierRejected("dòng không phải CSV hợp lệ")

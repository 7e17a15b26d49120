"""The older portal's life-event pages of 2026: keys end in a colon, tables are real tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PureWindowsPath
from typing import Any

from knowledge.importers.building import (
    CHANNELS,
    PORTAL,
    Paper,
    date_of,
    filing_methods,
    finished,
    official_name,
    papers_and_notes,
    place_or_note,
    short_names,
)
from knowledge.importers.durations import read_duration
from knowledge.importers.fees import read_fee_text
from knowledge.importers.fields import (
    items,
    levels,
    names,
    one_line,
    restore_lost_breaks,
    says_nothing,
    text_of,
    unique,
)
from knowledge.importers.model import LIFE_EVENTS, Findings, RecordRefused, Repair
from knowledge.records import FilingMethod, LegalDocument, Procedure, Source

_LIFE_EVENTS = {
    "hoc_tap": "học tập",
    "cu_tru_va_giay_to_tuy_than": "cư trú và giấy tờ tùy thân",
    "hon_nhan_va_gia_dinh": "hôn nhân và gia đình",
    "viec_lam": "việc làm",
    "huu_tri": "hưu trí",
    "suc_khoe_va_y_te": "sức khỏe và y tế",
    "co_con_nho": "có con nhỏ",
    "nguoi_than_qua_doi": "người thân qua đời",
    "phuong_tien_va_nguoi_lai": "phương tiện và người lái",
    "dien_luc_nha_o_dat_dai": "điện lực, nhà ở, đất đai",
}
_QUANTITY = re.compile(r"Bản chính:\s*(\d{1,2})\s*Bản sao:\s*(\d{1,2})")
_NUMBER_WORDS = re.compile(
    r"^(?:thông tư liên tịch|thông tư|nghị định|nghị quyết|quyết định|luật)?\s*(?:số)?\s*", re.I
)
_FILE_KIND = re.compile(r"\.(?:docx?|pdf|xlsx?)$", re.IGNORECASE)


def matches(raw: Mapping[str, Any]) -> bool:
    """Tell whether a raw record has the shape of this corpus."""
    return any(isinstance(key, str) and key.endswith(":") for key in raw) or "_life_event" in raw


def parse(raw: Mapping[str, Any]) -> tuple[Procedure, tuple[Repair, ...]]:
    """Turn a raw record into a procedure, with what was repaired. Raises RecordRefused."""
    findings = Findings()

    def text(key: str) -> str:
        return text_of(raw, key, findings)

    code = text("Mã thủ tục:")
    if not code:
        raise RecordRefused("Bản ghi không có “Mã thủ tục”. Hãy bổ sung mã rồi nạp lại.")
    name = official_name(text("Tên thủ tục:"), code, findings)
    documents, notes = papers_and_notes(_papers(raw, findings))
    place, place_notes = place_or_note(text("Địa chỉ tiếp nhận HS:"))
    keywords = [*names(text("Từ khóa:")), *_life_event_words(text("_life_event"))]
    conditions = text("Yêu cầu, điều kiện thực hiện:")
    fields = {
        "code": code,
        "name": name,
        "aliases": short_names(name),
        "domain": one_line(text("Lĩnh vực:")),
        "levels": levels(text("Cấp thực hiện:")),
        "summary": text("Mô tả:"),
        "agencies": names(text("Cơ quan thực hiện:")),
        "deciding_agency": one_line(text("Cơ quan có thẩm quyền:")),
        "place": place,
        "applicants": names(text("Đối tượng thực hiện:")),
        "steps": items(restore_lost_breaks(text("Trình tự thực hiện:"), findings)),
        "filing": _filing(raw, findings),
        "documents": documents,
        "conditions": ()
        if says_nothing(conditions)
        else items(restore_lost_breaks(conditions, findings)),
        "results": names(text("Kết quả thực hiện:")),
        "legal_basis": _legal_basis(raw, findings),
        "notes": tuple(unique((*notes, *place_notes))),
        "keywords": tuple(unique(keywords)),
        "sources": (
            Source(
                title=PORTAL,
                url=text("reference"),
                decision=text("Số quyết định:"),
                corpus=LIFE_EVENTS,
            ),
        ),
    }
    return finished(fields, findings), findings.repairs


def _filing(raw: Mapping[str, Any], findings: Findings) -> tuple[FilingMethod, ...]:
    rows = []
    for row in _rows(raw, "Cách thức thực hiện:"):
        way = text_of(row, "Hình thức nộp", findings)
        if way not in CHANNELS:
            raise RecordRefused(
                f"Hình thức nộp “{way}” không phải trực tiếp, trực tuyến hay dịch vụ bưu chính."
            )
        note = text_of(row, "Mô tả", findings)
        time = read_duration(text_of(row, "Thời hạn giải quyết", findings), note)
        rows.append(
            (CHANNELS[way], time, read_fee_text(text_of(row, "Phí, lệ phí", findings)), note)
        )
    return filing_methods(rows, findings)


def _papers(raw: Mapping[str, Any], findings: Findings) -> list[Paper]:
    groups = raw.get("Thành phần hồ sơ:") or {}
    if not isinstance(groups, Mapping):
        raise RecordRefused("“Thành phần hồ sơ” phải là bảng theo từng trường hợp.")
    papers = []
    for case in groups:
        for row in _rows(groups, case):
            name = text_of(row, "Tên giấy tờ", findings)
            form = _form_name(text_of(row, "Mẫu đơn, tờ khai", findings), findings)
            quantity = _QUANTITY.search(one_line(text_of(row, "Số lượng", findings)))
            originals, copies = (int(quantity[1]), int(quantity[2])) if quantity else (None, None)
            papers.append(Paper(name, str(case), form, "", originals, copies))
    return papers


def _form_name(path: str, findings: Findings) -> str:
    """Return the names of the files without the folders of the computer they came from."""
    file_names = []
    for part in re.split(r",\s*(?=[A-Za-z]:\\)", path):
        if "\\" in part:
            findings.repaired(Repair.LOCAL_PATH_REMOVED)
        file_names.append(_FILE_KIND.sub("", PureWindowsPath(part).name))
    return "; ".join(name for name in file_names if name)


def _legal_basis(raw: Mapping[str, Any], findings: Findings) -> tuple[LegalDocument, ...]:
    documents = []
    for row in _rows(raw, "Căn cứ pháp lý:"):
        number = _NUMBER_WORDS.sub("", one_line(text_of(row, "Số ký hiệu", findings)))
        title = one_line(text_of(row, "Trích yếu", findings))
        if number or title:
            documents.append(
                LegalDocument(
                    number=number,
                    title=title,
                    issued_on=_issued_on(text_of(row, "Ngày ban hành", findings)),
                    issuer=one_line(text_of(row, "Cơ quan ban hành", findings)),
                )
            )
    return tuple(dict.fromkeys(documents))


def _issued_on(text: str) -> date | None:
    match = re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", text)
    return date_of(match[3], match[2], match[1]) if match else None


def _rows(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = table.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise RecordRefused(
            f"“{key.strip(': ')}” phải là một bảng, mỗi dòng một giấy tờ hay cách nộp."
        )
    return rows


def _life_event_words(key: str) -> tuple[str, ...]:
    words = _LIFE_EVENTS.get(key, key.replace("_", " "))
    return (words,) if words else ()

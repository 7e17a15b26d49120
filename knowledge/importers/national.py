"""The national portal's detail pages of 2026: 21 flat text fields a record, tables flattened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from knowledge.importers import tables
from knowledge.importers.building import (
    CHANNELS,
    PORTAL,
    Paper,
    filing_methods,
    finished,
    legal_document,
    official_name,
    papers_and_notes,
    place_or_note,
    short_names,
)
from knowledge.importers.durations import DurationReading, read_duration
from knowledge.importers.fees import FeeReading, read_fee_cell, read_fee_description
from knowledge.importers.fields import items, levels, names, one_line, says_nothing, text_of, unique
from knowledge.importers.model import NATIONAL, Findings, RecordRefused, Repair
from knowledge.importers.stated_limits import completed
from knowledge.records import Concern, FilingMethod, LegalDocument, Procedure, Source

_FOOTER = re.compile(
    r"Từ khóa(?P<keywords>.*?)Mô tả(?P<summary>.*?)(?:Chọn cơ quan thực hiện.*)?$", re.S
)
_RESULT = re.compile(r"(?P<name>.*?)Mã: *(?P<code>[\w.\-]*?\d{2,}|[A-Z]{2,})(?=[^\d]|$)", re.S)
_RESULT_CODE_WORDS = re.compile(r"Mã:.*$", re.S)
_DETAIL_LABELS = re.compile(r"Tên thủ tục|Đối tượng thực hiện|Lĩnh vực")

LEGAL_LABEL = "Căn cứ pháp lý"
DOCUMENTS_LABEL = "Thành phần hồ sơ"


def matches(raw: Mapping[str, Any]) -> bool:
    """Tell whether a raw record has the shape of this corpus."""
    return "ma_thu_tuc" in raw or {"ten_thu_tuc", "trinh_tu_thuc_hien"} <= raw.keys()


def parse(raw: Mapping[str, Any]) -> tuple[Procedure, tuple[Repair, ...]]:
    """Turn a raw record into a procedure, with what was repaired. Raises RecordRefused."""
    findings = Findings()
    text = {key: text_of(raw, key, findings) for key in _TEXT_FIELDS}
    code = text["ma_thu_tuc"]
    if not code:
        raise RecordRefused("Bản ghi không có mã thủ tục (ma_thu_tuc). Hãy bổ sung mã rồi nạp lại.")
    name = official_name(text["ten_thu_tuc"], code, findings)
    _rejoin_cut_pages(text, findings)
    # The footer of the page hangs on the last field that the page has.
    result_text, keywords, summary = _without_footer(text["ket_qua_xu_ly"], findings)
    conditions, *footer = _without_footer(text["yeu_cau_dieu_kien"], findings)
    keywords, summary = keywords or footer[0], summary or footer[1]
    documents, notes = _documents(text["thanh_phan_ho_so"], findings)
    place, place_notes = place_or_note(text["dia_chi_tiep_nhan"])
    fields = {
        "code": code,
        "name": name,
        "aliases": short_names(name),
        "domain": one_line(text["linh_vuc"]),
        "levels": levels(text["cap_thuc_hien"]),
        "summary": summary,
        "agencies": _agencies(text["co_quan_thuc_hien"], findings),
        "deciding_agency": ", ".join(_agencies(text["co_quan_co_tham_quyen"], findings)),
        "place": place,
        "applicants": names(text["doi_tuong_thuc_hien"]),
        "steps": items(text["trinh_tu_thuc_hien"]),
        "filing": _filing(text, conditions, result_text, findings),
        "documents": documents,
        "conditions": () if says_nothing(conditions) else items(conditions),
        "results": _results(result_text, findings),
        "legal_basis": _legal_basis(text["can_cu_phap_ly"], findings),
        "notes": tuple(unique((*notes, *place_notes))),
        "keywords": () if says_nothing(keywords) else (keywords,),
        "sources": (
            Source(
                title=PORTAL,
                url=text["detail_url"],
                decision=text["so_quyet_dinh"],
                corpus=NATIONAL,
            ),
        ),
    }
    return finished(fields, findings, text["ket_qua_xu_ly"]), findings.repairs


_TEXT_FIELDS = (
    "ma_thu_tuc",
    "detail_url",
    "ten_thu_tuc",
    "so_quyet_dinh",
    "cap_thuc_hien",
    "linh_vuc",
    "doi_tuong_thuc_hien",
    "co_quan_co_tham_quyen",
    "dia_chi_tiep_nhan",
    "trinh_tu_thuc_hien",
    "cach_thuc_thuc_hien",
    "thanh_phan_ho_so",
    "can_cu_phap_ly",
    "co_quan_thuc_hien",
    "yeu_cau_dieu_kien",
    "ket_qua_xu_ly",
)


def _rejoin_cut_pages(text: dict[str, str], findings: Findings) -> None:
    """Put back together fields that the export cut where a heading stood inside a sentence."""
    filing, legal, papers = (
        text["cach_thuc_thuc_hien"],
        text["can_cu_phap_ly"],
        text["thanh_phan_ho_so"],
    )
    if filing.endswith("(") and legal.startswith(":"):
        text["cach_thuc_thuc_hien"], text["can_cu_phap_ly"] = filing + LEGAL_LABEL + legal, ""
        findings.repaired(Repair.PAGE_CUT_AT_LABEL)
        findings.concerned(Concern.TABLE_NOT_READ)
    if tables.DOCUMENTS_HEADER not in papers and len(papers) > len("KQ.G04.000398"):
        text["trinh_tu_thuc_hien"] += f" {DOCUMENTS_LABEL} {papers}".replace(" ) ", ") ")
        text["thanh_phan_ho_so"] = ""
        findings.repaired(Repair.PAGE_CUT_AT_LABEL)
        findings.concerned(Concern.TABLE_NOT_READ)
    if "bản chính" in text["yeu_cau_dieu_kien"] and tables.document_blocks(papers):
        *_, last = tables.document_blocks(papers)
        if last.rest and last.rest[-1] not in ".)":
            text["thanh_phan_ho_so"] += f" yêu cầu, điều kiện {text['yeu_cau_dieu_kien']}"
            text["yeu_cau_dieu_kien"] = ""
            findings.repaired(Repair.PAGE_CUT_AT_LABEL)
            findings.concerned(Concern.TABLE_NOT_READ)


def _filing(
    text: Mapping[str, str], conditions: str, results: str, findings: Findings
) -> tuple[FilingMethod, ...]:
    rows = tables.filing_rows(text["cach_thuc_thuc_hien"])
    if not rows:
        if text["cach_thuc_thuc_hien"]:
            findings.concerned(Concern.TABLE_NOT_READ)
        return ()
    findings.repaired(Repair.FILING_TABLE)
    if any(row.was_glued for row in rows):
        findings.repaired(Repair.GLUED_TIME_AND_FEE)
        if not all(row.fee for row in rows):
            findings.concerned(Concern.UNVERIFIED_FACT)
    descriptions = dict.fromkeys(row.description for row in rows)
    sentences = "\n".join((*descriptions, text["trinh_tu_thuc_hien"], conditions, results))
    return filing_methods(
        ((CHANNELS[row.way], _time(row, sentences), _fee(row), row.description) for row in rows),
        findings,
    )


def _time(row: tables.FilingRow, sentences: str) -> DurationReading:
    """Read the time of a row; a bare number is completed from what the record states elsewhere."""
    if not row.time:
        return DurationReading(None)
    reading = read_duration(row.time, row.description)
    return completed(reading, sentences, CHANNELS[row.way]) if reading.bare else reading


def _fee(row: tables.FilingRow) -> FeeReading:
    """Read the fee of a row; some pages state it in the description and leave the cell empty."""
    reading = read_fee_cell(row.fee, row.note)
    return reading if reading.fees else read_fee_description(row.description)


def _documents(text: str, findings: Findings) -> tuple[tuple[Any, ...], tuple[str, ...]]:
    blocks = tables.document_blocks(text)
    papers = [
        Paper(row.name, block.case, row.form, "", row.originals, row.copies)
        for block in blocks
        for row in block.rows
    ]
    rest = [block.rest for block in blocks if block.rest]
    if papers:
        findings.repaired(Repair.DOCUMENTS_TABLE)
    if any(part[-1] not in ".)" for part in rest):
        findings.concerned(Concern.TABLE_NOT_READ)
    documents, notes = papers_and_notes(papers)
    return documents, (*notes, *rest)


def _legal_basis(text: str, findings: Findings) -> tuple[LegalDocument, ...]:
    if not text or says_nothing(text):
        return ()
    rows = tables.legal_rows(text)
    findings.repaired(Repair.LEGAL_TABLE)
    if not rows:
        findings.concerned(Concern.TABLE_NOT_READ)
    return tuple(legal_document(row.number, row.title) for row in rows)


def _without_footer(text: str, findings: Findings) -> tuple[str, str, str]:
    """Return the results, the keywords and the summary that the page's footer was glued to."""
    footer = _FOOTER.search(text)
    if not footer:
        return text, "", ""
    findings.repaired(Repair.PAGE_FURNITURE)
    keywords, summary = one_line(footer["keywords"]), footer["summary"].strip()
    if "»" in keywords:
        keywords = keywords.rsplit("»", 1)[1]
    return text[: footer.start()], keywords, "" if says_nothing(summary) else summary


def _results(text: str, findings: Findings) -> tuple[str, ...]:
    found = [match["name"] for match in _RESULT.finditer(text)]
    if found:
        findings.repaired(Repair.RESULT_CODE)
        found.append(_RESULT.sub("", text))
    else:
        found = [_RESULT_CODE_WORDS.sub("", text)]
    cleaned = (one_line(name).lstrip(".,;+-*• ") for name in found)
    return tuple(unique(name for name in cleaned if any(c.isalpha() for c in name)))


def _agencies(text: str, findings: Findings) -> tuple[str, ...]:
    if _DETAIL_LABELS.search(text):
        findings.repaired(Repair.PAGE_FURNITURE)
        text = text.rsplit("Cơ quan có thẩm quyền", 1)[-1] if "thẩm quyền" in text else ""
    return names(text)

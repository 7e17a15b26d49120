"""Parts of a record that are built the same way from every corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from knowledge.importers import provinces
from knowledge.importers.durations import DurationReading
from knowledge.importers.fees import FeeReading
from knowledge.importers.fields import clean_lines, one_line, unbulleted, unique
from knowledge.importers.model import DANANG, Findings, RecordRefused, Repair
from knowledge.records import (
    Channel,
    Concern,
    Fee,
    FilingMethod,
    Form,
    LegalDocument,
    Procedure,
    RequiredDocument,
)

CHANNELS = {
    "Trực tiếp": Channel.IN_PERSON,
    "Trực tuyến": Channel.ONLINE,
    "Dịch vụ bưu chính": Channel.POST,
}
PORTAL = "Cổng Dịch vụ công quốc gia"
LONGEST_PLACE = 400

_TITLE_WORD = re.compile(r"^thủ tục(?: hành chính)?:?\s+", re.IGNORECASE)
_CODE_IN_NAME = re.compile(r"\s*\(?\s*\b\d\.\d{6}\b\s*\)?")
_NOTE = re.compile(
    r"^(?:lưu ý|ghi chú|chú ý|trường hợp|đối với|người (?:yêu cầu|tiếp nhận|có yêu cầu|nộp)"
    r"|cá nhân có quyền"
    r"|việc |các (?:giấy tờ|thành phần|tài liệu)[^;]{0,60} (?:phải|trên|nêu trên)|khi |nếu "
    r"|\(trường hợp|quy định"
    r"|cơ quan|không (?:quy định|yêu cầu)|ngoài |số lượng hồ sơ|hồ sơ (?:gồm|bao gồm)"
    r"|thành phần hồ sơ)",
    re.IGNORECASE,
)
_NO_CASE = re.compile(
    r"^\W*(?:(?:hồ sơ|thành phần hồ sơ|thành phần, số lượng hồ sơ"
    r"|giấy tờ)?,?\s*(?:bao )?gồm(?: có)?|thành phần hồ sơ|hồ sơ"
    r"|không quy định.*|-*)\W*$",
    re.IGNORECASE,
)
_NUMBER_OF_SETS = re.compile(r"^(?:số lượng(?: bộ)? hồ sơ|số bộ hồ sơ)\b", re.IGNORECASE)
_ONLY_A_HEADING = re.compile(r"^(?:lưu ý|ghi chú|chú ý)\W*$", re.IGNORECASE)
_NOTES_CASE = re.compile(r"^\W*(?:lưu ý|ghi chú|chú ý)", re.IGNORECASE)
_COPIES_IN_NAME = re.compile(
    r"(\d{1,2})\s*(?:\([^)]{1,8}\)\s*)?bản (?:chụp|sao|photo)", re.IGNORECASE
)
_ORIGINALS_IN_NAME = re.compile(
    r"(\d{1,2})\s*(?:\([^)]{1,8}\)\s*)?bản (?:chính|gốc)", re.IGNORECASE
)
_WORDY = 160

_ISSUERS = {
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "BTC": "Bộ Tài chính",
    "BTP": "Bộ Tư pháp",
    "BCA": "Bộ Công an",
    "BXD": "Bộ Xây dựng",
    "BGTVT": "Bộ Giao thông vận tải",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BYT": "Bộ Y tế",
    "BNV": "Bộ Nội vụ",
    "BQP": "Bộ Quốc phòng",
    "BCT": "Bộ Công Thương",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BNG": "Bộ Ngoại giao",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TANDTC": "Tòa án nhân dân tối cao",
}
_DATE = re.compile(
    r"ngày\s+(\d{1,2})(?:\s*/\s*|\s+tháng\s+|\s*-\s*)(\d{1,2})(?:\s*/\s*|\s+năm\s+|\s*-\s*)(\d{4})"
)


@dataclass
class Paper:
    """A row of a table of papers as it stands in its source."""

    name: str
    case: str = ""
    form: str = ""
    form_url: str = ""
    originals: int | None = None
    copies: int | None = None
    # Whether its source states the numbers of all papers, so that a row without any stands out.
    has_counts: bool = True


def official_name(text: str, code: str, findings: Findings) -> str:
    """Return the name in one line, without its own code. Raises RecordRefused if there is none."""
    name = one_line(text).strip(" .;,")
    without_code = _CODE_IN_NAME.sub("", name).strip(" .;,-")
    if without_code != name:
        findings.repaired(Repair.CODE_IN_NAME)
    if not without_code:
        raise RecordRefused(
            f"Thủ tục {code} không có tên. Hãy bổ sung tên chính thức của thủ tục rồi nạp lại."
        )
    return without_code


def short_names(name: str) -> tuple[str, ...]:
    """Return the name without the words "Thủ tục" it begins with, when it does."""
    short = _TITLE_WORD.sub("", name)
    return (short[0].upper() + short[1:],) if short and short != name else ()


def papers_and_notes(
    papers: Iterable[Paper],
) -> tuple[tuple[RequiredDocument, ...], tuple[str, ...]]:
    """Tell papers from remarks that stand in the table of papers.

    A row without originals and copies is a remark when it begins like one, ends like a heading,
    is long, or stands under "Lưu ý"; it becomes a note. Otherwise it is a paper whose numbers are
    not stated, unless its name states them ("01 bản chụp").
    """
    documents: dict[RequiredDocument, None] = {}
    notes: list[str] = []
    for paper in papers:
        name = unbulleted(one_line(paper.name)).strip(" ;")
        if not any(character.isalpha() for character in name) or _ONLY_A_HEADING.match(name):
            continue
        counted = bool(paper.originals or paper.copies)
        if _NUMBER_OF_SETS.match(name):
            notes.append(name)
            continue
        if not counted and not paper.form and _is_remark(name, paper):
            notes.append(name)
            continue
        documents[_document(name, paper, counted)] = None
    return tuple(documents), tuple(unique(notes))


def _is_remark(name: str, paper: Paper) -> bool:
    if _NOTES_CASE.match(paper.case) or _NOTES_CASE.match(name):
        return True
    return (
        paper.has_counts
        and bool(_NOTE.match(name) or name.endswith(":") or len(name) > _WORDY)
        and not re.search(r"\d\s*bản (?:chụp|sao|chính)", name[: _WORDY * 3])
    )


def _document(name: str, paper: Paper, counted: bool) -> RequiredDocument:
    originals, copies = paper.originals, paper.copies
    if not counted:
        in_name = _ORIGINALS_IN_NAME.findall(name), _COPIES_IN_NAME.findall(name)
        originals = int(in_name[0][0]) if len(in_name[0]) == 1 else None
        copies = int(in_name[1][0]) if len(in_name[1]) == 1 else None
    elif originals is not None and copies is None:
        copies = 0
    form = one_line(paper.form)
    return RequiredDocument(
        name=name.rstrip(". "),
        originals=originals,
        copies=copies,
        form=Form(name=form, url=paper.form_url) if form else None,
        case=case_name(paper.case),
    )


def case_name(text: str) -> str:
    """Return the case a group of papers is for, empty when its heading names none."""
    text = unbulleted(one_line(text))
    if _NO_CASE.match(text) or _NOTES_CASE.match(text):
        return ""
    return text.rstrip(" :.;")


def filing_methods(
    rows: Iterable[tuple[Channel, DurationReading, FeeReading, str]], findings: Findings
) -> tuple[FilingMethod, ...]:
    """Build the ways of filing; rows that differ only in their fees become one."""
    merged: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for channel, time, fee, note in rows:
        _report(time, fee, findings)
        key = (channel, time.duration, note)
        merged[key] = tuple(dict.fromkeys((*merged.get(key, ()), *fee.fees)))
    if _some_free_some_not(merged.values()):
        findings.concerned(Concern.FEE_CONTRADICTS_NOTE)
    return tuple(
        FilingMethod(channel=channel, duration=duration, fees=fees, note=note)
        for (channel, duration, note), fees in merged.items()
    )


def _some_free_some_not(fees_of_ways: Iterable[tuple[Fee, ...]]) -> bool:
    """Tell whether one way is simply free and another costs money.

    The portal shows "Miễn phí" for a way that nobody entered an amount for.
    """
    ways = [fees for fees in fees_of_ways if fees]
    free = any(len(fees) == 1 and fees[0].amount == 0 and not fees[0].condition for fees in ways)
    return free and any(fee.amount for fees in ways for fee in fees)


def _report(time: DurationReading, fee: FeeReading, findings: Findings) -> None:
    if time.duration:
        findings.repaired(Repair.TIME_PARSED)
    if time.completed:
        findings.repaired(time.completed)
    if time.bare:
        findings.concerned(Concern.TIME_WITHOUT_UNIT)
    if fee.fees:
        findings.repaired(Repair.FEE_PARSED)
    if fee.in_thousands:
        findings.repaired(Repair.FEE_IN_THOUSANDS)
    if fee.contradicts:
        findings.concerned(Concern.FEE_CONTRADICTS_NOTE)
    if time.uncertain or fee.uncertain:
        findings.concerned(Concern.UNVERIFIED_FACT)


def legal_document(number: str, title: str) -> LegalDocument:
    """Build a legal document; date and issuer only where number and title tell them."""
    title = one_line(title)
    return LegalDocument(
        number=number, title=title, issued_on=_issued_on(number, title), issuer=_issuer(number)
    )


def _issued_on(number: str, title: str) -> date | None:
    """Return the date that stands right after this document's own number in its title."""
    if not number or number not in title:
        return None
    following = title[title.index(number) + len(number) :]
    match = _DATE.match(following.lstrip(" ,("))
    return date_of(match[3], match[2], match[1]) if match else None


def date_of(year: str, month: str, day: str) -> date | None:
    """Return the date, or None when there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _issuer(number: str) -> str:
    if re.search(r"/QH\d+$", number):
        return "Quốc hội"
    if re.search(r"UBTVQH\d*$", number):
        return "Ủy ban Thường vụ Quốc hội"
    bodies = re.findall(r"[A-ZĐ]+(?:Tg)?", number.rsplit("/", 1)[-1])[1:]
    issuers = [_ISSUERS[body] for body in bodies if body in _ISSUERS]
    return ", ".join(issuers) if len(issuers) == len(bodies) else ""


def place_or_note(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a short place as the place, and a long account of how to file as notes."""
    text = clean_lines(text)
    if len(text) <= LONGEST_PLACE:
        return "; ".join(unbulleted(line).strip(" ;") for line in text.split("\n") if line), ()
    return "", tuple(unbulleted(line) for line in text.split("\n"))


def finished(fields: dict[str, Any], findings: Findings, result_text: str = "") -> Procedure:
    """Make the record, with what was found on the way. Raises RecordRefused when it is none."""
    code = fields.get("code") or "không rõ mã"
    try:
        procedure = Procedure(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RecordRefused(
            f"Thủ tục {code}: trường “{place}” không hợp lệ ({first['msg']}). Hãy sửa rồi nạp lại."
        ) from error
    agencies = (*procedure.agencies, procedure.deciding_agency)
    source = procedure.sources[0]
    # Decisions of a people's committee in the city's own corpus are the city's.
    decision = "" if source.corpus == DANANG else source.decision
    if provinces.is_other_province(procedure.name, agencies, decision, result_text):
        findings.concerned(Concern.OTHER_PROVINCE)
        findings.repaired(Repair.OTHER_PROVINCE)
    if provinces.speaks_of_district(procedure):
        findings.concerned(Concern.ABOLISHED_DISTRICT)
        findings.repaired(Repair.ABOLISHED_DISTRICT)
    return procedure.model_copy(update={"concerns": findings.concerns})

"""The city portal's procedures of 2023, from before the merger: Vietnamese labels, PDF lines.

Labels stand anywhere: in 24 records the whole procedure is in the field of the name. So every
field is read line by line, and a line that begins with a known label opens the field it names.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.importers import tables
from knowledge.importers.building import (
    Paper,
    date_of,
    filing_methods,
    finished,
    legal_document,
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
    says_nothing,
    text_of,
    unbulleted,
    unique,
)
from knowledge.importers.letters import UPPER
from knowledge.importers.model import DANANG, Findings, RecordRefused, Repair
from knowledge.records import Channel, Concern, FilingMethod, LegalDocument, Procedure, Source

PORTAL = "Cổng dịch vụ công thành phố Đà Nẵng"
PORTAL_URL = "https://dichvucong.danang.gov.vn"

# Label as written, in lower case, to the field it opens. Longer labels come first.
_LABELS = {
    "cơ quan có thẩm quyền quyết định": "deciding",
    "yêu cầu, điều kiện thực hiện": "conditions",
    "cách thức nộp trực tuyến": "online",
    "cách thức nộp hồ sơ": "ways",
    "văn bản quy định lệ phí": "fee_rule",
    "văn bản quy định": "fee_rule",
    "địa chỉ tiếp nhận hồ sơ": "place",
    "địa chỉ tiếp nhận hs": "place",
    "địa điểm tiếp nhận hồ sơ": "place",
    "cơ quan được ủy quyền": "ignored",
    "cơ quan có thẩm quyền": "deciding",
    "cơ quan phối hợp": "ignored",
    "cơ quan thực hiện": "agency",
    "thời hạn giải quyết": "time",
    "mức độ trực tuyến": "online",
    "mức trực tuyến": "online",
    "thông tin công bố": "publication",
    "đối tượng thực hiện": "applicants",
    "cách thức thực hiện": "ways",
    "điều kiện thực hiện": "conditions",
    "kết quả thực hiện": "results",
    "trình tự thực hiện": "steps",
    "thành phần hồ sơ": "documents",
    "tình trạng hiệu lực": "ignored",
    "tài liệu đính kèm": "attachments",
    "số quyết định": "decision",
    "số bộ hồ sơ": "sets",
    "số lượng hồ sơ": "sets",
    "căn cứ pháp lý": "legal",
    "ngày hiệu lực": "effective",
    "cấp thực hiện": "level",
    "loại thủ tục": "ignored",
    "tên thủ tục": "official_name",
    "mã thủ tục": "code",
    "biểu mẫu": "forms",
    "lĩnh vực": "domain",
    "mẫu đơn": "forms",
    "từ khóa": "keywords",
    "lệ phí": "fee",
    "số qđ": "decision",
    "mô tả": "summary",
    "link": "documents",
    "phí, lệ phí": "charge",
    "phí": "charge",
}
_LABEL_LINE = re.compile(
    r"^(?:[^\w\s(]+\s*|o\s+)?(?P<label>"
    + "|".join(map(re.escape, _LABELS))
    + r")\s*(?::\s*(?P<rest>.*))?$",
    re.IGNORECASE,
)
_DECISION_INLINE = re.compile(
    r"số (?:quyết định|qđ)[:\s]*(?:quyết định số\s*)?([\w./\-–]+\w)", re.IGNORECASE
)
_CODE = re.compile(
    r"(?P<base>\d\.\d{6}|[A-Z][A-Z0-9\-_]{3,30}\d)(?P<suffix>(?:\.\d{2,3})*(?:\.H\d\d)?)\b"
)
_URL = re.compile(r"https?://\S+")
_LONGEST_SHOWN_URL = 40

# Remarks of the chat program that somebody tidied the texts with.
_CHAT = re.compile(
    r"\([^()]*\b(?:bạn|mình)\b[^()]*(?:cung cấp|gửi|nêu|giữ nguyên|yêu cầu|tách)[^()]*\)?"
    r"|(?:Nếu bạn|nếu bạn)\s+(?:muốn|cần)[^()]*?(?:mình|cứ nói)[^()]*$"
    r"|\[[^\]\n]{0,80}(?:cụ thể|chi tiết)[^\]\n]{0,40}\]",
    re.DOTALL,
)
_NO_DETAIL = re.compile(
    r"^[\W_]*(?:chưa có thông tin|không có thông tin|thông tin về [^.]{0,60} không nêu"
    r"|không có mẫu đơn|không có (?:yêu cầu|điều kiện))[^.;\n]{0,90}[\W_]*$",
    re.IGNORECASE,
)
_NOTHING_TOLD = re.compile(r":\s*không có thông tin[^.;]{0,30}$", re.IGNORECASE)
_ITEM_START = re.compile(
    r"^(?:[•▪*+–\-·🔹]|o\s|\(?\d{1,2}[.)]\s?|\(?[a-zđ]\)|\(?[IVX]{1,4}[.)]|Bước\s+\d"
    r"|https?://|(?:Trực tiếp|Trực tuyến"
    r"|Dịch vụ bưu chính|Bản chính|Bản sao|Số lượng|Lưu ý|Ghi chú|Trường hợp|Địa chỉ)\b)"
)
_NUMBERING = re.compile(
    rf"^(?:[•▪*+–\-·🔹]\s*|o\s+(?=[{UPPER}\d(])|\(?\d{{1,2}}[.)]\s*|\(?[IVX]{{1,4}}[.)]\s*|\(?[a-zđ]\)\s*)+"
)
_WRAPPED_LINE_LENGTH = 58

_COUNT = re.compile(
    r"[\s(|,–-]*(?:Số lượng\s*:\s*)?Bản chính\s*:\s*(?P<originals>\d{1,2})(?:\s*bản)?"
    r"(?:[\s|,;–-]*Bản sao\s*:\s*(?P<copies>\d{1,2})(?:\s*bản)?)?[\s)]*"
    r"|\(\s*(?P<originals2>\d{1,2}) bản chính,\s*(?P<copies2>\d{1,2}) bản sao\s*\)",
    re.IGNORECASE,
)
_COPIES_LINE = re.compile(r"^[\W\do]*Bản sao\s*:\s*(\d{1,2})", re.IGNORECASE)
_FORM_LINE = re.compile(
    r"^(?:o\s+|[•\-]\s*)?(?:Mẫu số|Tên mẫu|Mẫu)\s*:\s*([^|\n]+?)\s*(?:\||$)", re.IGNORECASE
)
_HEADING = re.compile(
    r"^(?:Loại giấy tờ|Mẫu đơn,? tờ khai|,? ?tờ khai|tải mẫu|Hồ sơ(?: bao)? gồm)\b[^.;]{0,45}:?$",
    re.IGNORECASE,
)
_CASE_HEADING = re.compile(
    r"trường hợp|đối với|hồ sơ|giấy tờ phải|cấp (?:mới|lại|đổi)|gia hạn|tùy", re.IGNORECASE
)
_REMARK = re.compile(r"^(?:Lưu ý|Ghi chú|\*)", re.IGNORECASE)
_STRUCTURED_LAW = re.compile(
    r"Số ký hiệu:\s*(?P<number>[^,\n]+),\s*Trích yếu:\s*(?P<title>.+?)"
    r"(?:,\s*Ngày ban hành:\s*(?P<date>[^,\n]*))?(?:,\s*Cơ quan ban hành:\s*(?P<issuer>.*))?$",
    re.IGNORECASE,
)
_WAY_LINE = {
    Channel.IN_PERSON: re.compile(
        r"trực tiếp|(?:nộp|gửi)[^.;]{0,25} (?:tại|đến|về) "
        r"(?:bộ phận|trụ sở|ubnd|ủy ban|sở |trung tâm|tổ |chi cục)",
        re.IGNORECASE,
    ),
    Channel.ONLINE: re.compile(
        r"trực tuyến|toàn trình|qua mạng|https?://|môi trường điện tử", re.IGNORECASE
    ),
    Channel.POST: re.compile(r"bưu chính|bưu điện", re.IGNORECASE),
}
_CHARGE_HEAD = re.compile(
    r"^,\s*lệ phí(?:\s+mô tả)?\s*:?\s*|^Mô tả\s*:?\s*|^\W*(?:lệ )?phí(?:\s+mô tả)?\s*(?=trực tiếp)",
    re.IGNORECASE,
)
_IS_TIME = re.compile(r"^(?:Trực tiếp|Trực tuyến|Dịch vụ bưu chính|Ngay trong ngày)", re.IGNORECASE)


def matches(raw: Mapping[str, Any]) -> bool:
    """Tell whether a raw record has the shape of this corpus."""
    return "tên thủ tục" in raw or {"Mã thủ tục", "Trình tự thực hiện"} <= raw.keys()


def parse(raw: Mapping[str, Any]) -> tuple[Procedure, tuple[Repair, ...]]:
    """Turn a raw record into a procedure, with what was repaired. Raises RecordRefused."""
    findings = Findings()
    findings.concerned(Concern.OUTDATED_SOURCE)
    fields = _labelled(raw, findings)
    name_text = one_line("\n".join(fields["name"]))
    code = _code(fields, name_text, findings)
    name = official_name(name_text, code, findings)
    text: defaultdict[str, str] = defaultdict(str)
    text.update({field: _unwrapped(lines, findings) for field, lines in fields.items()})
    documents, notes = papers_and_notes(_papers(text["documents"], text["forms"], findings))
    place, place_notes = place_or_note(_told(text["place"]))
    official = one_line(_told(text["official_name"]))
    agencies = names(
        re.sub(
            r"\s*[–-]\s*Cơ quan có thẩm quyền.*|\(Cơ quan có thẩm quyền[^)]*\)",
            "",
            _told(text["agency"]),
        )
    )
    record = {
        "code": code,
        "name": name,
        "aliases": tuple(
            unique(alias for alias in (*short_names(name), official) if alias and alias != name)
        ),
        "domain": one_line(_told(text["domain"])),
        "levels": levels(text["level"]) or levels(" ".join(agencies)),
        "summary": _told(text["summary"]),
        "agencies": agencies,
        "deciding_agency": ", ".join(names(_told(text["deciding"]))),
        "place": place,
        "applicants": names(_told(text["applicants"])),
        "steps": _list(text["steps"]),
        "filing": _filing(text, findings),
        "documents": documents,
        "conditions": _list(text["conditions"]),
        "results": _list(text["results"]),
        "legal_basis": _legal_basis(text["legal"]),
        "notes": tuple(unique((*notes, *place_notes))),
        "keywords": names(_told(text["keywords"])),
        "effective_from": _date(one_line(text["effective"])),
        "sources": (Source(title=PORTAL, url=PORTAL_URL, decision=_decision(text), corpus=DANANG),),
    }
    return finished(record, findings), findings.repairs


def _labelled(raw: Mapping[str, Any], findings: Findings) -> dict[str, list[str]]:
    """Collect the lines of every field, those that stand in another field's text included."""
    fields: dict[str, list[str]] = defaultdict(list)
    for key in raw:
        if key == "stt":
            continue
        if key == "tên thủ tục":
            home = "name"
        else:
            known = _LABELS.get(unicodedata.normalize("NFC", str(key)).lower())
            if known is None:
                raise RecordRefused(
                    f"Không biết trường “{key}”. Hãy bỏ trường này hoặc đổi lại tên."
                )
            home = known
        text = _without_chat(text_of(raw, key, findings), findings)
        for line in text.split("\n"):
            match = _LABEL_LINE.match(line)
            in_fees = home in ("fee", "charge")
            if not match or (in_fees and _LABELS[match["label"].lower()] == "summary"):
                fields[home].append(line)
                continue
            if home == "name":
                findings.repaired(Repair.LABELS_RESPLIT)
            home = _LABELS[match["label"].lower()]
            if rest := (match["rest"] or "").strip():
                fields[home].append(rest)
    return fields


def _without_chat(text: str, findings: Findings) -> str:
    cleaned = _CHAT.sub("", text)
    if cleaned != text:
        findings.repaired(Repair.CHAT_REMARK_REMOVED)
        findings.concerned(Concern.UNVERIFIED_FACT)
    return cleaned


def _code(fields: Mapping[str, list[str]], name: str, findings: Findings) -> str:
    text = " ".join(fields.get("code", ()))
    match = _CODE.search(text)
    if not match:
        raise RecordRefused(
            f"Không tìm thấy mã thủ tục của “{name[:80] or 'bản ghi không tên'}”. "
            "Hãy ghi mã, ví dụ 1.001193, rồi nạp lại."
        )
    decision = _DECISION_INLINE.search(text)
    if decision and not fields.get("decision"):
        fields["decision"].append(decision[1])
    code = match["base"].replace("_", "-")
    if code != text.strip():
        findings.repaired(Repair.CODE_SUFFIX)
    return code


def _unwrapped(lines: list[str], findings: Findings) -> str:
    """Join the lines that the page width broke ("Bộ phận" / "tiếp nhận")."""
    joined: list[str] = []
    for line in (line.strip() for line in lines):
        if not line:
            continue
        if joined and not _ITEM_START.match(line) and _is_wrapped(joined[-1], line, lines):
            joined[-1] = f"{joined[-1]} {line}"
            findings.repaired(Repair.LINE_BREAKS)
        else:
            joined.append(line)
    return "\n".join(joined)


def _is_wrapped(previous: str, line: str, lines: list[str]) -> bool:
    if _URL.search(previous[-_LONGEST_SHOWN_URL:]) and previous.count(" ") == 0:
        return False
    last = next((one for one in reversed(lines) if previous.endswith(one.strip())), previous)
    if previous[-1] == ";" and _marker(previous) and len(last) >= _WRAPPED_LINE_LENGTH:
        return True
    if line[0].islower() or previous[-1] in ",–-/(":
        return True
    return len(last) >= _WRAPPED_LINE_LENGTH and previous[-1] not in ".;:"


def _told(text: str) -> str:
    """Return what a field tells, without lines that say it tells nothing."""
    lines = (
        line for line in text.split("\n") if not _NO_DETAIL.match(line) and not says_nothing(line)
    )
    return "\n".join(lines)


def _list(text: str) -> tuple[str, ...]:
    lines = (
        _NUMBERING.sub("", line) if not re.match(r"\W*Bước", line) else line
        for line in _told(text).split("\n")
    )
    return items("\n".join(_URL.sub("", line).strip() for line in lines))


def _filing(text: Mapping[str, str], findings: Findings) -> tuple[FilingMethod, ...]:
    ways = " ".join((text.get("ways", ""), text.get("online", ""), text.get("time", "")))
    times, fee_text = _time_and_fee_texts(text)
    channels = [channel for channel, words in _WAY_LINE.items() if words.search(ways)]
    if not channels and not times and not fee_text:
        return ()
    note = "; ".join(_list(text.get("ways", "")))
    fee = read_fee_text(fee_text)
    rows = []
    for channel in channels or [Channel.IN_PERSON]:
        rows.append((channel, read_duration(_time_of(times, channel), note), fee, note))
    return filing_methods(rows, findings)


def _time_and_fee_texts(text: Mapping[str, str]) -> tuple[str, str]:
    """Tell time from fee: some pages put the description of the time into the field of the fee."""
    times, charges = _told(text.get("time", "")), []
    for field in ("fee", "charge"):
        charge = _told_fee(text.get(field, ""))
        if charge and _IS_TIME.search(charge):
            times = times or charge
        elif charge:
            charges.append(charge)
    labelled = [f"Lệ phí: {charge}" for charge in charges]
    return times, "\n".join(labelled)


def _told_fee(text: str) -> str:
    """Return the text on a fee, where "Không có" is an answer and "no information" is none."""
    while (shorter := _CHARGE_HEAD.sub("", text).strip()) != text:
        text = shorter
    lines = [line for line in text.split("\n") if not _NO_DETAIL.match(line)]
    return "\n".join(lines).strip()


def _time_of(times: str, channel: Channel) -> str:
    """Return the line on one way of filing where the text has a line for each, else all of it."""
    for line in times.split("\n"):
        words = _NUMBERING.sub("", line)
        if re.match(r"Trực tiếp|Trực tuyến|Dịch vụ bưu chính", words) and _WAY_LINE[channel].match(
            words.removeprefix("Dịch vụ ")
        ):
            return words.split(":", 1)[-1].strip() or words
    lines = (unbulleted(_NUMBERING.sub("", line)) for line in times.split("\n"))
    return " ".join(f"{line};" if line[-1:].isalnum() else line for line in lines).rstrip(";")


def _papers(text: str, forms: str, findings: Findings) -> list[Paper]:
    """Read the list of papers, with the numbers of copies, forms and addresses between them."""
    papers = _Papers()
    for line in text.split("\n"):
        bare = _NUMBERING.sub("", line.strip())
        if not bare or _HEADING.match(bare) or _NO_DETAIL.match(bare) or _NOTHING_TOLD.search(bare):
            continue
        if papers.takes_detail(line.strip()):
            continue
        if url := _URL.search(line):
            line = _without_url(line, url, papers.found, findings)
        if line.strip():
            papers.add(line.strip())
    _attach_forms(papers.found, forms)
    return [paper for paper in papers.found if paper.name.strip(" :;.")]


class _Papers:
    """Papers as their lines come: numbered or bulleted, under cases, with details below them."""

    def __init__(self) -> None:
        self.found: list[Paper] = []
        self._case = ""
        self._in_remarks = False
        self._takes_sub_items = False
        self._marker = ""

    def takes_detail(self, line: str) -> bool:
        """Take a line that only tells copies or the form of the last paper; False for others."""
        if not self.found:
            return False
        last = self.found[-1]
        if copies := _COPIES_LINE.match(line):
            last.copies = int(copies[1])
            return True
        form, count = _FORM_LINE.match(line), _COUNT.search(line)
        if form:
            last.form = re.sub(r"\.(?:docx?|pdf)$", "", form[1].strip())
        elif not count or _NUMBERING.sub("", line[: count.start()]).strip(" o|"):
            return False
        if count:
            _count(last, count)
        return True

    def add(self, line: str) -> None:
        """Take a line that names a paper, a case or a remark, or goes on with the last paper."""
        marker = "o" if re.match(r"o\s", line) else _marker(line)
        name = _NUMBERING.sub("", line).strip()
        if _REMARK.match(name):
            self._in_remarks, self._case = True, "Lưu ý"
        elif name.endswith(":") and marker != "o" and _CASE_HEADING.search(name):
            self._case, self._takes_sub_items, self._in_remarks = name.rstrip(":"), False, False
            self._marker = marker
            return
        if self._continues(marker):
            last = self.found[-1]
            joint = " " if last.name.endswith(":") or not marker else "; "
            last.name = f"{last.name.rstrip(' ;.')}{joint}{name}"
            return
        paper = Paper(name=_COUNT.sub(" ", name).strip(), case=self._case, has_counts=False)
        if count := _COUNT.search(name):
            _count(paper, count)
        self.found.append(paper)
        self._takes_sub_items = marker != "o" and (name.endswith(":") or not self._case)
        self._marker = marker

    def _continues(self, marker: str) -> bool:
        """Tell whether a line belongs to the last paper: a sub-item, or a line without a mark."""
        if not self.found or self._in_remarks:
            return False
        if not marker:
            return bool(self._marker)
        is_sub_item = marker == "o" or (marker == "•" and self._marker == "1")
        below = self.found[-1].name.endswith(":") or marker == "o"
        return self._takes_sub_items and is_sub_item and below


def _marker(line: str) -> str:
    """Return what a line begins with: "1" for any number, "•" for any bullet, else nothing."""
    if re.match(r"\(?(?:\d{1,2}|[IVX]{1,4}|[a-zđ])[.)]", line):
        return "1"
    return "•" if re.match(r"[•▪*+–\-·🔹]", line) else ""


def _count(paper: Paper, count: re.Match[str]) -> None:
    paper.originals = int(count["originals"] or count["originals2"])
    copies = count["copies"] or count["copies2"]
    paper.copies = int(copies) if copies else paper.copies


def _without_url(line: str, url: re.Match[str], papers: list[Paper], findings: Findings) -> str:
    """Move an address out of a paper's text into its form."""
    findings.repaired(Repair.LONG_URL_MOVED)
    if papers and not papers[-1].form_url:
        papers[-1].form_url = url[0].rstrip(".,;)")
        papers[-1].form = papers[-1].form or "Mẫu đơn, tờ khai"
    rest = re.sub(
        r"(?:\(?\s*(?:Link|tải|tải về|tải mẫu|xem)[\s:]*)+$", "", line[: url.start()], flags=re.I
    )
    return f"{rest.strip()} {line[url.end() :].strip()}".strip(" :•-")


def _attach_forms(papers: list[Paper], forms: str) -> None:
    """Give a form that is listed apart to the paper that has its name."""
    for line in _told(forms).split("\n"):
        title, _, file_name = unbulleted(line).partition(":")
        for paper in papers:
            if file_name.strip() and title.strip().lower() in paper.name.lower() and not paper.form:
                paper.form = re.sub(r"\.(?:docx?|pdf)$", "", file_name.strip())


def _legal_basis(text: str) -> tuple[LegalDocument, ...]:
    documents = []
    for line in _list(text):
        title = line.strip(" ;.")
        if len(title) < 5 or not re.search(
            r"luật|nghị|thông tư|quyết định|pháp lệnh|hướng dẫn|kế hoạch|\d/\d{4}", title, re.I
        ):
            continue
        if structured := _STRUCTURED_LAW.match(title):
            issued_on, issuer = _date(structured["date"] or ""), structured["issuer"] or ""
            documents.append(
                LegalDocument(
                    number=structured["number"],
                    title=structured["title"],
                    issued_on=issued_on,
                    issuer=issuer.strip(),
                )
            )
            continue
        documents.append(legal_document(tables.first_legal_number(title), title))
    return tuple(dict.fromkeys(documents))


def _decision(text: Mapping[str, str]) -> str:
    match = re.search(r"\d+/[\w\-–_]+", text.get("decision", ""))
    return match[0] if match else ""


def _date(text: str) -> date | None:
    if match := re.search(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return date_of(match[1], match[2], match[3])
    if match := re.search(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        return date_of(match[3], match[2], match[1])
    return None

"""Taking apart the tables that the portal's export flattened into one run of text.

No separator was left between cells, so each table is recognised by the words that only its own
cells can hold: the three ways of filing, "1 bản chính,1 bản sao", the number of a legal document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.importers.letters import LOWER, UPPER

FILING_HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
DOCUMENTS_HEADER = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
LEGAL_HEADER = "Tên văn bản pháp lýMã văn bản"

_WAYS = "Trực tiếp|Trực tuyến|Dịch vụ bưu chính"
_FEE_CELL = r"\d[\d,]*(?:\.\d+)? ?(?:Việt Nam Đồng|VNĐ|USD)|Miễn phí|Không có thông tin"
_TIME_CELL = (
    r"\d+(?:[.,]\d+)? (?:Ngày làm việc|Ngày|Giờ|Tháng|Năm|Tuần)|Không có thông tin"
    rf"|[A-ZĐ](?:(?!{_WAYS}|{_FEE_CELL})[^()\d\n]){{0,150}}"
)
_ROW = re.compile(
    rf"(?P<way>{_WAYS})(?:(?P<time>{_TIME_CELL})(?P<fee>{_FEE_CELL})"
    r"|(?P<bare>\d+)(?P<fee2>Miễn phí|Không có thông tin)"
    r"|(?P<glued>\d[\d,]*) (?P<unit>Việt Nam Đồng|VNĐ|USD))"
)
_VALID_AMOUNT = re.compile(r"[1-9]\d{0,2}(?:,\d{3})*|[1-9]\d*")

_QUANTITY = re.compile(
    rf"(?P<run>\d+) bản chính(?:,(?P<copies>\d{{1,2}}) bản sao)?(?![;.,:)]| [^{UPPER}\d*+-])"
)
_FORM_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|rar|zip|rtf|odt|html?|jpe?g|png)$", re.IGNORECASE)
_FORM_WORD = re.compile(
    r"(?<=[^\s(“\"/_\-])(?=(?:Mẫu|Mau|Mus|Mu\d|MẪU|MAU|Phụ lục|PHỤ LỤC|Phu luc|Phu|Phlc|PL"
    r"|Đơn|ĐƠN|Don|DON"
    r"|Tờ khai|TỜ KHAI|To khai|Tokhai|TO KHAI|TK|TP-|TP_|Biểu|Bieu|BM|Giấy|Giay|Bản|Ban|Danh"
    r"|Thông báo|thuyết minh))"
)
_GLUE = re.compile(
    rf"(?<=[{LOWER};.:”\")\]])(?=[{UPPER}0-9])|(?<=[{UPPER}]{{2}})(?=[{UPPER}][{LOWER}])"
    rf"|(?<=[;.)])(?=[{LOWER}])"
)
_LONGEST_FILE_NAME = 160

_BODIES = (
    "CP|TTg|BTC|BTP|BCA|NHNN|BXD|BNNPTNT|BNNMT|BTNMT|BGTVT|BKHCN|BKHĐT|BKH|BLĐTBXH|BCT|BYT|BQP|BNV|BNG|BNN"
    "|BVHTTDL|BGDĐT|BTTTT|BTTT|UBTVQH\\d*|UBTVQH|QH\\d{1,2}|HĐND|UBND|TANDTC|VKSNDTC|VKSTC|HĐTP|HĐTV|BHXH|KTNN|TTCP"
    "|VPQH|TCHQ|TCT|UBCK|UBDT|VPCP|BTV|TW|BXDTN|BNNN?MT|BTS|BYT|BCĐ|BCHTW|HĐBT|HĐNN\\d?|CTN|BBCVT|BVHTT|BCN|BTM"
)
_NO_NUMBER = "Không có thông tin"
_TYPES = "TTLT|TT|NĐ|ND|QĐ|NQ|PL|CT|VBHN|TB|CV|HD|KH|L|SL|LCTN|QĐ-TTg"
_NUMBER = re.compile(
    r"(?P<word>(?:Thông tư liên tịch|Thông tư|Nghị định|Nghị quyết|Quyết định|Luật|Bộ luật"
    r"|Pháp lệnh)?\s*(?:số\s*)?)"
    r"(?P<number>\d{1,8}(?:[.]\d)?[a-z]?/(?:(?:19|20)\d{2}/)?"
    rf"(?:(?:QH\d{{2}}|QH\d(?!\d))|UBTVQH\d{{1,2}}|(?:{_TYPES})(?:[-/](?:{_BODIES}))+))"
)


@dataclass(frozen=True)
class FilingRow:
    """One way of filing. `time` is empty where it could not be told from the fee."""

    way: str
    time: str
    fee: str
    note: str
    description: str
    was_glued: bool = False


@dataclass(frozen=True)
class DocumentRow:
    """One paper: its name, the names of its forms, and the numbers of originals and copies."""

    name: str
    form: str
    originals: int
    copies: int | None


@dataclass(frozen=True)
class DocumentBlock:
    """The papers of one case. `rest` is text that follows the rows and has no number of copies."""

    case: str
    rows: tuple[DocumentRow, ...]
    rest: str = ""


@dataclass(frozen=True)
class LegalRow:
    """One legal document: title and number, either of which may be missing."""

    title: str
    number: str


def filing_rows(text: str) -> list[FilingRow]:
    """Take the table of ways of filing apart; empty when the text is no such table."""
    if not text.startswith(FILING_HEADER):
        return []
    body = text[len(FILING_HEADER) :]
    matches = list(_ROW.finditer(body))
    if not matches or body[: matches[0].start()].strip():
        return []
    bare_times = {match["bare"] for match in matches if match["bare"]}
    rows = []
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(body)
        fee = match["fee"] or match["fee2"] or ""
        note, description = _note_and_description(body[match.end() : end], fee)
        time = match["time"] or match["bare"] or ""
        if match["glued"]:
            time, amount = split_time_from_amount(match["glued"], note, bare_times)
            fee = f"{amount} {match['unit']}" if amount else ""
            if not amount:
                note = f"Nguồn ghi liền “{match['glued']} {match['unit']}”. {note}".strip()
        rows.append(
            FilingRow(match["way"], time, fee, note, description.strip(), bool(match["glued"]))
        )
    return rows


def split_time_from_amount(glued: str, note: str, bare_times: set[str]) -> tuple[str, str]:
    """Split "120" into the time "1" and the amount "20", or give two empty texts when unsure.

    Of the splits that leave a well written amount, the one whose amount stands in the note wins,
    else the one whose time stands alone in another row of the table.
    """
    splits = [
        (glued[:cut], glued[cut:])
        for cut in range(1, min(4, len(glued)))
        if glued[:cut].isdigit() and glued[0] != "0" and _VALID_AMOUNT.fullmatch(glued[cut:])
    ]
    if len(splits) == 1:
        return splits[0]
    digits = re.sub(r"[.,]", "", note)
    for confirmed in (
        [s for s in splits if re.search(rf"(?<!\d){s[1].replace(',', '')}(?:000)?(?!\d)", digits)],
        [s for s in splits if s[0] in bare_times],
    ):
        if len(confirmed) == 1:
            return confirmed[0]
    return "", ""


def _note_and_description(text: str, fee: str) -> tuple[str, str]:
    """Split what follows a fee into the note in brackets and the description of the row."""
    if not text.startswith("(") or fee == "Không có thông tin":
        return "", text
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            note, rest = text[1:position], text[position + 1 :]
            # "(1) Trường hợp…" is the beginning of a list, not a note.
            return (note, rest) if len(note.strip()) > 1 else ("", text)
    if match := re.search(r"\)(?=[A-ZĐ0-9*+(-])", text):
        return text[1 : match.start()], text[match.end() :]
    return text[1:], ""


def document_blocks(text: str) -> list[DocumentBlock]:
    """Take the table of papers apart, one block for each case; empty when it is no such table."""
    first, *bodies = text.split(DOCUMENTS_HEADER)
    blocks, case = [], _case(first)
    for index, body in enumerate(bodies):
        rows, rest = _document_rows(body)
        is_last = index == len(bodies) - 1
        tail = re.sub(r"^(?:--)+|(?:--)+$", "", rest.strip()).strip()
        blocks.append(DocumentBlock(case, tuple(rows), tail if is_last else ""))
        case = _case(rest)
    return blocks


def _case(text: str) -> str:
    return re.sub(r"^(?:--)+|(?:--)+$", "", text.strip()).strip()


def _document_rows(body: str) -> tuple[list[DocumentRow], str]:
    rows, start = [], 0
    for match in _QUANTITY.finditer(body):
        originals = _originals(body, match)
        if originals is None:
            continue
        name, form = split_form(body[start : match.end("run") - len(originals)].strip())
        copies = int(match["copies"]) if match["copies"] else None
        rows.append(DocumentRow(name, form, int(originals), copies))
        start = match.end()
    return rows, body[start:]


def _originals(body: str, match: re.Match[str]) -> str | None:
    """Return the digits that are the cell, None when the words are part of a name.

    The name may end with digits of its own ("…/QH15" and "1 bản chính"), so of a run of digits
    only the last is the cell, but for a plausible 10 to 20 right after a letter.
    """
    run = match["run"]
    before = body[match.start() - 1 : match.start()]
    if len(run) == 1:
        following = body[match.end() : match.end() + 1]
        mentioned = before == "(" or (before.isspace() and not _starts_row(following))
        return None if mentioned else run
    if run[0] == "0" and len(run) == 2 and not before.isalnum():
        return None
    if len(run) == 2 and run[0] != "0" and int(run) <= 20 and (before.isalpha() or before in ";)"):
        return run
    return run[-1]


def _starts_row(character: str) -> bool:
    return not character or character.isupper() or character.isdigit() or character in "-+*•(\n"


def split_form(text: str) -> tuple[str, str]:
    """Split "…theo mẫuMẫu số 01.docx" into the name of the paper and the name of its form."""
    if not _FORM_FILE.search(text):
        return text, ""
    window_start = max(0, len(text) - _LONGEST_FILE_NAME)
    cuts = [m.start() for m in _FORM_WORD.finditer(text, window_start)]
    if not cuts:
        file_stem = len(_FORM_FILE.sub("", text))
        cuts = [m.start() for m in _GLUE.finditer(text, window_start) if m.start() < file_stem][-1:]
    if not cuts or not text[: cuts[0]].strip():
        return _FORM_FILE.sub("", text), ""
    files = re.split(r"(?<=\.docx)|(?<=\.doc)(?!x)|(?<=\.pdf)|(?<=\.xlsx)", text[cuts[0] :])
    names = [_FORM_FILE.sub("", name.strip()).strip() for name in files if name.strip()]
    return text[: cuts[0]].strip(), "; ".join(name for name in names if name)


def legal_rows(text: str) -> list[LegalRow]:
    """Take the table of legal documents apart; empty when the text is no such table."""
    if not text.startswith(LEGAL_HEADER):
        return []
    body = text[len(LEGAL_HEADER) :].replace("\n", " ")
    # A document without a number has these words in its cell, so they end its row.
    return _joined_by_number([row for part in body.split(_NO_NUMBER) for row in _legal_part(part)])


def _legal_part(body: str) -> list[LegalRow]:
    rows, start = [], 0
    for match in _NUMBER.finditer(body):
        following = body[match.end() : match.end() + 1]
        preceding = body[match.start("number") - 1 : match.start("number")]
        glued_after = not following or following.isalnum() or following in "-+*"
        glued_before = bool(preceding) and not preceding.isspace() and preceding not in '(“"/'
        if not (glued_after or glued_before) or (following and following in ".,;)"):
            continue
        rows.append(_legal_row(body[start : match.start("number")], match["number"]))
        start = match.end()
    if (rest := body[start:].strip(" .;-")) and any(c.isalpha() for c in rest):
        rows.append(LegalRow(rest, ""))
    return rows


def first_legal_number(text: str) -> str:
    """Return the first number of a legal document in a text, empty when there is none."""
    match = _NUMBER.search(text)
    return match["number"] if match else ""


def _legal_row(title: str, number: str) -> LegalRow:
    """Make a row, giving back to the title the digits of it that stuck to the number."""
    kind = re.escape(number[number.index("/") :])
    stated = re.search(rf"(?<![\d.])(\d{{1,4}}(?:\.\d)?{kind})", title)
    year = re.match(r"((?:19|20)\d{2})(\d{1,4}/)", number)
    if stated and number.endswith(stated[1]):
        title, number = title + number[: -len(stated[1])], stated[1]
    elif not stated and year and re.search(r"(?:/|năm )$", title):
        title, number = title + year[1], number[len(year[1]) :]
    title = _NUMBER_WORD.sub("", title)
    return LegalRow(title.strip(" -–;:"), number)


_KINDS = "Thông tư liên tịch|Thông tư|Nghị định|Nghị quyết|Quyết định|Bộ luật|Luật"
# The words of a number cell ("Thông tư số 64/2025/TT-BTC") that stand at the end of a title.
_NUMBER_WORD = re.compile(rf"(?<=[{LOWER}\d.)”])(?:{_KINDS})\s*(?:số)?\s*$|\s*(?:số|SỐ)\s*:?\s*$")


def _joined_by_number(rows: list[LegalRow]) -> list[LegalRow]:
    """One row for each number, with the longest title seen for it.

    A title that ends with the document's own number was cut there; it gets the number back.
    """
    joined: dict[str, LegalRow] = {}
    for row in rows:
        known = joined.get(row.number or row.title)
        if known is None:
            joined[row.number or row.title] = row
        elif known.title and not row.title:
            joined[row.number] = LegalRow(f"{known.title} {row.number}", row.number)
        elif len(row.title) > len(known.title):
            joined[row.number] = row
    return list(joined.values())

"""Fees: from what a source writes to amounts with their conditions. Nothing is guessed.

Three things are known about the sources. "Miễn phí" is also what the portal shows when nobody
entered an amount, so it counts only when the note does not speak of money. "20 VNĐ" stands for
20,000 đồng in part of the records, which only the note can confirm. And a note may name several
amounts, each for a case.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from knowledge.importers.fields import clean_lines, one_line, says_nothing, unbulleted
from knowledge.importers.letters import LOWER, UPPER
from knowledge.records import Fee

Currency = Literal["VND", "USD"]

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?![\d])|\d+(?:[.,]\d{1,2})?"
_UNIT = (
    r"(?P<scale>triệu|nghìn|ngàn)?\s*(?P<unit>Việt Nam Đồng|VNĐ|VND|đồng|đ(?![\w-])|USD|đô la Mỹ)"
)
_PER = r"/\s*(?:0?1\s*(?:\(\w+\)\s*)?)?(?P<per>[^\W\d_][^\n,.;:()+|\t]{0,70})"
_AMOUNT = re.compile(
    rf"(?<![\d/.,])(?P<number>{_NUMBER})\s*(?:\([^()\d]{{3,60}}\)\s*)?"
    rf"(?:{_UNIT}(?![^\W\d_])[ \t]*(?:{_PER})?"
    rf"|(?<=[.,]\d{{3}})[ \t]*{_PER.replace('per', 'per2')})",
    re.IGNORECASE,
)
# An amount after these words is a bound, a value or a penalty, not what is to be paid.
_NOT_TO_PAY = re.compile(
    r"(?:(?<!\w)(?:trên|dưới|từ|đến|quá|vượt|tối đa|tối thiểu|hơn|trị giá|giá trị|thu nhập|vốn"
    r"|giảm|phạt|ít nhất)|\d\s*%(?:\s*của)?)(?:\s*:|\s+(?:là|cho|khoảng))?\s*$",
    re.IGNORECASE,
)
_CELL = re.compile(
    r"(?P<number>\d[\d,.]*)\s*(?P<unit>Việt Nam Đồng|VNĐ|VND|USD|Đồng)", re.IGNORECASE
)
_FREE = re.compile(
    r"^\W*(?:miễn(?: phí| lệ phí|phí)?|không (?:thu|mất|phải nộp)[^.;]{0,20}phí)\b", re.I
)
_FREE_WHOLLY = re.compile(
    r"^\W*(?:miễn(?: thu)?(?: phí,?)?(?: lệ phí)?|không thu(?: phí,?| lệ phí)*|không (?:có"
    r"|mất) (?:lệ )?phí)"
    r"(?: đăng ký doanh nghiệp| hải quan)?\s*(?:\((?:theo )?thông tư[^()]*\)\s*)?(?:[.;,]|$)",
    re.IGNORECASE,
)
_FREE_FOR_SOME = re.compile(
    r"miễn (?:phí|lệ phí|thu|nộp|cho|đối với)|được miễn|không (?:thu|phải nộp)", re.IGNORECASE
)
_CONDITIONAL = re.compile(
    r"^\W*(?:trường hợp|đối với|(?:miễn|không thu)[^.;:]{0,40}(?:đối với|cho|trường hợp"
    r"|từ ngày|kể từ))",
    re.IGNORECASE,
)
_STRAY_UNIT = re.compile(r"^(?:đồng|vnđ)(?:\s*(?=[/(])|\s+|$)", re.IGNORECASE)
_PER_FIRST = re.compile(_PER, re.IGNORECASE)
_EMPTY_LABEL = re.compile(
    r"^\W*(?:o|phí|lệ phí|mức giá|mức thu|mức phí|mức|áp dụng(?: mức)?(?: phí| thu)?)?\W*$",
    re.IGNORECASE,
)
NOT_CHARGED = "Không thu lệ phí"
OUTSIDE_THAT_TIME = "Ngoài thời gian áp dụng mức riêng"
_COUNCIL = re.compile(r"h(?:ội đồng nhân dân|đnd)", re.IGNORECASE)
_NOT_SET = re.compile(r"^\W*chưa (?:có )?(?:văn bản )?quy định\W*$", re.IGNORECASE)
_NO_NOTE = re.compile(
    r"^\W*(?:|\w|phí, lệ phí|phí|lệ phí|không quy định|không|không có|không có phí, lệ phí"
    r"|đồng)\W*$",
    re.I,
)
_TEMPORARY = re.compile(r"(?:từ|kể từ|đến hết) ngày|áp dụng đến|giai đoạn từ", re.IGNORECASE)
_CLAUSE_END = re.compile(
    rf"[;\n]|,\s+(?=(?:riêng|trường hợp)\b)|(?<!:)\s[-+•*]\s(?=(?-i:[{UPPER}\d(]))"
    r"|(?<=[^\d\W])\.\s|\)\s+(?=(?:phí|lệ phí)\b)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?<![\w-])(?:Phí|Lệ phí|Mức giá)\s*:\s*")
_FILE_NAME = re.compile(r"\S+\.(?:pdf|docx?)\b", re.IGNORECASE)
_FURNITURE = re.compile(
    r"^[\W_]*(?:o )?(?:[^\n.]{0,40} có thể thay đổi[^\n]*"
    r"|(?:áp dụng )?(?:theo )?văn bản quy định lệ phí(?: chưa được cung cấp)?"
    r"|không có thông tin[^\n;:]{0,45}|chưa có thông tin|không quy định riêng"
    r"|không có lệ phí cụ thể đề cập|(?:không )?có văn bản quy định lệ phí|chưa có lệ phí|\d"
    r"|lệ phí(?: mô tả)?|,? ?lệ phí)[\W_]*$",
    re.IGNORECASE,
)
_NONE_CHARGED = re.compile(
    r"^[\W_]*(?:không|không có|không thu|không có (?:lệ )?phí|miễn (?:lệ )?phí)[\W_]*$", re.I
)

THOUSAND = 1000
_SHORT_CONDITION = 200


class FeeReading(NamedTuple):
    """Fees, and what is doubtful about them.

    `contradicts`: the cell says one thing and the note another. `uncertain`: an amount has no
    certain unit, so it is given as text only. `in_thousands`: an amount was multiplied by 1,000
    because its note confirms it.
    """

    fees: tuple[Fee, ...] = ()
    contradicts: bool = False
    uncertain: bool = False
    in_thousands: bool = False


class Amount(NamedTuple):
    """An amount of money in a text: how much, of what, for what, in which clause."""

    value: int
    currency: Currency
    per: str
    clause: str
    label: str


def read_fee_cell(cell: str, note: str, several: bool = False) -> FeeReading:
    """Read a fee cell ("2,000,000 Việt Nam Đồng", "Miễn phí") with the note in its brackets.

    `several` says that other fees stand beside it, so its condition must tell it from them.
    """
    note = _without_brackets(_STRAY_UNIT.sub("", one_line(note)))
    if _NO_NOTE.match(note):
        note = ""
    number = _CELL.fullmatch(cell.strip())
    if number:
        value = int(re.sub(r"[.,]", "", number["number"]))
        currency: Currency = "USD" if number["unit"].upper() == "USD" else "VND"
        return _numbered(value, currency, note, several) if value else _free(note)
    if cell.strip().lower() == "miễn phí":
        return _free(note)
    return _noted(note) if note else FeeReading()


def read_fee_text(text: str) -> FeeReading:
    """Read a free text on fees ("Lệ phí : 20.000 Đồng Lệ phí cấp mới… Phí : Đồng (…)")."""
    text = _FILE_NAME.sub("", clean_lines(text))
    segments = [segment for segment in _LABEL.split(text) if segment.strip()]
    readings = [_segment(segment, several=len(segments) > 1) for segment in segments]
    fees = [fee for reading in readings for fee in reading.fees]
    if any(fee.amount for fee in fees):
        fees = [fee for fee in fees if fee.text != NOT_CHARGED]
    return FeeReading(
        tuple(dict.fromkeys(fees)),
        any(reading.contradicts for reading in readings),
        any(reading.uncertain for reading in readings),
        any(reading.in_thousands for reading in readings),
    )


def read_fee_description(description: str) -> FeeReading:
    """Read the fees that a description states under "Phí :" or "Lệ phí :", if it states any."""
    label = _LABEL.search(description)
    return read_fee_text(description[label.start() :]) if label else FeeReading()


def amounts_in(text: str) -> list[Amount]:
    """Return the amounts to pay that a text names, leaving out bounds, values and penalties."""
    found = []
    for match in _AMOUNT.finditer(text):
        if _NOT_TO_PAY.search(text[: match.start()][-25:]):
            continue
        value = _value(match["number"], match["scale"])
        if value is None:
            continue
        unit = (match["unit"] or "").lower()
        currency: Currency = "USD" if unit in ("usd", "đô la mỹ") else "VND"
        group = "per" if match["per"] else "per2"
        per = _per(match[group] or "")
        end = match.start(group) + len(per) if per else match.end()
        clause, label = _clause(text, match.start(), end)
        found.append(Amount(value, currency, per, clause, label))
    return found


def _segment(segment: str, several: bool) -> FeeReading:
    segment = re.sub(r"^(?:,\s*)?lệ phí(?:\s+mô tả)?\s*:?\s*\n", "", segment.strip(), flags=re.I)
    if _FURNITURE.match(segment):
        return FeeReading()
    if _NONE_CHARGED.match(segment):
        return FeeReading((Fee(text=NOT_CHARGED, amount=0),))
    cell = re.match(r"(\d[\d.,]*\s*(?:Đồng|VNĐ|VND|USD)|Miễn phí)(?:\s+Đồng)?(?![\w/])\s*", segment)
    if cell:
        return read_fee_cell(cell[1], segment[cell.end() :], several)
    return _noted(_without_brackets(re.sub(r"^(?:Đồng\s*)+", "", segment).strip()))


def _numbered(value: int, currency: Currency, note: str, several: bool = False) -> FeeReading:
    """A cell with a number. The note may confirm it, change its scale, or add other amounts."""
    amounts = amounts_in(note)
    same = [a for a in amounts if (a.value, a.currency) == (value, currency)]
    others = [a for a in amounts if (a.value, a.currency) != (value, currency)]
    if currency == "VND" and not same and (value < THOUSAND or _in_thousands(value, others)):
        return _small(value, note, amounts)
    if not amounts and _COUNCIL.search(note):
        text = f"Nguồn ghi {_shown(value, currency)}. {note}"
        return FeeReading((Fee(text=text, currency=currency),), contradicts=True)
    temporary = bool(others) and all(_TEMPORARY.search(a.clause) for a in others)
    per = _PER_FIRST.match(note)
    first = Fee(
        text=_shown(value, currency) + note if per else note or _shown(value, currency),
        amount=value,
        currency=currency,
        per=same[0].per if same else _per(per["per"]) if per else "",
        condition=OUTSIDE_THAT_TIME
        if temporary and not same
        else _condition(same[0] if same else None, note, bool(amounts), several or bool(others)),
    )
    fees = _with_shared_period((first, *_fees(others)), note)
    return FeeReading(fees, bool(others) and not same and not temporary)


def _with_shared_period(fees: tuple[Fee, ...], note: str) -> tuple[Fee, ...]:
    """Give the period at the end of a one-sentence note to all its amounts, not just the last."""
    period = re.search(r"\((áp dụng (?:đến|từ|kể từ)[^()]*)\)\W*$", note)
    if not period or len(fees) < 2 or re.search(r"[;\n]|\.\s|\s[-+]\s", note[: period.start()]):
        return fees
    shared = period[1]
    return tuple(
        fee
        if shared in fee.condition
        else fee.model_copy(
            update={"condition": f"{fee.condition} ({shared})" if fee.condition else shared}
        )
        for fee in fees
    )


def _in_thousands(value: int, amounts: list[Amount]) -> bool:
    return any(a.value == value * THOUSAND and a.currency == "VND" for a in amounts)


def _small(value: int, note: str, amounts: list[Amount]) -> FeeReading:
    """Below 1,000 đồng: thousands when the note says so, else a text for an officer to check."""
    if _in_thousands(value, amounts):
        reading = _numbered(value * THOUSAND, "VND", note)
        return reading._replace(in_thousands=True)
    if any(a.value == value and a.currency == "USD" for a in amounts):
        return _numbered(value, "USD", note)
    stated = f"Nguồn ghi “{value} VNĐ”, chưa rõ là đồng hay nghìn đồng"
    text = f"{stated}. {note}" if note else stated
    return FeeReading((Fee(text=text), *_fees(amounts)), contradicts=bool(amounts), uncertain=True)


def _free(note: str) -> FeeReading:
    """The cell says "Miễn phí": believed only when the note does not speak of something to pay."""
    if not note:
        return FeeReading((Fee(text="Miễn phí", amount=0),))
    if _NOT_SET.match(note) or (_COUNCIL.search(note) and not amounts_in(note)):
        return FeeReading((Fee(text=note),))
    if wholly := _FREE_WHOLLY.match(note):
        rest = note[wholly.end() :].strip(" .;,-+)")
        free = Fee(text=wholly[0].strip(" .;,()-") + (")" if "(" in wholly[0] else ""), amount=0)
        return FeeReading((free, *((_noted(rest).fees) if rest else ())))
    if _CONDITIONAL.match(note) and _FREE_FOR_SOME.search(note) and not amounts_in(note):
        return FeeReading((Fee(text=note, amount=0, condition=unbulleted(note)),))
    return FeeReading(_noted(note).fees, contradicts=True)


def _noted(note: str) -> FeeReading:
    """No number in the cell: the amounts of the note, or the note as it stands."""
    if not note or says_nothing(note):
        return FeeReading()
    if _FREE_WHOLLY.match(note):
        return _free(note)
    if amounts := amounts_in(note):
        fees = _fees(amounts) if len(amounts) > 1 else (_single(amounts[0], note),)
        return FeeReading(_with_shared_period(fees, note))
    if _FREE.match(note) and _CONDITIONAL.match(note):
        return FeeReading((Fee(text=note, amount=0, condition=unbulleted(note)),))
    return FeeReading((Fee(text=one_line(note)),))


def _single(amount: Amount, note: str) -> Fee:
    return Fee(
        text=one_line(note),
        amount=amount.value,
        currency=amount.currency,
        per=amount.per,
        condition=_condition(amount, note, True, False),
    )


def _fees(amounts: list[Amount]) -> tuple[Fee, ...]:
    fees = [
        Fee(text=a.clause, amount=a.value, currency=a.currency, per=a.per, condition=a.label)
        for a in amounts
    ]
    return tuple(dict.fromkeys(fees))


def _condition(amount: Amount | None, note: str, amounts: bool, others: bool) -> str:
    """The case an amount is for: its own clause when there are others, a short note otherwise."""
    if amount and others:
        return amount.label
    if amount:
        label = amount.label
        return (
            label
            if re.match(r"(?:trường hợp|đối với|kể từ|từ ngày|áp dụng|nếu|khi)", label, re.I)
            else ""
        )
    if others:
        return ""
    describes = note and not amounts and not note.startswith("/") and len(note) <= _SHORT_CONDITION
    lawful = re.search(r"thông tư|theo quy định|nghị định|luật", note, re.IGNORECASE)
    if note and not amounts and _TEMPORARY.search(note) and "miễn" not in note.lower():
        return unbulleted(note.strip("() "))
    return unbulleted(note) if describes and not lawful else ""


def _clause(text: str, first: int, last: int) -> tuple[str, str]:
    """Return the clause an amount stands in, and the clause without the amount."""
    starts = [m.end() for m in _CLAUSE_END.finditer(text, 0, first)]
    ends = [m.start() for m in _CLAUSE_END.finditer(text, last)]
    start, end = (starts[-1] if starts else 0), (ends[0] if ends else len(text))
    clause = unbulleted(one_line(text[start:end]))
    before = one_line(text[start:first]).strip(" :-–+•*(")
    after = one_line(text[last:end]).strip(" :-–+•*.,;")
    if "|" in before and ":" in before:
        before = f"{before.split(':', 1)[0]}: {before.rsplit('|', 1)[1].strip()}"
    label = before
    if _EMPTY_LABEL.match(before):
        label = "" if _AMOUNT.search(after) else after
    if label == before and _TEMPORARY.search(after):
        label = f"{before} ({after.strip('()')})"
    label = re.sub(r"(?:\s+(?:là|thu|mức thu|mức phí|mức))+$", "", label).strip(" :-–")
    label = re.sub(r"^\d{1,2}[.)]\s+", "", _without_brackets(label))
    if label.count("(") != label.count(")"):
        label = label.strip("()")
    return clause, unbulleted(re.sub(r":\s+[-+•*]\s+", ": ", label))


def _value(number: str, scale: str | None) -> int | None:
    """Return the whole đồng or dollars of a number: "1.200.000", "1,5" triệu, "02" triệu."""
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number)
    factor = {"triệu": 1_000_000, "nghìn": THOUSAND, "ngàn": THOUSAND}.get((scale or "").lower(), 1)
    if grouped and factor == 1:
        return int(re.sub(r"[.,]", "", number)) or None
    value = float(number.replace(",", ".")) * factor if not grouped else 0
    if not value or value != int(value):
        return None
    return int(value)


def _per(text: str) -> str:
    per = re.split(rf"\s[-–]\s|\s{{2,}}|(?<=[{LOWER}])(?=[{UPPER}])", text, maxsplit=1)[0]
    per = re.split(
        r"\b(?:theo|trong trường hợp|đối với|kể từ|áp dụng|từ ngày|tại)\b", per, maxsplit=1
    )[0]
    return re.sub(r"(?:^|\s+)đồng$", "", one_line(per), flags=re.IGNORECASE).strip(" /.")


def _without_brackets(note: str) -> str:
    note = note.strip()
    while note.startswith("(") and note.endswith(")") and _balanced(note[1:-1]):
        note = note[1:-1].strip()
    return note


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def _shown(value: int, currency: Currency) -> str:
    return f"{value:,}".replace(",", ".") + (" USD" if currency == "USD" else " đồng")

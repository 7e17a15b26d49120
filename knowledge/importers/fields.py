"""The text fields of raw records: checked for type and size, cleaned, and split into lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.importers.letters import LOWER, UPPER
from knowledge.importers.model import Findings, RecordRefused, Repair
from knowledge.records import MAX_FIELD_CHARACTERS, Level
from vietnamese.text import INVISIBLE, clean, nfc

_NOTHING = {
    "không có thông tin",
    "không",
    "không có",
    "không quy định",
    "không quy định cụ thể",
    "không có quy định",
    "không có yêu cầu điều kiện",
    "không có yêu cầu, điều kiện",
    "không yêu cầu",
    "chưa có thông tin",
    "không áp dụng",
    "có",
}
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_LINE_ENDS = re.compile(r"[\r\n\x0b\x0c\x85\u2028\u2029]+")
_BULLET = re.compile(rf"^(?:[-–—+*•▪·●🔹]+|o(?=\s+[{UPPER}\d]))\s*")
_STEP_START = re.compile(r"(?<=[.;:\s])\s*(?=[-+*]?\s*Bước\s+\d{1,2}\s*[.:])")
_LABEL_ONLY = re.compile(r"^[-+*(\s]*(?:[a-zđ]\)\s*)?Bước\s+\d{1,2}\s*[.:)]*$")
# "…hồ sơNgười hưởng…": a line break was lost between a small and a capital letter.
_LOST_BREAK = re.compile(
    rf"(?<=[{LOWER})])(?=[{UPPER}][{LOWER}]+\s)|(?<=[{LOWER})][.;:])(?=[{UPPER}])"
)
_WRAPPED = re.compile(r"[^.;:!?]$")


def text_of(raw: Mapping[str, Any], key: str, findings: Findings) -> str:
    """Return one text field of a raw record, in NFC, with its line breaks and no other noise.

    A field that says "there is no information" is returned empty. Raises RecordRefused when
    the field is not text, or too long to be a fact.
    """
    value = raw.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RecordRefused(
            f"Trường “{key.strip(': ')}” phải là chữ, nhưng tệp lại ghi kiểu "
            f"{type(value).__name__}. Hãy sửa trường này rồi nạp lại."
        )
    if len(value) > MAX_FIELD_CHARACTERS:
        raise RecordRefused(
            f"Trường “{key.strip(': ')}” dài {len(value):,} ký tự, quá mức "
            f"{MAX_FIELD_CHARACTERS:,}. Có lẽ tệp xuất bị hỏng; hãy xuất lại."
        )
    if not unicodedata.is_normalized("NFC", value):
        findings.repaired(Repair.UNICODE_NFC)
    text = clean_lines(value)
    return "" if says_nothing(text) and text.lower().startswith("không có thông tin") else text


def clean_lines(text: str) -> str:
    """Return the text cleaned line by line, without empty lines."""
    lines = (" ".join(line.split()) for line in _LINE_ENDS.split(_INVISIBLE.sub("", nfc(text))))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """Return the text with its lines joined by spaces."""
    return clean(text)


def says_nothing(text: str) -> bool:
    """Tell whether a field is empty or only says that there is nothing to say."""
    bare = text.strip(" .;:,-–•()[]\n").lower()
    return not bare or bare in _NOTHING


def unbulleted(line: str) -> str:
    """Return a line without the bullet it starts with."""
    return _BULLET.sub("", line.strip()).strip()


def items(text: str) -> tuple[str, ...]:
    """Split a text into steps, conditions or results: one for each line or "Bước n".

    A line that ends in the middle of a sentence is joined with the next when that one goes on
    with a small letter, and a line that only says "Bước 2:" with the line it heads.
    """
    lines: list[str] = []
    for raw_line in text.split("\n"):
        for piece in _STEP_START.split(raw_line):
            line = piece.strip()
            if not line:
                continue
            if lines and (_LABEL_ONLY.match(lines[-1]) or _continues(lines[-1], line)):
                lines[-1] = f"{lines[-1]} {line}"
            else:
                lines.append(line)
    cleaned = (unbulleted(line) for line in lines)
    return tuple(unique(line for line in cleaned if any(c.isalnum() for c in line)))


def _continues(previous: str, line: str) -> bool:
    return (
        bool(_WRAPPED.search(previous)) and line[0].islower() and not re.match(r"\w{1,2}[).]", line)
    )


def restore_lost_breaks(text: str, findings: Findings) -> str:
    """Return the text with line breaks where two lines were glued together."""
    restored = _LOST_BREAK.sub("\n", text)
    if restored != text:
        findings.repaired(Repair.LINE_BREAKS)
    return restored


def names(text: str) -> tuple[str, ...]:
    """Split "A, B (trừ C, D), E" at the commas that are outside brackets.

    A comma before a small letter belongs to one name: "Thuế tỉnh, thành phố".
    """
    parts, depth, start = [], 0, 0
    for position, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        following = text[position + 1 :].lstrip()[:1]
        if character in ",;\n" and depth <= 0 and not following.islower():
            parts.append(text[start:position])
            start = position + 1
    parts.append(text[start:])
    cleaned = (unbulleted(clean(part)).rstrip(".") for part in parts)
    return tuple(unique(part for part in cleaned if not says_nothing(part)))


def unique(values: Iterable[str]) -> list[str]:
    """Return the values in order, each once; case and final full stop do not tell them apart."""
    seen: dict[str, str] = {}
    for value in values:
        seen.setdefault(value.casefold().rstrip(". "), value)
    return list(seen.values())


def levels(text: str) -> tuple[Level, ...]:
    """Read the levels of government that a list or the name of an agency speaks of."""
    lowered = text.lower()
    found = []
    if re.search(r"cấp bộ|trung ương|^bộ |, bộ |^cục |, cục |tổng cục", lowered):
        found.append(Level.CENTRAL)
    if re.search(
        r"cấp tỉnh|\bsở\b|ban quản lý|thành phố đà nẵng|ubnd thành phố|tp\.? ?đà", lowered
    ):
        found.append(Level.PROVINCE)
    if re.search(r"cấp huyện|quận|huyện", lowered):
        found.append(Level.DISTRICT)
    if re.search(r"cấp xã|phường|\bxã\b", lowered):
        found.append(Level.COMMUNE)
    if "cơ quan khác" in lowered:
        found.append(Level.OTHER)
    return tuple(found)

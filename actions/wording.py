"""The Vietnamese of facts: how a time limit, a fee or a document is put into words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.records import (
    Channel,
    Concern,
    Duration,
    Fee,
    FilingMethod,
    RequiredDocument,
    TimeUnit,
)

CHANNELS = {
    Channel.IN_PERSON: "Nộp trực tiếp",
    Channel.ONLINE: "Nộp trực tuyến",
    Channel.POST: "Gửi qua bưu chính",
}

UNITS = {
    TimeUnit.HOUR: "giờ",
    TimeUnit.DAY: "ngày",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.MONTH: "tháng",
    TimeUnit.YEAR: "năm",
}

# What a citizen must be told of a record that an officer has still to check.
NOTICES = {
    Concern.OTHER_PROVINCE: (
        "Thủ tục này do tỉnh khác công bố. Ở Đà Nẵng có thể khác. "
        "Anh/chị gọi 1022 hỏi lại trước khi đi ạ."
    ),
    Concern.ABOLISHED_DISTRICT: (
        "Hồ sơ gốc còn ghi cấp huyện, mà cấp huyện đã bỏ từ ngày 1/7/2025. Anh/chị hỏi Trung tâm "
        "Phục vụ hành chính công phường, xã hoặc gọi 1022 trước khi đi ạ."
    ),
    Concern.FEE_CONTRADICTS_NOTE: (
        "Nguồn công bố ghi lệ phí chưa thống nhất. Anh/chị hỏi lại mức thu khi nộp ạ."
    ),
    Concern.TIME_WITHOUT_UNIT: (
        "Nguồn công bố không ghi rõ đơn vị của thời hạn. Anh/chị xem ngày hẹn trên giấy tiếp nhận "
        "ạ."
    ),
    Concern.TABLE_NOT_READ: (
        "Bảng giấy tờ của nguồn công bố có chỗ chưa đọc được trọn vẹn. Anh/chị gọi 1022 hỏi lại "
        "cho chắc ạ."
    ),
    Concern.OUTDATED_SOURCE: (
        "Có thông tin công bố trước ngày 1/7/2025 và chưa được cán bộ xác minh lại. Anh/chị gọi "
        "1022 hỏi lại trước khi đi ạ."
    ),
    Concern.UNVERIFIED_FACT: "Thông tin này chưa được cán bộ xác minh ạ.",
}


def duration_in_words(duration: Duration) -> str:
    """«3 ngày làm việc»; the text of the source where it states no number with a unit."""
    if duration.value is None or duration.unit is None:
        return duration.text
    number = f"{duration.value:g}".replace(".", ",")
    return f"{number} {UNITS[duration.unit]}"


def fee_in_words(fee: Fee) -> str:
    """«8.000 đồng mỗi bản (khi xin bản sao)»; the text of the source where it has no number."""
    words = fee.text if fee.amount is None else _amount_in_words(fee)
    condition = _inside(fee.condition)
    if not condition or condition.lower() in words.lower():
        return words
    return f"{words.rstrip(' .;')} ({condition})"


def document_in_words(document: RequiredDocument) -> str:
    """«Giấy chứng sinh (1 bản chính)»."""
    parts = []
    if document.originals:
        parts.append(f"{document.originals} bản chính")
    if document.copies:
        parts.append(f"{document.copies} bản sao")
    name = document.name.rstrip(" .;,")
    return f"{name} ({', '.join(parts)})" if parts else name


def numbered(lines: Iterable[str]) -> str:
    """Lines as «1. …», one below the other; a single line stands without a number."""
    listed = [line.rstrip() for line in lines]
    if len(listed) == 1:
        return listed[0]
    return "\n".join(f"{number}. {line}" for number, line in enumerate(listed, start=1))


def by_channel(filing: Sequence[FilingMethod], parts: Sequence[Sequence[str]]) -> list[str]:
    """One line for each way of filing; a single line when all ways say the same.

    `parts` has, for each way of filing, what to say of it; ways with nothing to say are left out.
    """
    said = [(method, part) for method, part in zip(filing, parts, strict=True) if part]
    if not said:
        return []
    if all(part == said[0][1] for _, part in said):
        return [_sentence(line) for line in said[0][1]]
    return [f"{CHANNELS[method.channel]}: {'; '.join(part)}." for method, part in said]


def date_in_words(day: date) -> str:
    """«22/11/2026», as dates are written on Vietnamese forms."""
    return f"{day.day}/{day.month}/{day.year}"


def _amount_in_words(fee: Fee) -> str:
    if fee.amount == 0:
        return "miễn phí"
    amount = f"{fee.amount:,}".replace(",", ".")
    words = f"{amount} {'đồng' if fee.currency == 'VND' else 'đô la Mỹ'}"
    return f"{words} mỗi {fee.per}" if fee.per else words


def _sentence(line: str) -> str:
    line = line.strip()
    line = line[:1].upper() + line[1:]
    return line if line.endswith((".", "!", "?", ":", ";")) else f"{line}."


def _inside(condition: str) -> str:
    """A condition as it stands in brackets: without a full stop, not starting a sentence."""
    condition = condition.strip().rstrip(".;")
    if len(condition) > 1 and condition[0].isupper() and not condition[1].isupper():
        return condition[0].lower() + condition[1:]
    return condition

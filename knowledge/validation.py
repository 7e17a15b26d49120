"""What is missing in a record, so that staff know what to complete."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.records import Concern, Procedure, Record

# What a citizen asks for most must be in every published procedure.
EXPECTED: dict[str, Callable[[Procedure], bool]] = {
    "lĩnh vực": lambda item: bool(item.domain),
    "cấp thực hiện": lambda item: bool(item.levels),
    "cơ quan thực hiện": lambda item: bool(item.agencies),
    "các bước": lambda item: bool(item.steps),
    "cách nộp": lambda item: bool(item.filing),
    "thời hạn": lambda item: any(method.duration for method in item.filing),
    "lệ phí": lambda item: any(method.fees for method in item.filing),
    "giấy tờ": lambda item: bool(item.documents),
    "kết quả": lambda item: bool(item.results),
    "căn cứ pháp lý": lambda item: bool(item.legal_basis),
}

CONCERN_NAMES = {
    Concern.OTHER_PROVINCE: "trái tỉnh",
    Concern.ABOLISHED_DISTRICT: "cấp huyện đã bỏ",
    Concern.FEE_CONTRADICTS_NOTE: "phí mâu thuẫn",
    Concern.TIME_WITHOUT_UNIT: "thời hạn thiếu đơn vị",
    Concern.TABLE_NOT_READ: "bảng chưa đọc được",
    Concern.OUTDATED_SOURCE: "nguồn cũ",
    Concern.UNVERIFIED_FACT: "chưa xác minh",
}


def missing_parts(item: Record) -> list[str]:
    """The Vietnamese names of what a record lacks; empty for a complete one."""
    if not isinstance(item, Procedure):
        return []
    return [name for name, is_there in EXPECTED.items() if not is_there(item)]


def concerns_in_words(item: Record) -> list[str]:
    """Why an officer must verify the record, in the words of the seed files."""
    return [CONCERN_NAMES[concern] for concern in item.concerns]

"""Time limits that a record states in its sentences, to complete a bare number in its time cell.

The portal's time cell often holds a number without a unit. Where the sentences of the same record
state a limit, it is taken only when nothing in them contradicts it:

- A number of 2 or more takes its unit from the limits of the same number, when they agree.
- "1" is what officers type to fill the cell, so it proves nothing. It is replaced only by the
  limit for the result, counted from the receipt of the dossier, when the record states one such
  limit and no other step of the office that takes its own time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.importers.durations import amounts_in, duration_of, number_of
from knowledge.importers.letters import UPPER
from knowledge.records import Channel, Duration

PLACEHOLDER = 1

_SENTENCE_END = re.compile(rf"\n+|;\s*|(?<=\.)\s+(?=[-+*•(]|[{UPPER}])")
_LEAD = re.compile(
    r"(?:trong (?:thời hạn|thời gian|vòng)|(?<!\w)sau(?: thời hạn)?|không quá|tối đa|chậm nhất|không muộn hơn"
    r"|thời (?:hạn|gian) (?:giải quyết|thực hiện|trả kết quả)[^.;:\d]{0,40}:?"
    r"|giải quyết TTHC:[-–]?)"
    r"(?:\s+(?:là|không quá|tối đa|chậm nhất|\w+ \())*\s*$",
    re.IGNORECASE,
)
_RESULT_LABEL = re.compile(
    r"thời (?:hạn|gian) (?:giải quyết|trả kết quả)(?:\s+(?:hồ sơ|thủ tục|TTHC))?\s*:?\s*"
    r"(?:(?:là|không quá|tối đa|trong)\s*)*$",
    re.IGNORECASE,
)
# Counted from the day the citizen's own dossier came in.
_FROM_RECEIPT = re.compile(
    r"^[\s,]*(?:tính |kể )?(?:tính )?(?:kể )?từ (?:ngày|khi|thời điểm)\s+(?:hồ sơ được tiếp nhận"
    r"|(?:tiếp )?nhận (?:được |đủ |đầy đủ )*"
    r"(?:hồ sơ|thông báo|giấy đề nghị|văn bản đề nghị|giấy tờ|yêu cầu))"
    r"(?! (?:trình|thẩm định|lấy ý kiến|bổ sung|xin ý kiến))",
    re.IGNORECASE,
)
_OF_AN_OFFICE = re.compile(
    r"^[^,.;]{0,80}?(?:của|do) (?:các )?(?:Sở|Bộ|Cục|Ủy ban|UBND|Cơ quan|Chủ tịch|Ban|Phòng|Thủ"
    r"|Tổng cục|bộ phận)",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"(?<!đề nghị )(?<!được )(?:\bcấp (?:lại |đổi |mới )*(?:giấy|đăng ký|chứng|thẻ|phép|bản|văn bản"
    r"|số|quyết định|mã)"
    r"|\b(?:ra|ban hành|ký) (?:\w+ ){0,2}quyết định|\bquyết định (?:công nhận|cấp|phê duyệt|chấp"
    r"|bổ nhiệm|miễn|cho|việc)|\btrả kết quả|\bcập nhật|\bhiệu đính|\bghi nhận"
    r"|\bchấp nhận hoặc không|\bchấp nhận/không|chuyển tình trạng|ra thông báo về việc)",
    re.IGNORECASE,
)
# Steps that lead to no result: telling what is missing, passing on, hearing others.
_INCOMPLETE = re.compile(
    r"(?:chưa|không)(?: bảo đảm| đảm bảo)? (?:đầy đủ|hợp lệ|hợp pháp|đủ|đúng|đáp ứng|đạt)"
    r"|tính đầy đủ|từ chối|không tiếp nhận|yêu cầu (?:sửa đổi|bổ sung|hoàn thiện)"
    r"|bổ sung, hoàn thiện|còn thiếu|không chấp thuận",
    re.IGNORECASE,
)
# A case that not every dossier is.
_SPECIAL_CASE = re.compile(
    r"(?:trường hợp|nếu) (?:cần|phải|có (?:khiếu nại|yêu cầu)|phức tạp)", re.IGNORECASE
)
# What the citizen has to do in time, and what happens to a result afterwards.
_NOT_OF_THE_OFFICE = re.compile(
    r"trước (?:ngày|khi|thời)|(?:thông báo|niêm yết|đăng tải) công khai|được công khai"
    r"|kể từ (?:ngày|khi|thời điểm) (?:\w+ ){0,3}?(?:có (?:sự )?thay đổi|quyết định|thông qua"
    r"|phát sinh|kết thúc năm|thanh toán|xảy ra|hợp đồng|đi vào hoạt động|chính thức|sinh con)"
    r"|chậm nhất (?:là )?(?:vào )?ngày",
    re.IGNORECASE,
)
_ONLINE_ONLY = re.compile(r"điện tử|trực tuyến|qua mạng|môi trường mạng", re.IGNORECASE)
_WITHIN_THE_DAY = re.compile(
    r"trong ngày(?: làm việc)?(?: (?:kể từ khi )?(?:tiếp )?nhận (?:được |đủ )*(?:hồ sơ|yêu cầu)"
    r"|\s*$)",
    re.IGNORECASE,
)
_NEXT_DAY_AFTER_THREE = re.compile(
    r"tiếp nhận hồ sơ sau 15 giờ[^.;\n]{0,80}trả kết quả[^.;\n]{0,60}ngày làm việc tiếp theo",
    re.IGNORECASE,
)
WITHIN_THE_DAY = Duration(text="Trong ngày làm việc", immediate=True)
WITHIN_THE_DAY_OR_NEXT = Duration(
    text="Trong ngày làm việc; nộp sau 15 giờ thì nhận kết quả vào ngày làm việc tiếp theo",
    immediate=True,
)


class Stated(NamedTuple):
    """A time limit taken from the sentences, and whether it replaces the number of the cell."""

    duration: Duration
    replaces_number: bool


@dataclass(frozen=True)
class _Limit:
    """One limit in a sentence. `harmless` limits say nothing against the limit of the result."""

    duration: Duration
    value: float
    is_result: bool
    harmless: bool
    online_only: bool


def stated_limit(value: float, sentences: str, channel: Channel) -> Stated | None:
    """Return the limit that completes a bare `value`, None when the text leaves it in doubt."""
    limits = list(_limits(sentences))
    if value != PLACEHOLDER:
        same = {limit.duration for limit in limits if limit.value == value}
        return Stated(same.pop(), False) if len(same) == 1 else None
    results = {limit.duration for limit in limits if limit.is_result}
    others = [limit for limit in limits if not limit.is_result and not limit.harmless]
    at_once = _at_once(sentences)
    if len(results) + len(at_once) != 1 or others:
        return None
    online_only = all(limit.online_only for limit in limits if limit.is_result)
    if results and online_only and channel is not Channel.ONLINE:
        return None
    (duration,) = results | at_once
    return Stated(duration, duration.value != PLACEHOLDER)


def _limits(text: str) -> Iterator[_Limit]:
    for sentence in _SENTENCE_END.split(text):
        for number, unit, start, end in amounts_in(sentence):
            before, after = sentence[:start], sentence[end:]
            duration = duration_of(number_of(number), unit)
            if not duration or not _LEAD.search(before):
                continue
            told_to_citizen = bool(_NOT_OF_THE_OFFICE.search(sentence))
            incomplete = bool(_INCOMPLETE.search(sentence))
            of_an_office = bool(_OF_AN_OFFICE.search(after))
            from_receipt = bool(_FROM_RECEIPT.search(after)) and not of_an_office
            answers = from_receipt or "thông báo tiếp nhận" in after
            yield _Limit(
                duration,
                number_of(number),
                is_result=not told_to_citizen
                and not incomplete
                and not _SPECIAL_CASE.search(before)
                and (
                    bool(_RESULT_LABEL.search(before))
                    or (answers and bool(_RESULT.search(sentence)))
                ),
                harmless=told_to_citizen or incomplete,
                online_only=bool(_ONLINE_ONLY.search(sentence)),
            )


def _at_once(text: str) -> set[Duration]:
    if _NEXT_DAY_AFTER_THREE.search(text):
        return {WITHIN_THE_DAY_OR_NEXT}
    for sentence in _SENTENCE_END.split(text):
        if _WITHIN_THE_DAY.search(sentence) and _RESULT.search(sentence):
            return {WITHIN_THE_DAY}
    return set()

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

from knowledge.importers.durations import DurationReading, amounts_in, duration_of, number_of
from knowledge.importers.letters import UPPER
from knowledge.importers.model import Repair
from knowledge.records import Channel, Duration

PLACEHOLDER = 1

_SENTENCE_END = re.compile(rf"\n+|;\s*|(?<=\.)\s+(?=[-+*•(]|[{UPPER}])")
_LEAD = re.compile(
    r"(?:trong (?:thời hạn|thời gian|vòng)|(?<!\w)sau(?: thời hạn)?|không quá|tối đa"
    r"|chậm nhất|không muộn hơn"
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
    r"(?:hồ sơ|thông báo|giấy đề nghị|văn bản đề nghị|công văn hợp lệ|giấy tờ|yêu cầu))"
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
    r"|\bxem xét cấp lại|\bquyết định và có thông báo|\bcấp tài khoản"
    r"|\bchấp nhận hoặc không|\bchấp nhận/không|chuyển tình trạng)",
    re.IGNORECASE,
)
# Steps that lead to no result: telling what is missing, passing on, hearing others.
_INCOMPLETE = re.compile(
    r"(?:chưa|không)(?: bảo đảm| đảm bảo)? (?:đầy đủ|hợp lệ|hợp pháp|đủ|đúng|đáp ứng|đạt)"
    r"|tính đầy đủ|từ chối|không tiếp nhận|yêu cầu (?:sửa đổi|bổ sung|hoàn thiện)"
    r"|bổ sung, hoàn (?:thiện|chỉnh)|còn thiếu|không chấp thuận|không tính vào",
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
    r"|sau khi (?:có thông tin|có thay đổi|hoàn tất)"
    r"|chậm nhất (?:là )?(?:vào )?ngày",
    re.IGNORECASE,
)
_ONLINE_ONLY = re.compile(r"điện tử|trực tuyến|qua mạng|môi trường mạng", re.IGNORECASE)
_WITHIN_THE_DAY = re.compile(
    r"trong ngày(?: làm việc)?(?: (?:kể từ khi )?(?:tiếp )?nhận (?:được |đủ )*(?:hồ sơ|yêu cầu)"
    r"|\s*$)",
    re.IGNORECASE,
)
WITHIN_THE_DAY = Duration(text="Trong ngày làm việc", immediate=True)


@dataclass(frozen=True)
class _Limit:
    """One limit in a sentence.

    An aside is no step towards the result: what the office does about an incomplete dossier, or
    what the citizen has to do.
    """

    duration: Duration
    value: float
    is_result: bool
    is_aside: bool
    online_only: bool


def completed(reading: DurationReading, sentences: str, channel: Channel) -> DurationReading:
    """Complete a bare number for one way of filing; unchanged when the text leaves it in doubt.

    What is said only of dossiers filed online completes only that way.
    """
    if not (reading.bare and reading.duration and reading.duration.value):
        return reading
    value, limits = reading.duration.value, list(_limits(sentences))
    same = {limit.duration for limit in limits if limit.value == value and not limit.is_aside}
    if value != PLACEHOLDER:
        if len(same) != 1:
            return reading
        return DurationReading(same.pop(), completed=Repair.TIME_UNIT_FROM_STEPS)
    duration = _of_the_result(limits, _within_the_day(sentences), channel)
    if duration is None:
        return reading
    repair = Repair.TIME_UNIT_FROM_STEPS if duration.value == value else Repair.TIME_FROM_STEPS
    return DurationReading(duration, completed=repair, uncertain=True)


def _of_the_result(
    limits: list[_Limit], within_the_day: Duration | None, channel: Channel
) -> Duration | None:
    """Return the one limit for the result, None when there are several or other steps count."""
    if any(not limit.is_result and not limit.is_aside for limit in limits):
        return None
    results = [limit for limit in limits if limit.is_result]
    if not results:
        return within_the_day
    first, *more = results
    if within_the_day or any(limit.value != PLACEHOLDER for limit in more):
        return None
    if any(limit.duration != first.duration for limit in more):
        return None
    for_this_way = channel is Channel.ONLINE or not all(limit.online_only for limit in results)
    return first.duration if for_this_way else None


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
                is_aside=told_to_citizen or incomplete,
                online_only=bool(_ONLINE_ONLY.search(sentence)),
            )


def _within_the_day(text: str) -> Duration | None:
    sentences = _SENTENCE_END.split(text)
    said = any(_WITHIN_THE_DAY.search(one) and _RESULT.search(one) for one in sentences)
    return WITHIN_THE_DAY if said else None

"""What a citizen is told while a conversation passes between the bot and an officer."""

from __future__ import annotations

from datetime import datetime

from bot.conversations.handover import State
from bot.conversations.office_hours import VIETNAM
from vietnamese.text import clean, strip_diacritics

STOP_WAITING = "Không chờ nữa"
LEAVE_NOTHING = "Không nhắn nữa"
_STOPS_WAITING = frozenset(
    {
        "khong cho nua",
        "thoi khong cho nua",
        "khong can gap can bo nua",
        "huy cho",
        "huy cho can bo",
    }
)
# Where only a message is waited for, fewer words will do; elsewhere they may be about a form.
_LEAVES_NOTHING = _STOPS_WAITING | {
    "khong nhan nua",
    "thoi khong nhan nua",
    "khong can nua",
    "thoi",
    "thoi khoi",
    "huy",
}
_DAY_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

BACK_WITH_BOT = "Dạ, em lại trả lời anh/chị đây ạ."
CANCELLED = f"Dạ, em không gọi cán bộ nữa. {BACK_WITH_BOT}"
MESSAGE_NOT_LEFT = (
    "Dạ, em chưa nhận được lời nhắn nào nên không chuyển cho cán bộ. Khi cần, anh/chị nhắn «gặp "
    f"cán bộ» ạ. {BACK_WITH_BOT}"
)


def wants_to_cancel(text: str, state: State) -> bool:
    """Whether a citizen says that they no longer wait for an officer, or leave no message."""
    said = strip_diacritics(clean(text)).lower().rstrip(" .!").removesuffix(" a").strip()
    match state:
        case State.WAITING:
            return said in _STOPS_WAITING
        case State.LEAVING_MESSAGE:
            return said in _LEAVES_NOTHING
    return False


def waiting(position: int) -> str:
    """The citizen stands at `position` of the queue; the first is next."""
    if position == 1:
        return "Dạ, em đã báo cán bộ. Anh/chị là người kế tiếp, xin chờ một chút ạ."
    return (
        f"Dạ, em đã báo cán bộ. Anh/chị đứng thứ {position} trong hàng chờ. Trong lúc chờ, anh/chị "
        "cứ hỏi em ạ."
    )


def moved_up(position: int) -> str:
    """The citizen has moved up in the queue."""
    if position == 1:
        return "Anh/chị là người kế tiếp ạ."
    return f"Anh/chị đứng thứ {position} trong hàng chờ ạ."


def accepted(officer: str) -> str:
    return f"Cán bộ {officer} đang trả lời anh/chị."


def handed_back(officer: str) -> str:
    return f"Cán bộ {officer} đã trả lời xong. {BACK_WITH_BOT}"


def officer_silent(officer: str, unanswered: bool) -> str:
    """The officer has not written for long; `unanswered`: the citizen's last words still are."""
    if unanswered:
        return (
            f"Cán bộ {officer} tạm vắng. Lời anh/chị vừa nhắn vẫn ở chỗ cán bộ, câu trả lời sẽ "
            f"hiện ở đây. {BACK_WITH_BOT}"
        )
    return f"Cán bộ {officer} đã dừng trò chuyện. {BACK_WITH_BOT}"


def leave_message(office_open: bool, opens_at: datetime | None) -> str:
    """Nobody is there; the citizen's next message will be kept for officers."""
    reason = (
        "Dạ, các cán bộ đang bận."
        if office_open
        else f"Dạ, ngoài giờ làm việc nên chưa có cán bộ.{_from(opens_at)}"
    )
    return (
        f"{reason} Anh/chị viết lời nhắn vào đây, em chuyển cho cán bộ. Muốn được gọi lại thì ghi "
        "cả số điện thoại. Việc gấp, anh/chị gọi tổng đài 1022 ạ."
    )


def message_left(with_call_back: bool) -> str:
    """The message is with the officers; `with_call_back`: and a number to call."""
    number = " Số điện thoại được giữ kín, chỉ cán bộ trực xem được." if with_call_back else ""
    return (
        f"Dạ, em đã chuyển lời nhắn cho cán bộ.{number} Câu trả lời sẽ hiện ở đây. Trong lúc đó "
        "anh/chị cứ hỏi em ạ."
    )


def _from(opens_at: datetime | None) -> str:
    if opens_at is None:
        return ""
    local = opens_at.astimezone(VIETNAM)
    day = _DAY_NAMES[local.weekday()]
    return f" Cán bộ làm việc lại lúc {local:%H:%M} {day}, ngày {local:%d/%m}."

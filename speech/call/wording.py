"""Every sentence that a call says by itself, in polite Vietnamese, as a voice reads it.

What the bot says comes from the bot; these are about the call.
"""

from __future__ import annotations

from speech.call.assistant import Choice
from speech.spoken import spelled
from speech.spoken.spelling_out import number_in_words

FILLER = "Dạ, anh chị chờ em một chút ạ."
AN_OFFICER = "anh chị muốn gặp cán bộ"
THE_END = "anh chị muốn kết thúc cuộc gọi"
GO_ON = "Anh chị muốn nghe tiếp không ạ?"
ALL_SAID = "Dạ, em đã đọc hết rồi ạ. Anh chị cần hỏi gì thêm không ạ?"
GO_AHEAD = "Dạ, anh chị cứ nói ạ."
SLOWER = "Dạ, em đọc chậm lại ạ."
ANYTHING_ELSE = "Anh chị cần hỏi gì thêm không ạ?"
STOPPED_READING = "Dạ vâng. Anh chị cần hỏi gì thêm không ạ?"

REMINDERS = (
    "Dạ, anh chị còn nghe máy không ạ? Anh chị cứ nói, em đang nghe.",
    "Em chưa nghe thấy anh chị nói. Anh chị nói giúp em, hoặc bấm phím không để gặp cán bộ ạ.",
)
NOBODY_THERE = "Em vẫn chưa nghe được anh chị. Em xin chuyển máy cho cán bộ ạ."

NOT_UNDERSTOOD = "Dạ, em chưa nghe rõ. Anh chị nói lại giúp em ạ."
STILL_NOT_UNDERSTOOD = "Em xin lỗi, em vẫn chưa nghe rõ. Em xin chuyển máy cho cán bộ ạ."
YES_OR_NO = "Dạ, anh chị trả lời giúp em là có hoặc không ạ."
KEYS_YES_NO = "Anh chị bấm phím một nếu có, phím hai nếu không, hoặc phím không để gặp cán bộ ạ."
KEYS_CHOICE = "Anh chị bấm phím số của mục cần chọn, hoặc phím không để gặp cán bộ ạ."
KEYS_DIGITS = (
    "Anh chị bấm từng số trên bàn phím, xong thì bấm phím thăng. Bấm nhầm thì bấm phím sao để xóa. "
    "Cần gặp cán bộ thì bấm phím không, rồi phím thăng ạ."
)
KEYS_QUESTION = "Anh chị bấm phím chín để nghe lại, hoặc phím không để gặp cán bộ ạ."
NO_DIGITS = "Dạ, em chưa nhận được số nào. Anh chị nhập lại giúp em ạ."

OFFICER = "Dạ, em xin chuyển máy cho cán bộ. Anh chị giữ máy giúp em ạ."
APOLOGY = "Em xin lỗi, hệ thống đang trục trặc. Em xin chuyển máy cho cán bộ ạ."
FAREWELL = "Dạ, em cảm ơn và chào anh chị ạ."
TIME_IS_SHORT = "Thưa anh chị, cuộc gọi còn khoảng một phút nữa ạ."
TIME_IS_UP = (
    "Thưa anh chị, cuộc gọi đã hết thời gian. Cần hỏi thêm, anh chị gọi lại giúp em. "
    "Em cảm ơn và chào anh chị ạ."
)
STOPPED = "Dạ, em xin dừng cuộc gọi tại đây. Em chào anh chị ạ."
NO_PORTAL_CODE = "Em xin lỗi, em chưa lấy được mã. Anh chị thử lại sau giúp em ạ."

YES, NO = "có", "không"
_KEYS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def confirmation(heard: str) -> str:
    """Ask whether something was heard rightly."""
    return f"Dạ, em nghe là {heard}, đúng không ạ?"


def menu(choices: tuple[Choice, ...]) -> list[str]:
    """Read out what there is to choose from, with the keys."""
    return [
        "Anh chị chọn giúp em:",
        *(f"{choice.spoken}, bấm phím {key}." for choice, key in zip(choices, _KEYS, strict=False)),
    ]


def wrong_count(given: int, wanted: int) -> str:
    """Say how many digits came, and ask for all of them."""
    came, due = number_in_words(str(given)), number_in_words(str(wanted))
    return f"Dạ, em nhận được {came} số, cần đúng {due} số. Anh chị đọc lại giúp em ạ."


def portal_code(code: str) -> list[str]:
    """Read out the code that continues the conversation on the portal, twice."""
    return [
        "Dạ, anh chị mở cổng hỏi đáp, chọn tiếp tục cuộc trò chuyện, rồi nhập mã này ạ.",
        f"{spelled(code)}.",
        "Em đọc lại.",
        f"{spelled(code)}.",
        "Mã dùng được trong mười phút.",
    ]

"""What a caller is told while the conversation passes to an officer; plain words for the ear."""

from __future__ import annotations

TO_OFFICER = "Dạ, em chuyển máy cho cán bộ. Anh chị vui lòng giữ máy ạ."
BACK_WITH_BOT = "Dạ, em nghe đây ạ. Anh chị cần hỏi gì ạ?"


def leave_message(knows_number: bool) -> str:
    """No officer is there; `knows_number`: the telephone has shown the caller's number."""
    number = "" if knows_number else " và số điện thoại"
    return (
        f"Dạ, bây giờ chưa có cán bộ nhận máy. Anh chị nói lời nhắn{number}, em chuyển cho cán bộ "
        "để gọi lại ạ."
    )


def message_left(knows_number: bool) -> str:
    """The message is with the officers."""
    number = " theo số máy này" if knows_number else ""
    return (
        f"Dạ, em đã chuyển lời nhắn cho cán bộ. Cán bộ sẽ gọi lại{number} ạ. "
        "Anh chị còn cần hỏi gì nữa không ạ?"
    )

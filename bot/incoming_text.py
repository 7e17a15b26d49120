"""What a channel hands in, made safe for the rest: cleaned, bounded, and never a command."""

from __future__ import annotations

from bot.errors import MessageRefused
from vietnamese.text import clean

MAX_CHARACTERS = 1000


def incoming_text(text: str) -> str:
    """The message as the bot may read it. Raises `MessageRefused` with what to tell the citizen.

    Invisible characters are removed. Rasa takes a message that starts with a slash for an intent
    or a command, such as /restart; a citizen's slash is only a slash.
    """
    readable = clean(text).lstrip("/ ")
    if len(readable) > MAX_CHARACTERS:
        limit = f"{MAX_CHARACTERS:,}".replace(",", ".")
        raise MessageRefused(
            f"Dạ, tin nhắn dài quá {limit} ký tự nên em chưa đọc được. Anh/chị viết ngắn lại giúp "
            "em, mỗi lần hỏi một việc ạ."
        )
    if not any(character.isalnum() for character in readable):
        raise MessageRefused(
            "Dạ, em chưa đọc được chữ nào trong tin nhắn. Anh/chị gõ giúp em việc cần làm, gõ "
            "không dấu cũng được ạ."
        )
    return readable

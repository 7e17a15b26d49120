"""What a channel hands in, made safe for the rest: cleaned, bounded, and never a command.

Personal data is masked here, before anything sees it that stores or logs: text, metadata, and the
name of the conversation, which may be a telephone number.
"""

from __future__ import annotations

import re
from typing import Any

from bot.errors import MessageRefused
from bot.installation_key import InstallationKey
from vietnamese.personal_data import PLACEHOLDERS, find, masked
from vietnamese.text import clean

MAX_CHARACTERS = 1000
# What clients send along is flat; what lies deeper is left out.
DEEPEST_METADATA = 10


def incoming_text(text: str) -> str:
    """The message as the bot may read it. Raises `MessageRefused` with what to tell the citizen.

    Personal data is masked; a placeholder may be longer than what it stands for.

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
    return masked(readable)


def without_placeholders(text: str) -> str:
    """The text with blanks for what was masked: «[số căn cước]» does not ask for a new one.

    Every other character keeps its place. A text of placeholders alone stays as it is.
    """
    blanked = _PLACEHOLDER.sub(lambda match: " " * len(match.group()), text)
    return blanked if any(character.isalnum() for character in blanked) else text


def incoming_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """What a client sent along with a message, a JSON object, with personal data masked."""
    return {masked(name): _masked_value(value, 1) for name, value in metadata.items()}


def conversation_name(sender: str, key: InstallationKey) -> str:
    """The name under which a sender's conversation is kept; it tells no number and no address.

    Most names come back as they are. One that holds personal data gets a pseudonym, always the
    same: a hash without a key would tell the number to whoever tries all numbers there are.
    """
    return f"sender-{key.pseudonym('sender', sender)}" if find(sender) else sender


_PLACEHOLDER = re.compile("|".join(map(re.escape, PLACEHOLDERS.values())))


def _masked_value(value: Any, depth: int) -> Any:
    if isinstance(value, dict | list) and depth >= DEEPEST_METADATA:
        return None
    if isinstance(value, dict):
        return {masked(name): _masked_value(inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [_masked_value(inner, depth + 1) for inner in value]
    if isinstance(value, str | int):
        return masked(str(value)) if find(str(value)) else value
    return value

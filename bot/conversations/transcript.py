"""A whole conversation as a file that its citizen keeps."""

from __future__ import annotations

from typing import Any

from bot.conversations.office_hours import VIETNAM
from bot.conversations.store import Event, Speaker

_NAMES = {
    Speaker.CITIZEN: "Anh/chị",
    Speaker.BOT: "Trợ lý",
    Speaker.OFFICER: "Cán bộ",
    Speaker.SYSTEM: "Thông báo",
}


def as_json(conversation_id: str, events: list[Event]) -> dict[str, Any]:
    """The events of the protocol."""
    return {"id": conversation_id, "events": [event.as_json() for event in events]}


def as_text(events: list[Event]) -> str:
    """For reading and printing: who said what and when, by the clock of Việt Nam."""
    paragraphs = [
        f"[{event.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}] {_who(event)}:\n{event.text}\n"
        for event in events
    ]
    return "\n".join(["Cuộc trò chuyện với trợ lý thủ tục hành chính Đà Nẵng\n", *paragraphs])


def _who(event: Event) -> str:
    officer = (event.custom or {}).get("officer")
    name = _NAMES[event.speaker]
    return f"{name} {officer}" if event.speaker is Speaker.OFFICER and officer else name

"""Parts for tests of the portal's conversations: a clock to set, and an assistant that repeats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from actions.answer import Answer, Kind
from bot.installation_key import InstallationKey
from bot.rest_message import message_of

# By whom and what was said in a conversation so far.
Said = Callable[[str], list[tuple[str, str]]]

KEY = InstallationKey(b"only for tests")

# A Monday, nine o'clock in Vietnam.
MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Clock:
    """The time, which stands still until the test moves it."""

    def __init__(self) -> None:
        self.time = MONDAY_MORNING

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, **period: float) -> None:
        self.time += timedelta(**period)


class Parrot:
    """An assistant that repeats what it hears, and knows two things more."""

    ready = True
    error = None

    def __init__(self) -> None:
        self.heard: list[str] = []
        # What was sent along with each of them.
        self.metadata: list[dict[str, Any]] = []

    async def handle(
        self, sender: str, text: str, metadata: dict[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        self.heard.append(text)
        self.metadata.append(metadata or {})
        kind = Kind.HANDOFF if text == "gặp cán bộ" else Kind.SMALLTALK
        if text.startswith("cháy"):
            kind = Kind.EMERGENCY
        return [message_of(sender, Answer(kind=kind, text=f"Dạ, {text}"))]

    async def parse(self, text: str) -> dict[str, Any]:
        return {"intent": {"name": "emergency" if text.startswith("cháy") else "greet"}}

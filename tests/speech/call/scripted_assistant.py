"""A bot that says what a test has written down for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from speech.call.assistant import Choice, Expect, Outcome, Script
from speech.errors import AssistantUnreachable


@dataclass(frozen=True)
class Reply:
    """A script that comes after a while, or does not come."""

    script: Script
    after_s: float = 0.0
    fails: bool = False


@dataclass
class ScriptedAssistant:
    """An `Assistant`; the last reply is given again and again."""

    greeting: Reply
    replies: list[Reply]
    code: str | None = None
    told: list[str] = field(default_factory=list)
    closed: bool = False

    async def greet(self, call_id: str, caller: str) -> Script:
        return await _given(self.greeting)

    async def reply(self, call_id: str, message: str) -> Script:
        self.told.append(message)
        place = min(len(self.told), len(self.replies)) - 1
        return await _given(self.replies[place])

    async def portal_code(self, call_id: str) -> str:
        if self.code is None:
            raise AssistantUnreachable("there is no bot")
        return self.code

    async def close(self, call_id: str) -> None:
        self.closed = True


def reply_of(written: dict[str, Any]) -> Reply:
    """A reply as a scenario has it: the fields of `Script`, `after_s`, `fails`."""
    choices = tuple(Choice(**choice) for choice in written.get("choices", []))
    script = Script(
        parts=tuple(written.get("parts", [])),
        expect=Expect(written.get("expect", "question")),
        choices=choices,
        digits=written.get("digits"),
        outcome=Outcome(written.get("outcome", "continue")),
        urgent=written.get("urgent", False),
    )
    return Reply(script, written.get("after_s", 0.0), written.get("fails", False))


async def _given(reply: Reply) -> Script:
    await asyncio.sleep(reply.after_s)
    if reply.fails:
        raise AssistantUnreachable("there is no bot")
    return reply.script

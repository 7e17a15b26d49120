"""What a call asks the bot, and the script for the ear that comes back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Expect(StrEnum):
    """What the caller is likely to say next; recognition and patience adapt to it."""

    QUESTION = "question"
    YES_NO = "yes_no"
    CHOICE = "choice"
    DIGITS = "digits"
    CODE = "code"


class Outcome(StrEnum):
    """What becomes of the call after a script."""

    CONTINUE = "continue"
    OFFICER = "officer"
    END = "end"


@dataclass(frozen=True)
class Choice:
    """One of the things to choose from: said as `spoken`, sent to the bot as `message`."""

    spoken: str
    message: str


@dataclass(frozen=True)
class Script:
    """An answer for the ear, in plain words that a voice can read as they stand.

    `parts` are said one at a time, each of at most two sentences; after each, the caller is asked
    whether to go on. `choices` are read out with the keys 1, 2, 3 … after the last part; they
    are not in `parts`. `digits` is how many digits are expected, where that is known. `urgent`
    parts are said without a pause and cannot be interrupted by noise (emergency numbers).
    """

    parts: tuple[str, ...]
    expect: Expect = Expect.QUESTION
    choices: tuple[Choice, ...] = ()
    digits: int | None = None
    outcome: Outcome = Outcome.CONTINUE
    urgent: bool = False


class Assistant(Protocol):
    """The bot, seen from a call. Every method raises `AssistantUnreachable`."""

    async def greet(self, call_id: str, caller: str) -> Script:
        """Begin a conversation for a call."""

    async def reply(self, call_id: str, message: str) -> Script:
        """What the bot says to what the caller said."""

    async def portal_code(self, call_id: str) -> str:
        """A short code that continues this conversation on the portal, as letters and digits."""

    async def close(self, call_id: str) -> None:
        """The call is over."""

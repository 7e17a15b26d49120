"""What an adapter asks about a call, and where it hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from speech.call.line import Line
from speech.errors import SpeechError


class CallRefused(SpeechError):
    """A call cannot be taken; the others go on."""


@dataclass(frozen=True)
class Announced:
    """What the PBX said of a call beforehand; empty if it said nothing.

    `sample_rate`: samples per second that will come; None: as the first frame has it.
    """

    caller: str = ""
    sample_rate: int | None = None


class Switchboard(Protocol):
    """Takes the calls of all adapters."""

    def announced(self, call_id: str) -> Announced:
        """What was said of a call beforehand."""

    async def take(self, line: Line) -> None:
        """Talk until the call is over. Raises `CallRefused` before anything is said."""

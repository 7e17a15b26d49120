"""A telephone line, whatever stands behind it. Sound is mono, signed 16-bit little-endian PCM."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Audio:
    """What the caller said: any number of samples at the line's rate."""

    pcm: bytes


@dataclass(frozen=True)
class Digit:
    """A key that the caller pressed: one of 0-9, * and #."""

    key: str


@dataclass(frozen=True)
class HungUp:
    """The call is over; the last event of a line. `reason` is for the log."""

    reason: str


Event = Audio | Digit | HungUp


class Line(Protocol):
    """One call. Belongs to one event loop.

    Whatever is played comes after what was played before. The line sends silence by itself
    when there is nothing to play, and keeps time by itself.
    """

    call_id: str
    caller: str
    sample_rate: int

    def events(self) -> AsyncIterator[Event]:
        """What comes from the caller, in order, until `HungUp`."""

    def play(self, pcm: bytes) -> None:
        """Queue sound for the caller; returns at once."""

    def flush(self) -> None:
        """Drop what was queued and not heard yet."""

    async def played(self) -> None:
        """Wait until all that was queued is heard or dropped."""

    def heard_ms(self) -> int:
        """Milliseconds of queued sound that the caller has heard since the call began."""

    async def hang_up(self) -> None:
        """End the call; what was not heard is lost. More than once does no harm."""

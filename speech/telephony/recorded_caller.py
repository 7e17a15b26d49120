"""A call without a telephone: the caller is a recording, and what the caller hears is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator

from speech.audio import FRAME_MS, Recording, frame_bytes
from speech.call.line import Audio, Event
from speech.telephony.event_queue import EventQueue
from speech.telephony.pacing import Pacer
from speech.telephony.playout import Playout

# A pause between sentences is shorter than this.
QUIET_MS = 1500
# Whoever gets no answer for so long after the last word hangs up.
PATIENCE_MS = 20_000


class RecordedCaller:
    """A caller who lets the greeting end, speaks, hears the answer out and hangs up.

    See `speech.call.line.Line`. It lasts as long as a real call: recognition and turn-taking are
    those of one.
    """

    def __init__(self, call_id: str, recording: Recording) -> None:
        self.call_id = call_id
        self.caller = ""
        self.sample_rate = recording.rate
        self._said = recording.pcm
        self._place = 0
        self._frame_bytes = frame_bytes(recording.rate)
        self._heard = bytearray()
        self._answer_from: int | None = None
        self._quiet_ms = 0
        self._has_heard_something = False
        self._playout = Playout(recording.rate)
        self._events = EventQueue()
        self._pacer = Pacer(self._tick)

    @property
    def answer(self) -> Recording:
        """What the caller has heard since the recording ended."""
        start = len(self._heard) if self._answer_from is None else self._answer_from
        return Recording(bytes(self._heard[start:]), self.sample_rate)

    def events(self) -> AsyncIterator[Event]:
        return self._events.events()

    def play(self, pcm: bytes) -> None:
        if not self._events.closed:
            self._playout.play(pcm)

    def flush(self) -> None:
        self._playout.flush()

    async def played(self) -> None:
        await self._playout.played()

    def heard_ms(self) -> int:
        return self._playout.heard_ms()

    async def hang_up(self) -> None:
        self._end("hung up here")

    def _tick(self) -> None:
        heard_ms = self._playout.heard_ms()
        self._heard += self._playout.next_frame()
        if self._playout.heard_ms() > heard_ms:
            self._has_heard_something, self._quiet_ms = True, 0
        else:
            self._quiet_ms += FRAME_MS
        self._events.add(Audio(self._next_said()))
        if self._answer_from is None:
            return
        patience = QUIET_MS if self._has_heard_something else PATIENCE_MS
        if self._quiet_ms >= patience:
            self._end("the recording is over")

    def _next_said(self) -> bytes:
        """The next frame of the recording when it is the caller's turn, else silence."""
        waits = self._place == 0 and not (self._has_heard_something and self._quiet_ms >= QUIET_MS)
        if waits or self._answer_from is not None:
            return bytes(self._frame_bytes)
        frame = self._said[self._place : self._place + self._frame_bytes]
        self._place += self._frame_bytes
        if self._place >= len(self._said):
            self._answer_from = len(self._heard)
            self._has_heard_something, self._quiet_ms = False, 0
        return frame.ljust(self._frame_bytes, b"\0")

    def _end(self, reason: str) -> None:
        self._events.close(reason)
        self._pacer.stop()
        self._playout.flush()

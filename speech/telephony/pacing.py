"""Frames of 20 ms on a monotonic clock, for a peer that plays what it is sent at once."""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import Callable

from speech.audio import FRAME_MS

FRAME_SECONDS = FRAME_MS / 1000
# Owed frames go out at twice the pace: a burst would run over the telephone's jitter buffer.
CATCH_UP_SECONDS = FRAME_SECONDS / 2
# What is owed beyond this is given up: the gap was heard, and the sound goes on after it.
MOST_OWED_SECONDS = 5 * FRAME_SECONDS
# How long a thread that computes in Python may keep the event loop waiting; Python's own 5 ms, for
# one thread after the other, made half of the frames 8 ms late, this makes them 2 ms late.
_SWITCH_SECONDS = 0.0005


def let_sound_go_first() -> None:
    """Prepare this process for keeping time. Call it once, when models are loaded."""
    # What is loaded by now stays: looking through all of it would stop the sound for 70 ms.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(_SWITCH_SECONDS)


class Schedule:
    """When each frame is due. Reads no clock: `now` is in seconds, of any clock that never jumps.

    `late` counts frames that were more than a frame late, `skipped` those given up after a stall;
    `largest_gap` is the longest time between two frames, in seconds.
    """

    def __init__(self, now: float) -> None:
        """The first frame is due at `now`."""
        self.late = 0
        self.skipped = 0
        self.largest_gap = 0.0
        self._due = now
        self._last: float | None = None

    def sent(self, now: float) -> float:
        """A frame goes out at `now`; the seconds until the next one."""
        behind = now - self._due
        if behind > FRAME_SECONDS:
            self.late += 1
        if behind > MOST_OWED_SECONDS:
            given_up = int((behind - MOST_OWED_SECONDS) / FRAME_SECONDS) + 1
            self.skipped += given_up
            self._due += given_up * FRAME_SECONDS
        if self._last is not None:
            self.largest_gap = max(self.largest_gap, now - self._last)
        self._last = now
        self._due += FRAME_SECONDS
        wait = self._due - now
        return wait if wait >= CATCH_UP_SECONDS else CATCH_UP_SECONDS


class Pacer:
    """Calls `send` every 20 ms, from now until `stop`. Belongs to the running event loop."""

    def __init__(self, send: Callable[[], None]) -> None:
        self._send = send
        self._loop = asyncio.get_running_loop()
        self.schedule = Schedule(time.monotonic())
        self._handle: asyncio.Handle = self._loop.call_soon(self._tick)
        self._stopped = False

    def stop(self) -> None:
        """No frame goes out after this. More than once does no harm."""
        self._stopped = True
        self._handle.cancel()

    def _tick(self) -> None:
        wait = self.schedule.sent(time.monotonic())
        self._send()
        if not self._stopped:
            self._handle = self._loop.call_later(wait, self._tick)

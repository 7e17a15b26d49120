"""What waits to be heard by the caller: here, or in a queue at the other end."""

from __future__ import annotations

import asyncio

from speech.audio import BYTES_PER_SAMPLE, frame_bytes


class Playout:
    """Sound that is sent frame by frame at the pace at which it is heard."""

    def __init__(self, sample_rate: int) -> None:
        self._bytes_per_ms = sample_rate * BYTES_PER_SAMPLE / 1000
        self.frame_bytes = frame_bytes(sample_rate)
        self._silence = bytes(self.frame_bytes)
        self._waiting = bytearray()
        self._heard_bytes = 0
        self._empty = asyncio.Event()
        self._empty.set()

    def play(self, pcm: bytes) -> None:
        """Queue whole samples."""
        if pcm:
            self._waiting += pcm
            self._empty.clear()

    def flush(self) -> None:
        """Drop what waits."""
        self._waiting.clear()
        self._empty.set()

    def next_frame(self) -> bytes:
        """The frame to send now; silence where there is nothing to say."""
        if not self._waiting:
            return self._silence
        frame = bytes(self._waiting[: self.frame_bytes])
        del self._waiting[: self.frame_bytes]
        self._heard_bytes += len(frame)
        if not self._waiting:
            self._empty.set()
        return frame.ljust(self.frame_bytes, b"\0")

    async def played(self) -> None:
        """Wait until nothing waits."""
        await self._empty.wait()

    def heard_ms(self) -> int:
        """Milliseconds of queued sound that were sent; silence in between does not count."""
        return int(self._heard_bytes / self._bytes_per_ms)


class RemotePlayout:
    """How far the other end is in playing what it was sent, by the clock alone.

    Reads no clock: `now` is in seconds, of any clock that never jumps.
    """

    def __init__(self) -> None:
        self._sent = 0.0
        self._ends_at = 0.0

    def sent(self, seconds: float, now: float) -> None:
        """So much sound was sent; it is played after what was sent before."""
        self._sent += seconds
        self._ends_at = max(self._ends_at, now) + seconds

    def ahead(self, now: float) -> float:
        """Seconds of sound that were sent and not heard yet."""
        return max(0.0, self._ends_at - now)

    def flushed(self, now: float) -> None:
        """The other end was told to drop what was not heard yet."""
        self._sent -= self.ahead(now)
        self._ends_at = now

    def heard(self, now: float) -> float:
        """Seconds of sound that were heard."""
        return self._sent - self.ahead(now)

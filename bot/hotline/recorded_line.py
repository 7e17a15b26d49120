"""A line whose sound is kept: the caller on the left channel, the bot on the right."""

from __future__ import annotations

import tempfile
import time
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO

import numpy as np

from speech.audio import BYTES_PER_SAMPLE
from speech.call.line import Audio, Event, Line

# Frames come a little early or late; only a longer pause is one.
_JITTER_SECONDS = 0.2
_BLOCK_BYTES = 1 << 16


class RecordedLine:
    """Passes everything on to a line; see `speech.call.line.Line`."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.call_id = line.call_id
        self.caller = line.caller
        self.sample_rate = line.sample_rate
        self._began = time.monotonic()
        self._caller = _Track()
        self._bot = _Track()

    async def events(self) -> AsyncIterator[Event]:
        async for event in self._line.events():
            if isinstance(event, Audio):
                now = self._now() - len(event.pcm)
                if now - self._caller.end > self._bytes(_JITTER_SECONDS):
                    self._caller.move_to(now)
                self._caller.write(event.pcm)
            yield event

    def play(self, pcm: bytes) -> None:
        self._bot.move_to(max(self._bot.end, self._now()))
        self._bot.write(pcm)
        self._line.play(pcm)

    def flush(self) -> None:
        self._bot.cut(self._now())
        self._line.flush()

    async def played(self) -> None:
        await self._line.played()

    def heard_ms(self) -> int:
        return self._line.heard_ms()

    async def hang_up(self) -> None:
        self._bot.cut(self._now())
        await self._line.hang_up()

    def save(self, path: Path) -> None:
        """Write the WAV file, for this user alone, and drop the sound. Raises `OSError`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(BYTES_PER_SAMPLE)
            file.setframerate(self.sample_rate)
            length = max(self._caller.end, self._bot.end)
            for start in range(0, length, _BLOCK_BYTES):
                size = min(_BLOCK_BYTES, length - start)
                left, right = self._caller.read(start, size), self._bot.read(start, size)
                both = [np.frombuffer(channel, "<i2") for channel in (left, right)]
                file.writeframes(np.stack(both, axis=1).tobytes())
        self.discard()

    def discard(self) -> None:
        """Drop the sound."""
        self._caller.close()
        self._bot.close()

    def _now(self) -> int:
        """Where in the recording this moment is, in bytes."""
        return self._bytes(time.monotonic() - self._began)

    def _bytes(self, seconds: float) -> int:
        return int(seconds * self.sample_rate) * BYTES_PER_SAMPLE


class _Track:
    """The sound of one channel, in a nameless file; where nothing was written is silence."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(buffering=_BLOCK_BYTES)  # noqa: SIM115
        self._place = 0
        self.end = 0

    def write(self, pcm: bytes) -> None:
        """Add sound at the end."""
        # To seek would empty the buffer: a write to the disk for every frame, in the event loop.
        if self._place != self.end:
            self._file.seek(self.end)
        self._file.write(pcm)
        self.end += len(pcm)
        self._place = self.end

    def move_to(self, place: int) -> None:
        """Silence up to a place."""
        self.end = max(self.end, place)

    def cut(self, place: int) -> None:
        """Drop what lies after a place."""
        if place < self.end:
            self.end = place
            self._file.truncate(place)

    def read(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        self._place = start + size
        return self._file.read(size).ljust(size, b"\0")

    def close(self) -> None:
        self._file.close()

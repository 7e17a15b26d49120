"""A line whose caller is a test: it gives sound, keys and the end, and sees what is played."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from speech.audio import frame_bytes
from speech.call.line import Audio, Digit, Event, HungUp

FRAME_S = 0.02


class SimulatedLine:
    """A `Line` that sends and plays a frame every 20 ms by the event loop's clock."""

    call_id = "cuoc-goi-thu"
    caller = "0905123456"

    def __init__(self, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        self.frame = frame_bytes(sample_rate)
        # What the caller heard, frame by frame, with the time of each.
        self.heard_frames: list[tuple[float, bytes]] = []
        self.flushed_at: list[float] = []
        self.hung_up_at: float | None = None
        # Whether any sound is sent; a held key stops it.
        self.is_muted = False
        self._loop = asyncio.get_running_loop()
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._to_say: deque[bytes] = deque()
        self._to_play = bytearray()
        self._heard_bytes = 0
        self._all_said = asyncio.Event()
        self._all_played = asyncio.Event()
        self._all_played.set()
        self._ticking = asyncio.create_task(self._tick())

    # --- The caller ---

    async def say(self, pcm: bytes) -> None:
        """Say something; returns when it is said."""
        self._all_said.clear()
        for start in range(0, len(pcm), self.frame):
            self._to_say.append(pcm[start : start + self.frame].ljust(self.frame, b"\0"))
        await self._all_said.wait()

    def press(self, key: str) -> None:
        self._events.put_nowait(Digit(key))

    def leave(self) -> None:
        """Hang up."""
        self._end("the caller hung up")

    # --- The line ---

    async def events(self) -> AsyncIterator[Event]:
        while True:
            event = await self._events.get()
            yield event
            if isinstance(event, HungUp):
                return

    def play(self, pcm: bytes) -> None:
        if pcm:
            self._to_play += pcm
            self._all_played.clear()

    def flush(self) -> None:
        self.flushed_at.append(self._loop.time())
        self._to_play.clear()
        self._all_played.set()

    async def played(self) -> None:
        await self._all_played.wait()

    def heard_ms(self) -> int:
        return self._heard_bytes * 1000 // (self.sample_rate * 2)

    async def hang_up(self) -> None:
        if self.hung_up_at is None:
            self.hung_up_at = self._loop.time()
            self._end("we hung up")

    def _end(self, reason: str) -> None:
        self._ticking.cancel()
        # What was not said is not said any more.
        self._all_said.set()
        self._events.put_nowait(HungUp(reason))

    async def _tick(self) -> None:
        due = self._loop.time()
        while True:
            self._send()
            self._play()
            due += FRAME_S
            await asyncio.sleep(max(0.0, due - self._loop.time()))

    def _send(self) -> None:
        frame = self._to_say.popleft() if self._to_say else bytes(self.frame)
        if not self._to_say:
            self._all_said.set()
        if not self.is_muted:
            self._events.put_nowait(Audio(frame))

    def _play(self) -> None:
        if not self._to_play:
            return
        frame = bytes(self._to_play[: self.frame])
        del self._to_play[: self.frame]
        self._heard_bytes += len(frame)
        self.heard_frames.append((self._loop.time(), frame))
        if not self._to_play:
            self._all_played.set()

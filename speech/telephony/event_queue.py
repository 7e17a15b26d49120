"""What came from the caller and was not looked at yet."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from speech.call.line import Event, HungUp

# 20 seconds of frames: who is fed faster than it listens makes the peer wait.
MOST_WAITING = 1000


class EventQueue:
    """One writer, one reader, `HungUp` at the end."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._waiting: deque[Event] = deque()
        self._end: HungUp | None = None
        self._changed = asyncio.Event()
        self._room = asyncio.Event()

    async def put(self, event: Event) -> None:
        """Add an event, when there is room; after the end, events are dropped."""
        while self._end is None and len(self._waiting) >= self._most_waiting:
            self._room.clear()
            await self._room.wait()
        self.add(event)

    def add(self, event: Event) -> None:
        """Add an event of a source that cannot be made to wait."""
        if self._end is None:
            self._waiting.append(event)
            self._changed.set()

    def close(self, reason: str) -> None:
        """Nothing comes after this; the first reason counts."""
        if self._end is None:
            self._end = HungUp(reason)
            self._changed.set()
            self._room.set()

    @property
    def closed(self) -> bool:
        return self._end is not None

    async def events(self) -> AsyncIterator[Event]:
        """The events in order, `HungUp` last."""
        while True:
            while self._waiting:
                event = self._waiting.popleft()
                self._room.set()
                yield event
            if self._end is not None:
                yield self._end
                return
            self._changed.clear()
            await self._changed.wait()

"""Wakes those who wait for a conversation's next event, whichever process or thread wrote it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


class Watch:
    """One who waits; `seen` is the last cursor they know."""

    def __init__(self) -> None:
        self.seen = 0
        self._news = asyncio.Event()

    def look(self) -> None:
        """About to read: whatever is written from now on is news."""
        self._news.clear()

    def wake(self) -> None:
        """There may be something to read."""
        self._news.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for news; False when there was none in that time."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        return True


class Notifier:
    """Who waits for which conversation, in the event loop that `watch` is called in."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watches: dict[str, set[Watch]] = {}

    @contextmanager
    def watch(self, conversation_id: str) -> Iterator[Watch]:
        """Wait for a conversation within the `with` block."""
        self._loop = asyncio.get_running_loop()
        watch = Watch()
        watches = self._watches.setdefault(conversation_id, set())
        watches.add(watch)
        try:
            yield watch
        finally:
            watches.discard(watch)
            if not watches and self._watches.get(conversation_id) is watches:
                del self._watches[conversation_id]

    def changed(self, conversation_id: str) -> None:
        """A conversation has changed. May be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, conversation_id)

    @property
    def watched(self) -> list[str]:
        """The conversations that somebody waits for."""
        return list(self._watches)

    def compare(self, last_cursors: Mapping[str, int], watched: list[str]) -> None:
        """Wake whoever has not seen the last event the database has, or waits for what is gone."""
        for conversation_id in watched:
            last = last_cursors.get(conversation_id)
            for watch in self._watches.get(conversation_id, ()):
                if last is None or last > watch.seen:
                    watch.wake()

    def _wake(self, conversation_id: str) -> None:
        for watch in self._watches.get(conversation_id, ()):
            watch.wake()

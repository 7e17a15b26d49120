"""Following a conversation: every event after a cursor, once, for as long as one listens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from bot.conversations.errors import ConversationNotFound
from bot.conversations.notifier import Notifier
from bot.conversations.store import EVENTS_AT_ONCE, Conversations, Event

# A sign of life this often, in seconds: proxies close what is silent for long.
HEARTBEAT = 15.0

InThread = Callable[..., Awaitable[Any]]


class EventStream:
    """Reads events in a thread and waits for the next ones in the event loop."""

    def __init__(
        self, conversations: Conversations, notifier: Notifier, in_thread: InThread
    ) -> None:
        self._conversations = conversations
        self._notifier = notifier
        self._in_thread = in_thread

    async def follow(self, conversation_id: str, after: int) -> AsyncIterator[Event | None]:
        """The events after a cursor as they come; None is a sign of life.

        Ends when the conversation is deleted.
        """
        with self._notifier.watch(conversation_id) as watch:
            watch.seen = after
            while True:
                watch.look()
                try:
                    events = await self._read(conversation_id, after)
                except ConversationNotFound:
                    return
                for event in events:
                    yield event
                    watch.seen = after = event.cursor
                if len(events) < EVENTS_AT_ONCE and not await watch.wait(HEARTBEAT):
                    yield None

    async def wait(self, conversation_id: str, after: int, seconds: float) -> list[Event]:
        """The events after a cursor; if there are none, wait so long for the first.

        Raises `ConversationNotFound`.
        """
        with self._notifier.watch(conversation_id) as watch:
            watch.seen = after
            events = await self._read(conversation_id, after)
            if not events and seconds and await watch.wait(seconds):
                events = await self._read(conversation_id, after)
            return events

    async def _read(self, conversation_id: str, after: int) -> list[Event]:
        events: list[Event] = await self._in_thread(
            self._conversations.events, conversation_id, after
        )
        return events

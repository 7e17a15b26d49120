"""Where conversations are kept: Rasa's SQL tracker store in the assistant's own database."""

from __future__ import annotations

import itertools
import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import sessionmaker

from bot.dialogue.proof_masking import mask_proofs
from knowledge.database import connect
from settings import get_settings

# Conversations that are held ready; one takes about 100 kB.
RECENT_CONVERSATIONS = 500
# The attribute of a tracker that says how many of its events are in the database.
STORED = "events_stored"


@dataclass(frozen=True)
class _Kept:
    """A conversation as the database has it up to the event `last_id`."""

    tracker: DialogueStateTracker
    last_id: int


class ConversationStore(SQLTrackerStore):
    """Keeps every event, so that a conversation survives a restart.

    Differs from its base in two ways. The connection is that of `Settings.database_url`, with
    SQLite's write-ahead log. And a conversation that is going on is not read and replayed anew for
    each message: it is held ready, and used again if the database has no later event of it, which
    another process could have written.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            domain, dialect="sqlite", db="", event_broker=event_broker, **_known(kwargs)
        )
        self.engine.dispose()
        self.engine: Engine = connect(get_settings().database_url)
        self.Base.metadata.create_all(self.engine)
        self.sessionmaker = sessionmaker(bind=self.engine)
        self._events = self.SQLEvent.__table__
        self._recent: OrderedDict[str, _Kept] = OrderedDict()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation of a sender, or None for a new one."""
        # Taken out while a message is handled: if that fails, the database has the truth.
        kept = self._recent.pop(sender_id, None)
        tracker: DialogueStateTracker | None
        if kept is not None and kept.last_id == self._last_id(sender_id):
            tracker = kept.tracker
        else:
            tracker = await super().retrieve(sender_id)
        if tracker is not None:
            _note_stored(tracker)
        return tracker

    async def create_tracker(
        self, sender_id: str, append_action_listen: bool = True
    ) -> DialogueStateTracker:
        """A new conversation; it is stored with its first message, not before."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what has happened in a conversation since it was retrieved, without any proof."""
        mask_proofs(tracker)
        stored = vars(tracker).get(STORED)
        if stored is None and self._last_id(tracker.sender_id) == 0:
            stored = 0  # a conversation that begins
        if stored is None:
            await super().save(tracker)
            return
        await self.stream_events(tracker)
        fresh = list(itertools.islice(tracker.events, stored, None))
        with self.engine.begin() as connection:
            if fresh:
                connection.execute(
                    insert(self._events), [_row(tracker.sender_id, event) for event in fresh]
                )
            last_id = _last_event(connection, self._events, tracker.sender_id)
        _note_stored(tracker)
        # A second session leaves the first one behind, which reading it anew does.
        if sum(isinstance(event, SessionStarted) for event in tracker.events) <= 1:
            self._hold(tracker, last_id)

    def _hold(self, tracker: DialogueStateTracker, last_id: int) -> None:
        self._recent[tracker.sender_id] = _Kept(tracker, last_id)
        if len(self._recent) > RECENT_CONVERSATIONS:
            self._recent.popitem(last=False)

    def _last_id(self, sender_id: str) -> int:
        with self.engine.connect() as connection:
            return _last_event(connection, self._events, sender_id)


def _last_event(connection: Connection, events: Any, sender_id: str) -> int:
    query = select(func.max(events.c.id)).where(events.c.sender_id == sender_id)
    return int(connection.execute(query).scalar() or 0)


def _note_stored(tracker: DialogueStateTracker) -> None:
    setattr(tracker, STORED, len(tracker.events))


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    """An event as Rasa's own store writes it."""
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


def _known(kwargs: dict[str, Any]) -> dict[str, Any]:
    """What Rasa hands to every store, less the connection that this one has of its own."""
    return {key: value for key, value in kwargs.items() if key not in {"host", "url"}}

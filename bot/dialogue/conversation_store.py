"""Where conversations are kept: Rasa's SQL tracker store in the assistant's own database."""

from __future__ import annotations

from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy.engine import Engine
from sqlalchemy.orm import sessionmaker

from knowledge.database import connect
from settings import get_settings


class ConversationStore(SQLTrackerStore):
    """Keeps every event, so that a conversation survives a restart.

    Differs from its base only in the connection: the database of `Settings.database_url`, with
    SQLite's write-ahead log, so that a reader never waits for a writer.
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


def _known(kwargs: dict[str, Any]) -> dict[str, Any]:
    """What Rasa hands to every store, less the connection that this one has of its own."""
    return {key: value for key, value in kwargs.items() if key not in {"host", "url"}}

"""The tables of the portal's conversations: events, who may read them, hand-over, feedback, codes.

A conversation's events are numbered by its own `last_cursor`. The row is updated first in every
transaction that writes into the conversation, which makes these transactions follow one another:
numbers commit in order, and a reader that asks for what came after one misses none.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
    true,
)
from sqlalchemy.types import TypeDecorator

from knowledge.database.tables import Json, metadata


class UtcDateTime(TypeDecorator[datetime]):
    """A time with its zone. SQLite keeps none, so that what is kept is always UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value)


conversation = Table(
    "conversation",
    metadata,
    Column("id", String(32), primary_key=True),
    # The name of the conversation in the dialogue engine. It never leaves the server, for whoever
    # knows it could go on with the conversation over Rasa's REST channel.
    Column("sender", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False, index=True),
    Column("last_cursor", Integer, nullable=False),
    # The process that answers its messages now, and until when that holds if it dies.
    Column("worker", String(32)),
    Column("worker_until", UtcDateTime),
)


def _of_conversation(**more: Any) -> Column:
    return Column(
        "conversation_id",
        ForeignKey("conversation.id", ondelete="CASCADE"),
        nullable=False,
        **more,
    )


# Whoever has the secret may read and write. Only its hash is kept.
conversation_key = Table(
    "conversation_key",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    _of_conversation(index=True),
    Column("created_at", UtcDateTime, nullable=False),
)

conversation_event = Table(
    "conversation_event",
    metadata,
    _of_conversation(primary_key=True),
    Column("cursor", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("speaker", String(16), nullable=False),
    Column("client_id", String(36)),
    Column("text", Text, nullable=False),
    Column("custom", Json),
    # A citizen's message that the bot has to answer and has not.
    Column("unanswered", Boolean, nullable=False),
    # Who sent such a message, as a keyed hash, until it is answered.
    Column("caller", String(64)),
    UniqueConstraint("conversation_id", "client_id"),
)
Index(
    "ix_conversation_event_unanswered",
    conversation_event.c.conversation_id,
    conversation_event.c.cursor,
    postgresql_where=conversation_event.c.unanswered == true(),
    sqlite_where=text("unanswered = 1"),
)

# A row exists from the first request for an officer on; see bot.conversations.handover.
conversation_handover = Table(
    "conversation_handover",
    metadata,
    _of_conversation(primary_key=True),
    Column("state", String(16), nullable=False, index=True),
    Column("since", UtcDateTime, nullable=False),
    Column("officer", String(80), nullable=False),
    Column("unanswered", Boolean, nullable=False),
    # The place in the queue that the citizen was last told.
    Column("announced", Integer, nullable=False),
    # The telephone number that the citizen left to be called back, sealed with a key that is not
    # in the database.
    Column("call_back", Text),
)

# One code a conversation, which is deleted when it is used.
conversation_code = Table(
    "conversation_code",
    metadata,
    _of_conversation(primary_key=True),
    Column("code", String(6), nullable=False, unique=True),
    Column("expires_at", UtcDateTime, nullable=False),
)

# How often somebody tried something that is limited: a conversation, or a caller as a keyed hash.
conversation_tries = Table(
    "conversation_tries",
    metadata,
    Column("what", String(16), primary_key=True),
    Column("who", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

# Of one event; or, with cursor 0, of the whole conversation.
conversation_feedback = Table(
    "conversation_feedback",
    metadata,
    _of_conversation(primary_key=True),
    Column("cursor", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("thumb", String(4)),
    Column("rating", Integer),
    Column("reasons", Json, nullable=False),
    Column("comment", Text, nullable=False),
)

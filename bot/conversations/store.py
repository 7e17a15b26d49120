"""Conversations in the database: who may read them, and their numbered events."""

from __future__ import annotations

import hashlib
import secrets
import string
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import column, delete, func, insert, inspect, select, table, update
from sqlalchemy.engine import Connection, Engine, Row

from bot.conversations.errors import ConversationNotFound
from bot.conversations.handover import Handover, State
from knowledge.database.conversation_tables import (
    conversation,
    conversation_event,
    conversation_handover,
    conversation_key,
)

# How many events are read at once.
EVENTS_AT_ONCE = 500
# Where the dialogue engine keeps its own events; it makes this table itself.
DIALOGUE = table("events", column("sender_id"))


class Speaker(StrEnum):
    """Who said an event; the field `from` of the protocol."""

    CITIZEN = "citizen"
    BOT = "bot"
    OFFICER = "officer"
    SYSTEM = "system"


@dataclass(frozen=True)
class Event:
    """One event of a conversation; see docs/protocol.md."""

    cursor: int
    at: datetime
    speaker: Speaker
    text: str
    client_id: str | None = None
    custom: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The event of the protocol, without absent fields."""
        data: dict[str, Any] = {
            "cursor": self.cursor,
            "at": as_utc_text(self.at),
            "from": self.speaker.value,
            "text": self.text,
        }
        if self.client_id is not None:
            data["client_id"] = self.client_id
        if self.custom is not None:
            data["custom"] = self.custom
        return data


@dataclass(frozen=True)
class Opened:
    """A conversation and a secret with which it may be read and written."""

    id: str
    secret: str


def utc_now() -> datetime:
    return datetime.now(UTC)


def as_utc_text(at: datetime) -> str:
    """`2026-11-22T02:00:00.120Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Turn:
    """A conversation that nobody else writes into until the `with` block of `turn` is left.

    What is appended, and a hand-over that is set, is stored all together or not at all.
    """

    def __init__(self, connection: Connection, row: Row, now: datetime) -> None:
        self.connection = connection
        self.id: str = row.id
        self.sender: str = row.sender
        self.last_cursor: int = row.last_cursor
        self.now = now
        stored = _read_handover(connection, self.id)
        self._stored = stored is not None
        self._handover = stored or Handover(State.BOT, now)

    @property
    def handover(self) -> Handover:
        """Whom the conversation is with."""
        return self._handover

    @handover.setter
    def handover(self, changed: Handover) -> None:
        if changed == self._handover:
            return
        values: dict[str, Any] = {
            "state": changed.state.value,
            "since": changed.since,
            "officer": changed.officer,
            "unanswered": changed.unanswered,
        }
        if changed.state is State.BOT:
            values["call_back"] = None
        if self._stored:
            statement = update(conversation_handover).where(
                conversation_handover.c.conversation_id == self.id
            )
        else:
            statement = insert(conversation_handover)
            values |= {"conversation_id": self.id, "announced": 0}
        self.connection.execute(statement.values(**values))
        self._stored, self._handover = True, changed

    def append(
        self,
        speaker: Speaker,
        text: str,
        *,
        custom: dict[str, Any] | None = None,
        client_id: str | None = None,
        unanswered: bool = False,
        caller: str = "",
    ) -> int:
        """Add an event and return its cursor.

        `unanswered`: the bot has to answer it; `caller`, who sent it, is kept until then.
        """
        self.last_cursor += 1
        self.connection.execute(
            insert(conversation_event).values(
                conversation_id=self.id,
                cursor=self.last_cursor,
                at=self.now,
                speaker=speaker.value,
                client_id=client_id,
                text=text,
                custom=custom,
                unanswered=unanswered,
                caller=caller if unanswered and caller else None,
            )
        )
        return self.last_cursor

    def cursor_of(self, client_id: str) -> int | None:
        """The cursor of the event that carries `client_id`, if it was appended before."""
        found: int | None = self.connection.execute(
            select(conversation_event.c.cursor).where(
                conversation_event.c.conversation_id == self.id,
                conversation_event.c.client_id == client_id,
            )
        ).scalar()
        return found

    def replace_text(self, cursor: int, text: str) -> None:
        """Keep another text of an event in place of its own."""
        self.connection.execute(
            update(conversation_event)
            .where(
                conversation_event.c.conversation_id == self.id,
                conversation_event.c.cursor == cursor,
            )
            .values(text=text)
        )

    def answer_before(self, cursor: int) -> dict[str, Any]:
        """The Answer that the bot gave last before an event; empty where it gave none."""
        found: dict[str, Any] | None = self.connection.execute(
            select(conversation_event.c.custom)
            .where(
                conversation_event.c.conversation_id == self.id,
                conversation_event.c.cursor < cursor,
                conversation_event.c.speaker == Speaker.BOT.value,
            )
            .order_by(conversation_event.c.cursor.desc())
            .limit(1)
        ).scalar()
        return found or {}

    def mark_answered(self, cursor: int) -> bool:
        """Note that the bot has answered an event; False if that was noted before."""
        done = self.connection.execute(
            update(conversation_event)
            .where(
                conversation_event.c.conversation_id == self.id,
                conversation_event.c.cursor == cursor,
                conversation_event.c.unanswered.is_(True),
            )
            .values(unanswered=False, caller=None)
        )
        return bool(done.rowcount)


class Conversations:
    """The conversations of a database. Every method may be called from any thread."""

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime] = utc_now,
        changed: Callable[[str], None] = lambda _conversation_id: None,
    ) -> None:
        """`changed` is told the id of a conversation after something was appended to it."""
        self.engine = engine
        self.clock = clock
        self._changed = changed

    def create(self) -> Opened:
        """Begin a conversation."""
        conversation_id, secret, now = secrets.token_urlsafe(16), _new_secret(), self.clock()
        with self.engine.begin() as connection:
            connection.execute(
                insert(conversation).values(
                    id=conversation_id,
                    sender=_new_sender(),
                    created_at=now,
                    changed_at=now,
                    last_cursor=0,
                )
            )
            _insert_key(connection, conversation_id, secret, now)
        return Opened(conversation_id, secret)

    def add_secret(self, conversation_id: str) -> Opened:
        """One more secret for a conversation. Raises `ConversationNotFound`."""
        secret = _new_secret()
        with self.turn(conversation_id) as turn:
            _insert_key(turn.connection, conversation_id, secret, turn.now)
        return Opened(conversation_id, secret)

    def check(self, conversation_id: str, secret: str) -> None:
        """Raises `ConversationNotFound` unless `secret` is one of the conversation's."""
        query = select(conversation_key.c.conversation_id).where(
            conversation_key.c.secret_hash == _hash(secret),
            conversation_key.c.conversation_id == conversation_id,
        )
        with self.engine.connect() as connection:
            if connection.execute(query).first() is None:
                raise ConversationNotFound

    @contextmanager
    def turn(self, conversation_id: str) -> Iterator[Turn]:
        """Write into a conversation, alone. Raises `ConversationNotFound`."""
        here = conversation.c.id == conversation_id
        with self.engine.begin() as connection:
            # Writing comes first: it takes the lock that the reading below relies on.
            touched = update(conversation).where(here).values(changed_at=self.clock())
            if not connection.execute(touched).rowcount:
                raise ConversationNotFound
            row = connection.execute(select(conversation).where(here)).one()
            turn = Turn(connection, row, self.clock())
            yield turn
            if turn.last_cursor > row.last_cursor:
                connection.execute(
                    update(conversation).where(here).values(last_cursor=turn.last_cursor)
                )
        if turn.last_cursor > row.last_cursor:
            self._changed(conversation_id)

    def events(
        self, conversation_id: str, after: int = 0, limit: int = EVENTS_AT_ONCE
    ) -> list[Event]:
        """The first events after a cursor, in order. Raises `ConversationNotFound`."""
        here = conversation_event.c.conversation_id == conversation_id
        query = (
            select(conversation_event)
            .where(here, conversation_event.c.cursor > after)
            .order_by(conversation_event.c.cursor)
            .limit(limit)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
            if not rows and not _exists(connection, conversation_id):
                raise ConversationNotFound
        return [_event(row) for row in rows]

    def all_events(self, conversation_id: str) -> list[Event]:
        """Every event, in order. Raises `ConversationNotFound`."""
        events = self.events(conversation_id)
        while len(part := self.events(conversation_id, events[-1].cursor if events else 0)) > 0:
            events += part
        return events

    def handover(self, conversation_id: str) -> Handover:
        """Whom a conversation is with. Raises `ConversationNotFound`."""
        with self.engine.connect() as connection:
            if not _exists(connection, conversation_id):
                raise ConversationNotFound
            return _read_handover(connection, conversation_id) or Handover(State.BOT, self.clock())

    def sender(self, conversation_id: str) -> str:
        """Its name in the dialogue engine. Raises `ConversationNotFound`."""
        query = select(conversation.c.sender).where(conversation.c.id == conversation_id)
        with self.engine.connect() as connection:
            found: str | None = connection.execute(query).scalar()
        if found is None:
            raise ConversationNotFound
        return found

    def last_cursors(self, conversation_ids: Iterable[str]) -> dict[str, int]:
        """The cursor of the last event of each of these conversations that exists."""
        wanted = list(conversation_ids)
        cursors: dict[str, int] = {}
        with self.engine.connect() as connection:
            for start in range(0, len(wanted), EVENTS_AT_ONCE):
                part = wanted[start : start + EVENTS_AT_ONCE]
                query = select(conversation.c.id, conversation.c.last_cursor).where(
                    conversation.c.id.in_(part)
                )
                cursors.update({row.id: row.last_cursor for row in connection.execute(query)})
        return cursors

    def delete(self, conversation_id: str) -> None:
        """Remove a conversation and what the dialogue engine keeps of it.

        Raises `ConversationNotFound`.
        """
        sender = self.sender(conversation_id)
        with self.engine.begin() as connection:
            connection.execute(delete(conversation).where(conversation.c.id == conversation_id))
        self.forget_dialogue(sender)
        self._changed(conversation_id)

    def forget_dialogue(self, sender: str) -> None:
        """Remove what the dialogue engine keeps of a conversation."""
        if inspect(self.engine).has_table(DIALOGUE.name):
            with self.engine.begin() as connection:
                connection.execute(delete(DIALOGUE).where(DIALOGUE.c.sender_id == sender))


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


def _new_sender() -> str:
    # Letters alone: digits may look like a number of somebody, and would be masked.
    return "portal-" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(32))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _insert_key(connection: Connection, conversation_id: str, secret: str, at: datetime) -> None:
    connection.execute(
        insert(conversation_key).values(
            secret_hash=_hash(secret), conversation_id=conversation_id, created_at=at
        )
    )


def _exists(connection: Connection, conversation_id: str) -> bool:
    query = select(func.count()).where(conversation.c.id == conversation_id)
    return bool(connection.execute(query).scalar())


def _read_handover(connection: Connection, conversation_id: str) -> Handover | None:
    here = conversation_handover.c.conversation_id == conversation_id
    row = connection.execute(select(conversation_handover).where(here)).first()
    return row and handover_of(row)


def handover_of(row: Row) -> Handover:
    """The hand-over that a row of its table holds."""
    return Handover(State(row.state), row.since, row.officer, row.unanswered)


def _event(row: Row) -> Event:
    return Event(row.cursor, row.at, Speaker(row.speaker), row.text, row.client_id, row.custom)

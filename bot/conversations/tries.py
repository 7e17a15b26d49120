"""Counting tries and locking out whoever makes too many, in the database, for all processes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from bot.conversations.errors import TooManyTries
from bot.conversations.store import Conversations
from knowledge.database.conversation_tables import conversation_tries


@dataclass(frozen=True)
class Limit:
    """At most `allowed` tries of `what` within `period`, which begins with the first of them.

    `refusal` tells the citizen of what there was too much.
    """

    what: str
    allowed: int
    period: timedelta
    refusal: str = "Anh/chị đã thử nhiều lần."


class Tries:
    """The tries that count against a limit. Every method may be called from any thread."""

    def __init__(self, conversations: Conversations, limit: Limit) -> None:
        self._engine = conversations.engine
        self._clock = conversations.clock
        self._limit = limit

    def count(self, who: str) -> None:
        """Count one more try before it is made. Raises `TooManyTries` for one too many.

        `who`: a conversation or the pseudonym of a caller, at most 64 characters; it is kept.
        The try that reaches the limit begins the lock-out, which lasts a whole period.
        """
        now = self._clock()
        here = self._here(who)
        with self._engine.begin() as connection:
            connection.execute(delete(conversation_tries).where(conversation_tries.c.until <= now))
            self._add_one(connection, who)
            row = connection.execute(select(conversation_tries).where(here)).one()
            if row.count == self._limit.allowed:
                until = now + self._limit.period
                connection.execute(update(conversation_tries).where(here).values(until=until))
        if row.count > self._limit.allowed:
            raise TooManyTries(self._limit.refusal, row.until - now)

    def take_back(self, who: str) -> None:
        """A try that was counted turned out not to count. Earlier ones still do."""
        statement = (
            update(conversation_tries)
            .where(self._here(who))
            .values(count=conversation_tries.c.count - 1)
        )
        with self._engine.begin() as connection:
            connection.execute(statement)

    def _add_one(self, connection: Connection, who: str) -> None:
        more = (
            update(conversation_tries)
            .where(self._here(who))
            .values(count=conversation_tries.c.count + 1)
        )
        if connection.execute(more).rowcount:
            return
        first = insert(conversation_tries).values(
            what=self._limit.what,
            who=who,
            count=1,
            until=self._clock() + self._limit.period,
        )
        try:
            with connection.begin_nested():
                connection.execute(first)
        except IntegrityError:  # another try of theirs was counted at the same moment
            connection.execute(more)

    def _here(self, who: str) -> ColumnElement[bool]:
        return and_(conversation_tries.c.what == self._limit.what, conversation_tries.c.who == who)

"""Citizens' messages that the bot has to answer: the database is their queue.

One process at a time answers a conversation: the one that claimed it. A claim ends by itself when
its process dies, and others then take over what is unanswered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, true, update

from bot.conversations.store import Conversations
from knowledge.database.conversation_tables import conversation, conversation_event

# How long a claim holds that is not renewed.
CLAIM = timedelta(seconds=10)
# After this long, whoever accepted a message and has not begun to answer it is taken for dead.
ABANDONED_AFTER = timedelta(seconds=10)


@dataclass(frozen=True)
class Unanswered:
    """A message that waits for the bot; `caller`, who sent it, is empty where nobody can tell."""

    cursor: int
    text: str
    caller: str


class Inbox:
    """The unanswered messages, as the process named `worker` sees them."""

    def __init__(self, conversations: Conversations, worker: str) -> None:
        self._conversations = conversations
        self._engine = conversations.engine
        self._worker = worker

    def claim(self, conversation_id: str) -> bool:
        """Take a conversation; False if another process has it or it is gone."""
        now = self._conversations.clock()
        free = or_(conversation.c.worker.is_(None), conversation.c.worker_until < now)
        statement = (
            update(conversation)
            .where(conversation.c.id == conversation_id, free)
            .values(worker=self._worker, worker_until=now + CLAIM)
        )
        with self._engine.begin() as connection:
            return bool(connection.execute(statement).rowcount)

    def renew(self, conversation_ids: Iterable[str]) -> None:
        """Hold on to claimed conversations."""
        until = self._conversations.clock() + CLAIM
        self._set_claim(conversation_ids, worker=self._worker, worker_until=until)

    def release(self, conversation_id: str) -> None:
        """Give a claimed conversation up."""
        self._set_claim([conversation_id], worker=None, worker_until=None)

    def first_unanswered(self, conversation_id: str) -> Unanswered | None:
        """The oldest message of a conversation that waits for the bot."""
        query = (
            select(conversation_event)
            .where(
                conversation_event.c.conversation_id == conversation_id,
                conversation_event.c.unanswered == true(),
            )
            .order_by(conversation_event.c.cursor)
            .limit(1)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return row and Unanswered(row.cursor, row.text, row.caller or "")

    def abandoned(self) -> list[str]:
        """The conversations whose messages nobody is answering."""
        now = self._conversations.clock()
        query = (
            select(conversation.c.id)
            .join(conversation_event)
            .where(
                conversation_event.c.unanswered == true(),
                conversation_event.c.at < now - ABANDONED_AFTER,
                or_(conversation.c.worker.is_(None), conversation.c.worker_until < now),
            )
            .distinct()
        )
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())

    def _set_claim(
        self, conversation_ids: Iterable[str], *, worker: str | None, worker_until: datetime | None
    ) -> None:
        statement = (
            update(conversation)
            .where(
                conversation.c.id.in_(list(conversation_ids)),
                conversation.c.worker == self._worker,
            )
            .values(worker=worker, worker_until=worker_until)
        )
        with self._engine.begin() as connection:
            connection.execute(statement)

"""Deletes conversations that nobody has written in for longer than `Settings.retention_days`.

And what is kept of callers, which counts for a day at most.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import column, delete, func, inspect, select, table
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from knowledge.database.conversation_tables import conversation, conversation_tries
from knowledge.database.dossier_tables import wrong_proof
from knowledge.dossiers.wrong_proofs import DOSSIER_WINDOW
from knowledge.errors import DatabaseUnavailable

# Deleted in one transaction; between two of them others may write.
CONVERSATIONS_AT_ONCE = 200

# The dialogue engine makes this table itself, when it is loaded for the first time.
_dialogue = table("events", column("sender_id"), column("timestamp"))


def delete_old_conversations(engine: Engine, days: int, now: datetime | None = None) -> int:
    """Delete every conversation whose last message is more than `days` days old, and old tries.

    Returns how many conversations the dialogue engine had kept; the portal's events, codes and
    ratings of them go too. Raises `DatabaseUnavailable`; what is left then goes the next time.
    """
    now = now or datetime.now(UTC)
    oldest = now - timedelta(days=days)
    try:
        tables = inspect(engine)
        if tables.has_table(conversation.name):
            _delete_from_portal(engine, oldest)
            _delete_tries(engine, now)
        return _delete_from_dialogue(engine, oldest) if tables.has_table(_dialogue.name) else 0
    except SQLAlchemyError as error:
        raise DatabaseUnavailable(
            f"Chưa xóa được các cuộc trò chuyện cũ ({type(error).__name__}). Hãy kiểm tra cơ sở dữ "
            "liệu rồi chạy `bot db clean`."
        ) from error


def _delete_from_portal(engine: Engine, oldest: datetime) -> None:
    """Events, codes, hand-overs and ratings are deleted with their conversation."""
    old = (
        select(conversation.c.id)
        .where(conversation.c.changed_at < oldest)
        .limit(CONVERSATIONS_AT_ONCE)
    )
    deleted = CONVERSATIONS_AT_ONCE
    while deleted == CONVERSATIONS_AT_ONCE:
        with engine.begin() as connection:
            deleted = connection.execute(
                delete(conversation).where(conversation.c.id.in_(old))
            ).rowcount


def _delete_tries(engine: Engine, now: datetime) -> None:
    """Where nobody tries any more, nothing else deletes them."""
    with engine.begin() as connection:
        connection.execute(delete(conversation_tries).where(conversation_tries.c.until <= now))
        connection.execute(delete(wrong_proof).where(wrong_proof.c.at <= now - DOSSIER_WINDOW))


def _delete_from_dialogue(engine: Engine, oldest: datetime) -> int:
    old = (
        select(_dialogue.c.sender_id)
        .group_by(_dialogue.c.sender_id)
        .having(func.max(_dialogue.c.timestamp) < oldest.timestamp())
        .limit(CONVERSATIONS_AT_ONCE)
    )
    conversations = 0
    while True:
        with engine.begin() as connection:
            senders = connection.execute(old).scalars().all()
            # Whoever writes again just now keeps what is new.
            connection.execute(
                delete(_dialogue).where(
                    _dialogue.c.sender_id.in_(senders),
                    _dialogue.c.timestamp < oldest.timestamp(),
                )
            )
        conversations += len(senders)
        if len(senders) < CONVERSATIONS_AT_ONCE:
            return conversations

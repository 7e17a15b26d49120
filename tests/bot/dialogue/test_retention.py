"""Conversations are kept for so many days after their last message, then nothing is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from bot.conversations.errors import ConversationNotFound
from bot.conversations.feedback import Feedback
from bot.conversations.store import Conversations, Speaker
from bot.conversations.tries import Limit, Tries
from bot.dialogue.retention import CONVERSATIONS_AT_ONCE, delete_old_conversations
from knowledge.database import connect
from knowledge.database.conversation_tables import (
    conversation_event,
    conversation_feedback,
    conversation_tries,
)
from knowledge.database.dossier_tables import wrong_proof
from knowledge.dossiers.codes import parse_code
from knowledge.dossiers.wrong_proofs import WrongProofs
from knowledge.errors import DatabaseUnavailable

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
DAYS = 90
EVENTS = SQLTrackerStore.SQLEvent.__table__


@pytest.fixture
def dialogues(engine: Engine) -> Engine:
    """A database in which the dialogue engine has made its table."""
    SQLTrackerStore.Base.metadata.create_all(engine)
    return engine


def keep(engine: Engine, sender: str, *days_ago: float) -> None:
    """Keep one message of a conversation for each of these days before now."""
    rows = [
        {"sender_id": sender, "type_name": "user", "data": "{}", "timestamp": moment.timestamp()}
        for moment in (NOW - timedelta(days=days) for days in days_ago)
    ]
    with engine.begin() as connection:
        connection.execute(insert(EVENTS), rows)


def kept(engine: Engine) -> dict[str, int]:
    """The conversations that are kept, with the number of their messages."""
    with engine.connect() as connection:
        senders = connection.execute(select(EVENTS.c.sender_id)).scalars().all()
    return {sender: senders.count(sender) for sender in senders}


def test_a_conversation_goes_when_its_last_message_is_too_old(dialogues: Engine) -> None:
    keep(dialogues, "old", 200, 90.01)
    keep(dialogues, "still young", 89.99)
    assert delete_old_conversations(dialogues, DAYS, NOW) == 1
    assert kept(dialogues) == {"still young": 1}


def test_what_is_kept_of_callers_goes_when_it_counts_no_more(engine: Engine) -> None:
    def rows() -> int:
        with engine.connect() as connection:
            return sum(
                len(connection.execute(select(table)).all())
                for table in (conversation_tries, wrong_proof)
            )

    limit = Limit("test", 5, timedelta(minutes=15))
    Tries(Conversations(engine, lambda: NOW), limit).count("somebody")
    WrongProofs(engine, lambda: NOW).begin(parse_code("000.00.19.H17-260814-0001"), "somebody")

    delete_old_conversations(engine, DAYS, NOW + timedelta(minutes=14))
    assert rows() == 2
    delete_old_conversations(engine, DAYS, NOW + timedelta(minutes=15))
    assert rows() == 1
    delete_old_conversations(engine, DAYS, NOW + timedelta(days=1))
    assert rows() == 0


def test_a_conversation_that_goes_on_is_kept_whole(dialogues: Engine) -> None:
    keep(dialogues, "goes on", 200, 100, 1)
    assert delete_old_conversations(dialogues, DAYS, NOW) == 0
    assert kept(dialogues) == {"goes on": 3}


def test_more_conversations_than_one_transaction_takes_all_go(dialogues: Engine) -> None:
    for number in range(CONVERSATIONS_AT_ONCE + 1):
        keep(dialogues, f"old {number}", 91, 91)
    keep(dialogues, "young", 1)
    assert delete_old_conversations(dialogues, DAYS, NOW) == CONVERSATIONS_AT_ONCE + 1
    assert kept(dialogues) == {"young": 1}


def test_the_number_of_days_counts(dialogues: Engine) -> None:
    keep(dialogues, "a week ago", 7)
    assert delete_old_conversations(dialogues, 8, NOW) == 0
    assert delete_old_conversations(dialogues, 6, NOW) == 1


def test_on_the_portal_events_and_ratings_go_too(dialogues: Engine) -> None:
    then = Conversations(dialogues, clock=lambda: NOW - timedelta(days=91))
    today = Conversations(dialogues, clock=lambda: NOW)
    old, young = then.create().id, today.create().id
    for conversations, conversation_id in ((then, old), (today, young)):
        with conversations.turn(conversation_id) as turn:
            turn.append(Speaker.CITIZEN, "làm khai sinh", client_id="a", unanswered=False)
        Feedback(conversations).rate(conversation_id, 5)
    delete_old_conversations(dialogues, DAYS, NOW)
    with pytest.raises(ConversationNotFound):
        today.events(old)
    assert [event.text for event in today.events(young)] == ["làm khai sinh"]
    with dialogues.connect() as connection:
        for table in (conversation_event, conversation_feedback):
            owners = connection.execute(select(table.c.conversation_id)).scalars().all()
            assert owners == [young]


def test_a_database_without_conversations_has_nothing_to_delete(engine: Engine) -> None:
    assert delete_old_conversations(engine, DAYS, NOW) == 0


def test_a_database_without_tables_has_nothing_to_delete(database_url: str) -> None:
    empty = connect(database_url)
    assert delete_old_conversations(empty, DAYS, NOW) == 0
    empty.dispose()


def test_what_cannot_be_deleted_is_told() -> None:
    unreachable = connect("postgresql://nobody:nothing@127.0.0.1:1/none")
    with pytest.raises(DatabaseUnavailable, match="bot db clean"):
        delete_old_conversations(unreachable, DAYS, NOW)

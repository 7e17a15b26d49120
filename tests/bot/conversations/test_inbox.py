from __future__ import annotations

import pytest

from bot.conversations.inbox import Inbox
from bot.conversations.store import Conversations, Speaker
from tests.bot.portal_parts import Clock


@pytest.fixture
def here(conversations: Conversations) -> str:
    """A conversation with two messages that nobody has answered."""
    opened = conversations.create().id
    for words in ("một", "hai"):
        with conversations.turn(opened) as turn:
            turn.append(Speaker.CITIZEN, words, unanswered=True)
    return opened


@pytest.fixture
def first(conversations: Conversations) -> Inbox:
    return Inbox(conversations, "first")


@pytest.fixture
def second(conversations: Conversations) -> Inbox:
    return Inbox(conversations, "second")


def test_messages_are_answered_oldest_first(
    first: Inbox, here: str, conversations: Conversations
) -> None:
    for words in ("một", "hai"):
        message = first.first_unanswered(here)
        assert message is not None
        assert message.text == words
        with conversations.turn(here) as turn:
            assert turn.mark_answered(message.cursor)
    assert first.first_unanswered(here) is None


def test_a_message_is_answered_once(here: str, conversations: Conversations) -> None:
    with conversations.turn(here) as turn:
        assert turn.mark_answered(1)
    with conversations.turn(here) as turn:
        assert not turn.mark_answered(1)


def test_one_process_answers_a_conversation(first: Inbox, second: Inbox, here: str) -> None:
    assert first.claim(here)
    assert not second.claim(here)
    first.release(here)
    assert second.claim(here)


def test_what_is_not_mine_i_do_not_release(first: Inbox, second: Inbox, here: str) -> None:
    first.claim(here)
    second.release(here)
    assert not second.claim(here)


def test_the_claim_of_a_dead_process_ends(
    first: Inbox, second: Inbox, here: str, clock: Clock
) -> None:
    first.claim(here)
    clock.pass_by(seconds=9)
    assert not second.claim(here)
    clock.pass_by(seconds=2)
    assert second.abandoned() == [here]
    assert second.claim(here)


def test_the_claim_of_a_living_one_does_not(
    first: Inbox, second: Inbox, here: str, clock: Clock
) -> None:
    first.claim(here)
    for _ in range(10):
        clock.pass_by(seconds=5)
        first.renew([here])
        assert second.abandoned() == []
        assert not second.claim(here)


def test_a_fresh_message_is_left_to_whoever_took_it_in(
    first: Inbox, here: str, clock: Clock
) -> None:
    assert first.abandoned() == []
    clock.pass_by(seconds=11)
    assert first.abandoned() == [here]


def test_a_deleted_conversation_is_nobodys(
    first: Inbox, here: str, conversations: Conversations, clock: Clock
) -> None:
    clock.pass_by(minutes=1)
    conversations.delete(here)
    assert not first.claim(here)
    assert first.abandoned() == []

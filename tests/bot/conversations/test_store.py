from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from bot.conversations.errors import ConversationNotFound
from bot.conversations.handover import Handover, State
from bot.conversations.store import Conversations, Speaker
from knowledge.database.conversation_tables import conversation_key
from tests.bot.portal_parts import MONDAY_MORNING, Clock, Said


def say(conversations: Conversations, conversation_id: str, words: str) -> int:
    with conversations.turn(conversation_id) as turn:
        return turn.append(Speaker.CITIZEN, words)


class TestSecrets:
    def test_whoever_has_the_secret_may(self, conversations: Conversations) -> None:
        opened = conversations.create()
        conversations.check(opened.id, opened.secret)

    def test_a_second_secret_leaves_the_first_one_valid(self, conversations: Conversations) -> None:
        first = conversations.create()
        second = conversations.add_secret(first.id)
        assert second.secret != first.secret
        conversations.check(first.id, first.secret)
        conversations.check(first.id, second.secret)

    @pytest.mark.parametrize("secret", ["", "x", "\x00", "\ud800", "ă" * 1000])
    def test_nobody_else(self, conversations: Conversations, secret: str) -> None:
        with pytest.raises(ConversationNotFound):
            conversations.check(conversations.create().id, secret)

    def test_the_secret_of_another_conversation_opens_nothing(
        self, conversations: Conversations
    ) -> None:
        mine, other = conversations.create(), conversations.create()
        with pytest.raises(ConversationNotFound):
            conversations.check(mine.id, other.secret)

    def test_what_is_not_there_looks_like_what_is_not_mine(
        self, conversations: Conversations
    ) -> None:
        with pytest.raises(ConversationNotFound) as unknown:
            conversations.check("unknown", "secret")
        with pytest.raises(ConversationNotFound) as wrong:
            conversations.check(conversations.create().id, "secret")
        assert str(unknown.value) == str(wrong.value)

    def test_the_database_does_not_hold_the_secret(self, conversations: Conversations) -> None:
        opened = conversations.create()
        with conversations.engine.connect() as connection:
            stored = connection.execute(conversation_key.select()).one()
        assert opened.secret not in map(str, stored)


class TestEvents:
    def test_they_are_numbered_from_one(self, conversations: Conversations, said: Said) -> None:
        here = conversations.create().id
        assert [say(conversations, here, f"câu {n}") for n in (1, 2, 3)] == [1, 2, 3]
        assert said(here) == [("citizen", f"câu {n}") for n in (1, 2, 3)]

    def test_what_comes_after_a_cursor(self, conversations: Conversations) -> None:
        here = conversations.create().id
        for number in range(1, 6):
            say(conversations, here, str(number))
        assert [event.text for event in conversations.events(here, after=3)] == ["4", "5"]
        assert [event.text for event in conversations.events(here, after=1, limit=2)] == ["2", "3"]
        assert conversations.events(here, after=5) == []

    def test_an_event_as_clients_see_it(self, conversations: Conversations) -> None:
        here = conversations.create().id
        with conversations.turn(here) as turn:
            turn.append(Speaker.CITIZEN, "phí răng", client_id="a")
            turn.append(Speaker.BOT, "Dạ, không mất phí.", custom={"kind": "procedure"})
        assert [event.as_json() for event in conversations.events(here)] == [
            {
                "cursor": 1,
                "at": "2026-11-23T02:00:00.000Z",
                "from": "citizen",
                "text": "phí răng",
                "client_id": "a",
            },
            {
                "cursor": 2,
                "at": "2026-11-23T02:00:00.000Z",
                "from": "bot",
                "text": "Dạ, không mất phí.",
                "custom": {"kind": "procedure"},
            },
        ]

    def test_a_turn_that_fails_leaves_nothing(
        self, conversations: Conversations, said: Said
    ) -> None:
        here = conversations.create().id
        with pytest.raises(ZeroDivisionError), conversations.turn(here) as turn:
            turn.append(Speaker.CITIZEN, "mất")
            turn.handover = Handover(State.WAITING, MONDAY_MORNING)
            raise ZeroDivisionError
        assert said(here) == []
        assert conversations.handover(here).state is State.BOT

    def test_writers_at_the_same_time_take_numbers_one_after_the_other(
        self, conversations: Conversations, said: Said
    ) -> None:
        here = conversations.create().id
        with ThreadPoolExecutor(8) as threads:
            cursors = list(threads.map(lambda n: say(conversations, here, str(n)), range(80)))
        assert sorted(cursors) == list(range(1, 81))
        assert len(said(here)) == 80

    def test_a_reader_never_sees_a_later_event_without_the_earlier_one(
        self, conversations: Conversations
    ) -> None:
        here = conversations.create().id
        seen: list[int] = []
        with ThreadPoolExecutor(5) as threads:
            writing = [threads.submit(say, conversations, here, str(n)) for n in range(60)]
            while not all(write.done() for write in writing):
                after = seen[-1] if seen else 0
                seen += [event.cursor for event in conversations.events(here, after)]
        seen += [event.cursor for event in conversations.events(here, seen[-1] if seen else 0)]
        assert seen == list(range(1, 61))

    def test_who_appends_is_heard(self, conversations: Conversations) -> None:
        heard: list[str] = []
        listening = Conversations(conversations.engine, changed=heard.append)
        here = listening.create().id
        say(listening, here, "xin chào")
        assert heard == [here]


class TestDelete:
    def test_nothing_of_it_is_left(self, conversations: Conversations, clock: Clock) -> None:
        opened = conversations.create()
        stays = conversations.create()
        for each in (opened.id, stays.id):
            with conversations.turn(each) as turn:
                turn.append(Speaker.CITIZEN, "xin chào")
                turn.handover = Handover(State.WAITING, clock())
        sender = conversations.sender(opened.id)
        with conversations.engine.begin() as connection:
            connection.execute(text("CREATE TABLE events (sender_id VARCHAR(255))"))
            connection.execute(text("INSERT INTO events VALUES (:it), ('khác')"), {"it": sender})

        conversations.delete(opened.id)

        with pytest.raises(ConversationNotFound):
            conversations.check(opened.id, opened.secret)
        with pytest.raises(ConversationNotFound):
            conversations.events(opened.id)
        with conversations.engine.connect() as connection:
            for table in ("conversation_event", "conversation_key", "conversation_handover"):
                ids = connection.execute(text(f"SELECT conversation_id FROM {table}")).scalars()
                assert set(ids) == {stays.id}
            senders = connection.execute(text("SELECT sender_id FROM events")).scalars().all()
            assert senders == ["khác"]

    def test_what_is_gone_takes_no_more(self, conversations: Conversations) -> None:
        here = conversations.create().id
        conversations.delete(here)
        with pytest.raises(ConversationNotFound):
            say(conversations, here, "còn đó không")
        with pytest.raises(ConversationNotFound):
            conversations.delete(here)


def test_the_name_in_the_dialogue_engine_is_not_the_public_id(
    conversations: Conversations,
) -> None:
    here = conversations.create().id
    assert here not in conversations.sender(here)

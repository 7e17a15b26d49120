"""The channel from a citizen's message to what is kept, with officers coming and going."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import insert, select

from actions.dossier_form import CALLER
from bot.conversations.channel import Channel
from bot.conversations.desk import Desk
from bot.conversations.errors import ConversationNotFound
from bot.conversations.handover import State
from bot.conversations.notifier import Notifier
from bot.conversations.store import Conversations, Event, Speaker
from bot.incoming_text import MAX_CHARACTERS
from knowledge.database.conversation_tables import conversation_event
from tests.bot.portal_parts import Clock, Parrot, Said

DIALOGUE_EVENTS = SQLTrackerStore.SQLEvent.__table__


@pytest.fixture
def here(conversations: Conversations) -> str:
    return conversations.create().id


async def say(channel: Channel, conversation_id: str, text: str, client_id: str = "") -> int:
    return await channel.say(conversation_id, client_id or str(uuid.uuid4()), text)


async def until(channel: Channel, conversation_id: str, count: int) -> list[Event]:
    """Wait for so many events."""
    async with asyncio.timeout(20):
        while True:
            events = await channel.in_thread(channel.conversations.all_events, conversation_id)
            if len(events) >= count:
                return list(events)
            await asyncio.sleep(0.01)


async def test_a_message_is_kept_and_answered(channel: Channel, here: str, said: Said) -> None:
    cursor = await say(channel, here, "xin chào")
    assert cursor == 1
    [_, reply] = await until(channel, here, 2)
    assert said(here) == [("citizen", "xin chào"), ("bot", "Dạ, xin chào")]
    assert reply.custom is not None
    assert reply.custom["kind"] == "smalltalk"


async def test_the_same_message_sent_again_is_handled_once(
    channel: Channel, here: str, parrot: Parrot
) -> None:
    client_id = str(uuid.uuid4())
    cursors = await asyncio.gather(*(say(channel, here, "xin chào", client_id) for _ in range(10)))
    await until(channel, here, 2)
    again = await say(channel, here, "xin chào", client_id)
    await asyncio.sleep(0.1)
    assert {*cursors, again} == {1}
    assert parrot.heard == ["xin chào"]
    assert len(await until(channel, here, 2)) == 2


async def test_messages_are_answered_in_their_order(
    channel: Channel, here: str, parrot: Parrot
) -> None:
    for number in range(20):
        await say(channel, here, f"câu {number}")
    events = await until(channel, here, 40)
    answers = [event.text for event in events if event.speaker is Speaker.BOT]
    assert answers == [f"Dạ, câu {number}" for number in range(20)]


async def test_personal_numbers_are_masked_before_anything_is_kept(
    channel: Channel, here: str, said: Said
) -> None:
    await say(channel, here, "số tôi là 0905123456")
    await until(channel, here, 2)
    assert said(here)[0] == ("citizen", "số tôi là [số điện thoại]")


async def test_the_digits_that_open_a_dossier_are_not_kept(
    channel: Channel, conversations: Conversations, here: str, said: Said
) -> None:
    with conversations.turn(here) as turn:
        turn.append(Speaker.BOT, "Bốn số cuối?", custom={"kind": "dossier_verify"})
    await say(channel, here, "4321")
    await until(channel, here, 3)

    assert "4321" not in str([line for line in said(here) if line[0] == "citizen"])


async def test_who_is_not_there_cannot_speak(channel: Channel) -> None:
    with pytest.raises(ConversationNotFound):
        await say(channel, "unknown", "xin chào")


class TestTheCaller:
    """A message may be handled by another process than the one that knows who sent it."""

    async def test_the_assistant_is_told_who_asks(
        self, channel: Channel, here: str, parrot: Parrot
    ) -> None:
        await channel.say(here, str(uuid.uuid4()), "xin chào", "người gọi")
        await until(channel, here, 2)
        await say(channel, here, "không rõ ai")
        await until(channel, here, 4)
        assert parrot.metadata == [{CALLER: "người gọi"}, {}]

    async def test_also_by_the_process_that_takes_over_from_a_dead_one(
        self,
        conversations: Conversations,
        notifier: Notifier,
        parrot: Parrot,
        here: str,
        clock: Clock,
    ) -> None:
        with conversations.turn(here) as turn:
            turn.append(Speaker.CITIZEN, "còn đó không", unanswered=True, caller="người gọi")
        clock.pass_by(seconds=11)
        channel = Channel(conversations, notifier, parrot)
        channel.start()
        await until(channel, here, 2)
        await channel.stop()
        assert parrot.metadata == [{CALLER: "người gọi"}]

    async def test_it_is_kept_no_longer_than_the_message_waits(
        self, channel: Channel, here: str, desk: Desk
    ) -> None:
        await channel.say(here, str(uuid.uuid4()), "gặp cán bộ", "người gọi")
        await until(channel, here, 2)
        desk.accept(here, "Lan")
        await channel.say(here, str(uuid.uuid4()), "cô ơi", "người gọi")
        with channel.conversations.engine.connect() as connection:
            callers = connection.execute(select(conversation_event.c.caller)).scalars().all()
        assert set(callers) == {None}


class TestDying:
    async def test_what_failed_unexpectedly_is_tried_again(
        self,
        conversations: Conversations,
        notifier: Notifier,
        here: str,
        clock: Clock,
        said: Said,
    ) -> None:
        class Stumbling(Parrot):
            async def handle(
                self, sender: str, text: str, metadata: dict[str, Any] | None = None
            ) -> list[dict[str, Any]]:
                answer = await super().handle(sender, text, metadata)
                if len(self.heard) == 1:
                    raise RuntimeError("stumbled")
                return answer

        channel = Channel(conversations, notifier, Stumbling())
        await say(channel, here, "xin chào")
        while channel.busy:
            await asyncio.sleep(0.01)
        assert said(here) == [("citizen", "xin chào")]
        clock.pass_by(seconds=11)
        channel.start()
        await until(channel, here, 2)
        await channel.stop()
        assert said(here)[-1] == ("bot", "Dạ, xin chào")

    async def test_what_a_dead_process_did_not_answer_another_one_does(
        self,
        conversations: Conversations,
        notifier: Notifier,
        parrot: Parrot,
        here: str,
        clock: Clock,
    ) -> None:
        with conversations.turn(here) as turn:
            turn.append(Speaker.CITIZEN, "còn đó không", unanswered=True)
        clock.pass_by(seconds=11)
        channel = Channel(conversations, notifier, parrot)
        channel.start()
        events = await until(channel, here, 2)
        await channel.stop()
        assert events[-1].text == "Dạ, còn đó không"

    async def test_two_processes_answer_everything_once(
        self, conversations: Conversations, here: str, said: Said
    ) -> None:
        channels = [Channel(conversations, Notifier(), Parrot()) for _ in range(2)]
        for channel in channels:
            channel.start()
        await asyncio.gather(
            *(say(channels[number % 2], here, f"câu {number}") for number in range(30))
        )
        await until(channels[0], here, 60)
        await asyncio.gather(*(channel.stop() for channel in channels))
        words = said(here)
        assert len(words) == 60
        for number in range(30):
            assert words.count(("citizen", f"câu {number}")) == 1
            assert words.count(("bot", f"Dạ, câu {number}")) == 1

    async def test_while_the_model_loads_a_message_waits(
        self, conversations: Conversations, notifier: Notifier, here: str, said: Said
    ) -> None:
        parrot = Parrot()
        parrot.ready = False
        channel = Channel(conversations, notifier, parrot)
        channel.start()
        await say(channel, here, "xin chào")
        await asyncio.sleep(0.5)
        assert said(here) == [("citizen", "xin chào")]
        parrot.ready = True
        await until(channel, here, 2)
        await channel.stop()


class TestDeleting:
    async def test_an_answer_under_way_does_not_bring_it_back(
        self, conversations: Conversations, notifier: Notifier, here: str
    ) -> None:
        class Slow(Parrot):
            async def handle(
                self, sender: str, text: str, metadata: dict[str, Any] | None = None
            ) -> list[dict[str, Any]]:
                await asyncio.sleep(0.3)
                return await super().handle(sender, text, metadata)

        channel = Channel(conversations, notifier, Slow())
        await say(channel, here, "xin chào")
        await asyncio.sleep(0.1)
        await channel.delete(here)
        await channel.stop()
        with pytest.raises(ConversationNotFound):
            conversations.events(here)

    async def test_what_another_process_answers_just_then_is_forgotten_too(
        self, conversations: Conversations, notifier: Notifier, here: str
    ) -> None:
        SQLTrackerStore.Base.metadata.create_all(conversations.engine)
        thinking, may_speak = asyncio.Event(), asyncio.Event()

        class Remembering(Parrot):
            """Keeps what it hears, as the dialogue engine does."""

            async def handle(
                self, sender: str, text: str, metadata: dict[str, Any] | None = None
            ) -> list[dict[str, Any]]:
                thinking.set()
                await may_speak.wait()
                with conversations.engine.begin() as connection:
                    row = {"sender_id": sender, "type_name": "user", "data": "{}", "timestamp": 0}
                    connection.execute(insert(DIALOGUE_EVENTS), row)
                return await super().handle(sender, text, metadata)

        answering = Channel(conversations, notifier, Remembering())
        deleting = Channel(conversations, Notifier(), Parrot())
        await say(answering, here, "xin chào")
        await thinking.wait()
        await deleting.delete(here)
        may_speak.set()
        await answering.stop()
        await deleting.stop()
        with conversations.engine.connect() as connection:
            assert connection.execute(select(DIALOGUE_EVENTS)).all() == []


class TestWithOfficers:
    async def test_whoever_asks_for_a_person_waits_and_the_bot_goes_on(
        self, channel: Channel, here: str, said: Said
    ) -> None:
        await say(channel, here, "gặp cán bộ")
        await until(channel, here, 2)
        await say(channel, here, "phí răng")
        events = await until(channel, here, 4)
        assert [event.speaker for event in events] == ["citizen", "system", "citizen", "bot"]
        assert events[1].custom == {
            "handover": {"state": "waiting", "position": 1},
            "suggestions": [{"title": "Không chờ nữa", "message": "Không chờ nữa"}],
        }

    async def test_the_bot_is_silent_while_an_officer_speaks(
        self, channel: Channel, desk: Desk, here: str, parrot: Parrot, said: Said
    ) -> None:
        await say(channel, here, "gặp cán bộ")
        await until(channel, here, 2)
        await channel.in_thread(desk.accept, here, "Lan")
        await say(channel, here, "cô ơi")
        await channel.in_thread(desk.officer_says, here, "Lan", "1", "Dạ, Lan nghe.")
        await asyncio.sleep(0.2)
        assert parrot.heard == ["gặp cán bộ"]
        assert [speaker for speaker, _ in said(here)][3:] == ["citizen", "officer"]

        await channel.in_thread(desk.hand_back, here, "Lan")
        await say(channel, here, "cảm ơn")
        await until(channel, here, 8)
        assert said(here)[-1] == ("bot", "Dạ, cảm ơn")

    async def test_the_bots_words_come_too_late_once_an_officer_is_there(
        self, conversations: Conversations, notifier: Notifier, desk: Desk, here: str, said: Said
    ) -> None:
        thinking, may_speak = asyncio.Event(), asyncio.Event()

        class Thoughtful(Parrot):
            async def handle(
                self, sender: str, text: str, metadata: dict[str, Any] | None = None
            ) -> list[dict[str, Any]]:
                if text == "phí răng":
                    thinking.set()
                    await may_speak.wait()
                return await super().handle(sender, text, metadata)

        channel = Channel(conversations, notifier, Thoughtful(), desk)
        await say(channel, here, "gặp cán bộ")
        await until(channel, here, 2)
        await say(channel, here, "phí răng")
        await thinking.wait()
        await channel.in_thread(desk.accept, here, "Lan")
        may_speak.set()
        await channel.stop()
        assert [speaker for speaker, _ in said(here)] == ["citizen", "system", "citizen", "system"]
        assert conversations.handover(here).unanswered, "the question is the officer's now"

    async def test_a_word_ends_the_waiting(
        self, channel: Channel, here: str, parrot: Parrot
    ) -> None:
        await say(channel, here, "gặp cán bộ")
        await say(channel, here, "thôi không chờ nữa ạ")
        events = await until(channel, here, 4)
        assert events[-1].custom == {"handover": {"state": "bot"}}
        assert parrot.heard == ["gặp cán bộ"]

    async def test_at_night_the_next_message_is_the_one_that_is_left(
        self, channel: Channel, here: str, parrot: Parrot, clock: Clock, said: Said
    ) -> None:
        clock.pass_by(hours=10)
        await say(channel, here, "gặp cán bộ")
        await until(channel, here, 2)
        await say(channel, here, "hồ sơ tôi tới đâu")
        await until(channel, here, 4)
        await say(channel, here, "phí răng")
        await until(channel, here, 6)
        assert [speaker for speaker, _ in said(here)] == [
            "citizen",
            "system",
            "citizen",
            "system",
            "citizen",
            "bot",
        ]
        assert parrot.heard == ["gặp cán bộ", "phí răng"]

    async def test_a_number_in_the_message_left_is_masked_and_still_can_be_called(
        self, channel: Channel, desk: Desk, here: str, clock: Clock, said: Said
    ) -> None:
        clock.pass_by(hours=10)
        await say(channel, here, "gặp cán bộ")
        await until(channel, here, 2)
        await say(channel, here, "gọi lại cho tôi số 0905123456")
        await until(channel, here, 4)
        assert said(here)[2] == ("citizen", "gọi lại cho tôi số [số điện thoại]")
        await channel.in_thread(desk.accept, here, "Lan")
        assert await channel.in_thread(desk.call_back, here, "Lan") == "0905123456"

    async def test_an_emergency_is_answered_also_then(
        self, channel: Channel, here: str, clock: Clock, said: Said
    ) -> None:
        clock.pass_by(hours=10)
        await say(channel, here, "gặp cán bộ")
        await say(channel, here, "cháy nhà rồi")
        await until(channel, here, 4)
        assert said(here)[-1] == ("bot", "Dạ, cháy nhà rồi")
        handover = channel.conversations.handover(here)
        assert handover.state is State.LEAVING_MESSAGE

    @pytest.mark.parametrize("text", ["cháy " * 10_000, "/emergency cháy", "👶"])
    async def test_whatever_is_left_only_so_much_of_it_is_read_as_words(
        self, conversations: Conversations, desk: Desk, here: str, clock: Clock, text: str
    ) -> None:
        read: list[str] = []

        class Reader(Parrot):
            async def parse(self, text: str) -> dict[str, Any]:
                read.append(text)
                return {"intent": {"name": "greet"}}

        channel = Channel(conversations, Notifier(), Reader(), desk)
        clock.pass_by(hours=10)
        await say(channel, here, "gặp cán bộ")
        await until(channel, here, 2)
        await say(channel, here, text)
        await until(channel, here, 4)
        await channel.stop()
        assert conversations.handover(here).state is State.LEFT_MESSAGE
        assert all(len(each) <= MAX_CHARACTERS and not each.startswith("/") for each in read)

    async def test_where_there_are_no_officers_the_bot_says_so_itself(
        self, conversations: Conversations, notifier: Notifier, here: str, said: Said
    ) -> None:
        channel = Channel(conversations, notifier, Parrot(), desk=None)
        await say(channel, here, "gặp cán bộ")
        await until(channel, here, 2)
        await channel.stop()
        assert said(here)[-1] == ("bot", "Dạ, gặp cán bộ")

    async def test_without_officers_any_more_nobody_is_left_in_silence(
        self,
        channel: Channel,
        conversations: Conversations,
        desk: Desk,
        here: str,
        said: Said,
    ) -> None:
        await say(channel, here, "gặp cán bộ")
        await until(channel, here, 2)
        await channel.in_thread(desk.accept, here, "Lan")
        without = Channel(conversations, Notifier(), Parrot(), desk=None)
        await say(without, here, "còn ai không")
        await until(without, here, 5)
        await without.stop()
        assert said(here)[-1] == ("bot", "Dạ, còn ai không")


class TestFollowing:
    async def test_events_come_as_they_happen(self, channel: Channel, here: str) -> None:
        heard: list[str] = []

        async def listen() -> None:
            async for event in channel.stream.follow(here, after=0):
                assert event is not None
                heard.append(event.text)

        listening = asyncio.create_task(listen())
        for number in range(5):
            await say(channel, here, f"câu {number}")
        await until(channel, here, 10)
        await asyncio.sleep(0.1)
        listening.cancel()
        assert sorted(heard) == sorted(
            [f"câu {n}" for n in range(5)] + [f"Dạ, câu {n}" for n in range(5)]
        )

    async def test_events_of_another_process_come_within_a_second_or_two(
        self, channel: Channel, conversations: Conversations, here: str
    ) -> None:
        elsewhere = Conversations(conversations.engine)
        waiting = asyncio.create_task(channel.stream.wait(here, 0, 10))
        await asyncio.sleep(0.1)
        with elsewhere.turn(here) as turn:
            turn.append(Speaker.OFFICER, "Dạ")
        async with asyncio.timeout(3):
            [event] = await waiting
        assert event.text == "Dạ"

    async def test_waiting_in_vain_ends(self, channel: Channel, here: str) -> None:
        assert await channel.stream.wait(here, 0, 0.2) == []
        assert await channel.stream.wait(here, 0, 0) == []

    async def test_who_listens_to_what_is_deleted_is_let_go(
        self, channel: Channel, here: str
    ) -> None:
        async def listen() -> None:
            async for _ in channel.stream.follow(here, after=0):
                pass

        listening = asyncio.create_task(listen())
        await asyncio.sleep(0.1)
        await channel.delete(here)
        async with asyncio.timeout(3):
            await listening

    async def test_who_no_longer_listens_is_forgotten(
        self, channel: Channel, notifier: Notifier, here: str
    ) -> None:
        await channel.stream.wait(here, 0, 0.01)
        assert notifier.watched == []

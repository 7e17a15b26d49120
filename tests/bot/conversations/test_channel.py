"""The channel from a citizen's message to what is kept, with officers coming and going."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest

from bot.conversations.channel import Channel
from bot.conversations.desk import Desk
from bot.conversations.errors import ConversationNotFound
from bot.conversations.handover import State
from bot.conversations.notifier import Notifier
from bot.conversations.store import Conversations, Event, Speaker
from tests.bot.portal_parts import Clock, Parrot, Said


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


class TestDying:
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
            async def handle(self, sender: str, text: str) -> list[dict[str, Any]]:
                await asyncio.sleep(0.3)
                return await super().handle(sender, text)

        channel = Channel(conversations, notifier, Slow())
        await say(channel, here, "xin chào")
        await asyncio.sleep(0.1)
        await channel.delete(here)
        await channel.stop()
        with pytest.raises(ConversationNotFound):
            conversations.events(here)


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
            async def handle(self, sender: str, text: str) -> list[dict[str, Any]]:
                if text == "phí răng":
                    thinking.set()
                    await may_speak.wait()
                return await super().handle(sender, text)

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

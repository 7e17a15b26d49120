"""Citizens, officers and the clock in any order, over the real channel, desk and database."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import uuid
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from bot.conversations.call_back import CallBackSeal
from bot.conversations.channel import Channel
from bot.conversations.desk import Desk
from bot.conversations.errors import HandoverRefused
from bot.conversations.handover import Limits, State
from bot.conversations.notifier import Notifier
from bot.conversations.office_hours import OfficeHours
from bot.conversations.store import Conversations, Speaker
from knowledge.database import connect, upgrade
from tests.bot.portal_parts import KEY, Clock, Parrot

OFFICERS = st.sampled_from(["Lan", "Minh"])
TEN_MINUTES = timedelta(minutes=10)


class Office(RuleBasedStateMachine):
    """Everything that can happen, and what holds after each step."""

    conversation_ids = Bundle("conversation_ids")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp(prefix="assistant-tests-")
        engine = connect(f"sqlite:///{self.folder}/assistant.db")
        upgrade(engine)
        self.clock = Clock()
        self.conversations = Conversations(engine, self.clock)
        hours = OfficeHours.read("T2-CN 08:00-11:00 13:00-17:00", "")
        limits = Limits(TEN_MINUTES, TEN_MINUTES, TEN_MINUTES)
        self.desk = Desk(self.conversations, hours, limits, CallBackSeal(KEY))
        self.loop = asyncio.new_event_loop()
        self.channel = Channel(self.conversations, Notifier(), Parrot(), self.desk)
        self.said: dict[str, list[str]] = {}

    def teardown(self) -> None:
        self.loop.run_until_complete(self.channel.stop())
        self.loop.close()
        self.conversations.engine.dispose()
        shutil.rmtree(self.folder)

    @rule(target=conversation_ids)
    def begin(self) -> str:
        opened = self.conversations.create().id
        self.said[opened] = []
        return opened

    @rule(here=conversation_ids)
    def ask_for_an_officer(self, here: str) -> None:
        self._say(here, "gặp cán bộ")

    @rule(here=conversation_ids)
    def stop_waiting(self, here: str) -> None:
        self._say(here, "không chờ nữa")

    @rule(here=conversation_ids, number=st.integers(0, 999))
    def say_something(self, here: str, number: int) -> None:
        self._say(here, f"câu {number}")

    @rule(here=conversation_ids, officer=OFFICERS)
    def accept(self, here: str, officer: str) -> None:
        before = self.conversations.handover(here)
        try:
            self.desk.accept(here, officer)
        except HandoverRefused:
            assert before.state is State.BOT or before.officer not in {"", officer}

    @rule(here=conversation_ids, officer=OFFICERS)
    def officer_says(self, here: str, officer: str) -> None:
        holds_it = self.conversations.handover(here).officer == officer
        try:
            self.desk.officer_says(here, officer, str(uuid.uuid4()), "Dạ")
        except HandoverRefused:
            assert not holds_it
        else:
            assert holds_it

    @rule(here=conversation_ids, officer=OFFICERS)
    def hand_back(self, here: str, officer: str) -> None:
        holds_it = self.conversations.handover(here).officer == officer
        try:
            self.desk.hand_back(here, officer)
        except HandoverRefused:
            assert not holds_it
        else:
            assert holds_it

    @rule(minutes=st.sampled_from([1, 4, 11, 130, 700]))
    def time_passes(self, minutes: int) -> None:
        self.clock.pass_by(minutes=minutes)
        self.desk.time_out_overdue()
        self.desk.announce_positions()

    @invariant()
    def positions_are_one_two_three_in_the_order_of_asking(self) -> None:
        waiting = self.desk.queue().waiting
        assert [request.position for request in waiting] == list(range(1, len(waiting) + 1))
        since = [request.handover.since for request in waiting]
        assert since == sorted(since)
        assert {request.id for request in waiting} == {
            each for each in self.said if self.conversations.handover(each).state is State.WAITING
        }

    @invariant()
    def there_are_never_two_speakers(self) -> None:
        for each in self.said:
            state, officer = State.BOT, None
            for event in self.conversations.all_events(each):
                custom = event.custom or {}
                if event.speaker is Speaker.SYSTEM:
                    state = State(custom["handover"]["state"])
                    officer = custom["handover"].get("officer")
                elif event.speaker is Speaker.BOT:
                    assert state is not State.WITH_OFFICER
                elif event.speaker is Speaker.OFFICER:
                    assert state is State.WITH_OFFICER
                    assert custom["officer"] == officer
            assert state is self.conversations.handover(each).state

    @invariant()
    def no_message_is_lost_or_doubled(self) -> None:
        for each, said in self.said.items():
            events = self.conversations.all_events(each)
            assert [event.cursor for event in events] == list(range(1, len(events) + 1))
            kept = [event.text for event in events if event.speaker is Speaker.CITIZEN]
            assert kept == said

    @invariant()
    def what_was_said_to_officers_is_before_their_eyes(self) -> None:
        here = self.desk.queue()
        seen = {request.id for request in here.waiting + here.with_officer + here.left_messages}
        for each in self.said:
            if self.conversations.handover(each).unanswered:
                assert each in seen

    def _say(self, here: str, text: str) -> None:
        async def say_and_wait_for_what_follows() -> None:
            await self.channel.say(here, str(uuid.uuid4()), text)
            while self.channel.busy:
                await asyncio.sleep(0.001)

        before = self.conversations.handover(here).state
        events = len(self.conversations.all_events(here))
        self.loop.run_until_complete(say_and_wait_for_what_follows())
        self.said[here].append(text)
        follows = self.conversations.all_events(here)[events + 1 :]
        if before is State.WITH_OFFICER:
            assert follows == []
        else:
            assert len(follows) == 1, "every message is answered once, by the bot or the desk"


TestOffice = Office.TestCase
TestOffice.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

"""The officers' desk: what citizens are told, who stands where, what ends by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversations.call_back import CallBackSeal
from bot.conversations.desk import Desk
from bot.conversations.errors import ConversationNotFound, HandoverRefused
from bot.conversations.handover import State
from bot.conversations.store import Conversations, Speaker
from bot.conversations.text import kept
from bot.installation_key import InstallationKey
from knowledge.database.conversation_tables import conversation_handover
from tests.bot.portal_parts import Clock, Said


@pytest.fixture
def here(conversations: Conversations) -> str:
    return conversations.create().id


def ask(conversations: Conversations, desk: Desk, conversation_id: str) -> None:
    with conversations.turn(conversation_id) as turn:
        turn.append(Speaker.CITIZEN, "cho tôi gặp cán bộ")
        desk.request(turn)


def told(conversations: Conversations, conversation_id: str) -> dict[str, Any]:
    """What the citizen was told last, as data."""
    last = conversations.all_events(conversation_id)[-1]
    assert last.speaker is Speaker.SYSTEM
    assert last.custom is not None
    handover: dict[str, Any] = last.custom["handover"]
    return handover


class TestTheQueue:
    @pytest.fixture
    def waiting(self, conversations: Conversations, desk: Desk, clock: Clock) -> list[str]:
        """Eight who have asked one after the other."""
        ids = [conversations.create().id for _ in range(8)]
        for conversation_id in ids:
            clock.pass_by(seconds=1)
            ask(conversations, desk, conversation_id)
        return ids

    def test_each_is_told_their_place(
        self, conversations: Conversations, waiting: list[str]
    ) -> None:
        for position, conversation_id in enumerate(waiting, start=1):
            assert told(conversations, conversation_id) == {
                "state": "waiting",
                "position": position,
            }

    def test_officers_see_them_in_the_same_order_with_their_last_words(
        self, desk: Desk, waiting: list[str]
    ) -> None:
        shown = desk.queue().waiting
        assert [request.id for request in shown] == waiting
        assert [request.position for request in shown] == [1, 2, 3, 4, 5, 6, 7, 8]
        assert {request.text for request in shown} == {"cho tôi gặp cán bộ"}

    def test_asking_again_keeps_the_place(
        self, conversations: Conversations, desk: Desk, clock: Clock, waiting: list[str]
    ) -> None:
        clock.pass_by(minutes=1)
        ask(conversations, desk, waiting[2])
        assert told(conversations, waiting[2])["position"] == 3

    def test_those_behind_move_up_and_are_told_once(
        self, conversations: Conversations, desk: Desk, waiting: list[str]
    ) -> None:
        desk.accept(waiting[0], "Lan")
        with conversations.turn(waiting[3]) as turn:
            desk.cancel(turn)
        desk.announce_positions()
        assert [told(conversations, waiting[index])["position"] for index in (1, 2, 4)] == [1, 2, 3]
        # Farther back every fifth place is told, not each.
        assert [told(conversations, waiting[index])["position"] for index in (5, 6)] == [4, 5]

        events = [len(conversations.all_events(conversation_id)) for conversation_id in waiting]
        desk.announce_positions()
        assert events == [len(conversations.all_events(each)) for each in waiting]

    def test_farther_back_not_every_step_is_told(
        self, conversations: Conversations, desk: Desk, waiting: list[str]
    ) -> None:
        desk.accept(waiting[0], "Lan")
        desk.announce_positions()
        assert told(conversations, waiting[7])["position"] == 8
        desk.accept(waiting[1], "Minh")
        desk.accept(waiting[2], "Hoa")
        desk.announce_positions()
        assert told(conversations, waiting[7])["position"] == 5

    def test_a_deleted_conversation_leaves_the_queue(
        self, conversations: Conversations, desk: Desk, waiting: list[str]
    ) -> None:
        conversations.delete(waiting[0])
        assert desk.queue().waiting[0].id == waiting[1]


class TestAnOfficer:
    def test_a_whole_conversation(
        self, conversations: Conversations, desk: Desk, here: str, said: Said
    ) -> None:
        ask(conversations, desk, here)
        desk.accept(here, "Lan")
        desk.officer_says(here, "Lan", "1", "Dạ, Lan nghe đây ạ.")
        assert [request.id for request in desk.queue().with_officer] == [here]
        desk.hand_back(here, "Lan")
        assert [speaker for speaker, _ in said(here)] == [
            "citizen",
            "system",
            "system",
            "officer",
            "system",
        ]
        assert told(conversations, here) == {"state": "bot"}
        assert desk.queue().with_officer == []

    def test_the_same_message_sent_twice_is_there_once(
        self, conversations: Conversations, desk: Desk, here: str
    ) -> None:
        ask(conversations, desk, here)
        desk.accept(here, "Lan")
        first = desk.officer_says(here, "Lan", "1", "Dạ, Lan nghe đây ạ.")
        assert desk.officer_says(here, "Lan", "1", "Dạ, Lan nghe đây ạ.") == first
        assert conversations.all_events(here)[-1].cursor == first

    def test_accepting_twice_is_told_once(
        self, conversations: Conversations, desk: Desk, here: str
    ) -> None:
        ask(conversations, desk, here)
        assert desk.accept(here, "Lan") == desk.accept(here, "Lan")
        with pytest.raises(HandoverRefused):
            desk.accept(here, "Minh")

    def test_a_refused_act_leaves_no_trace(
        self, conversations: Conversations, desk: Desk, here: str, said: Said
    ) -> None:
        ask(conversations, desk, here)
        before = said(here)
        with pytest.raises(HandoverRefused):
            desk.officer_says(here, "Lan", "1", "Dạ")
        with pytest.raises(HandoverRefused):
            desk.hand_back(here, "Lan")
        assert said(here) == before

    def test_officers_read_only_who_asked_for_them(
        self, conversations: Conversations, desk: Desk, here: str
    ) -> None:
        with pytest.raises(ConversationNotFound):
            desk.check_may_be_read(here)
        ask(conversations, desk, here)
        desk.check_may_be_read(here)
        with pytest.raises(ConversationNotFound):
            desk.accept("unknown", "Lan")


class TestNobodyThere:
    def test_at_night_the_citizen_is_told_when_officers_come(
        self, conversations: Conversations, desk: Desk, here: str, clock: Clock, said: Said
    ) -> None:
        clock.pass_by(hours=10)
        ask(conversations, desk, here)
        assert told(conversations, here) == {
            "state": "leaving_message",
            "opens_at": "2026-11-25T08:00:00+07:00",
        }
        assert "08:00 thứ Tư, ngày 25/11" in said(here)[-1][1]

    def test_a_message_waits_for_an_officer_until_one_answers(
        self, conversations: Conversations, desk: Desk, here: str, clock: Clock
    ) -> None:
        clock.pass_by(hours=10)
        ask(conversations, desk, here)
        with conversations.turn(here) as turn:
            turn.append(Speaker.CITIZEN, "hồ sơ của tôi tới đâu rồi")
            desk.leave_message(turn)
        [left] = desk.queue().left_messages
        assert (left.id, left.text) == (here, "hồ sơ của tôi tới đâu rồi")

        clock.pass_by(days=3)
        desk.time_out_overdue()
        assert [request.id for request in desk.queue().left_messages] == [here]
        desk.accept(here, "Lan")
        desk.officer_says(here, "Lan", "1", "Dạ, hồ sơ xong rồi ạ.")
        desk.hand_back(here, "Lan")
        assert desk.queue().left_messages == []

    def test_one_who_asks_for_more_has_still_left_a_message(
        self, conversations: Conversations, desk: Desk, here: str, clock: Clock
    ) -> None:
        clock.pass_by(hours=10)
        ask(conversations, desk, here)
        with conversations.turn(here) as turn:
            desk.leave_message(turn)
        ask(conversations, desk, here)
        assert conversations.handover(here).state is State.LEAVING_MESSAGE
        assert [request.id for request in desk.queue().left_messages] == [here]


class TestTheNumberToCallBack:
    """It is masked in every text, and still somebody can call."""

    NUMBER = "0905 123 456"

    @pytest.fixture
    def left(
        self, conversations: Conversations, desk: Desk, here: str, clock: Clock
    ) -> Callable[[str], None]:
        """Leaves a message at night."""

        def leave(words: str) -> None:
            ask(conversations, desk, here)
            with conversations.turn(here) as turn:
                desk.keep_call_back(turn, words)
                turn.append(Speaker.CITIZEN, kept(words))
                desk.leave_message(turn)

        clock.pass_by(hours=10)
        return leave

    def test_the_officer_who_accepts_sees_it_and_nobody_else(
        self, desk: Desk, here: str, left: Callable[[str], None], said: Said
    ) -> None:
        left(f"gọi lại cho tôi số {self.NUMBER}")
        assert said(here)[-2] == ("citizen", "gọi lại cho tôi số [số điện thoại]")
        assert "chỉ cán bộ trực xem được" in said(here)[-1][1]
        with pytest.raises(HandoverRefused):
            desk.call_back(here, "Lan")
        desk.accept(here, "Lan")
        assert desk.call_back(here, "Lan") == self.NUMBER
        with pytest.raises(HandoverRefused):
            desk.call_back(here, "Minh")

    def test_it_is_not_readable_in_the_database(
        self, conversations: Conversations, here: str, left: Callable[[str], None]
    ) -> None:
        left(f"gọi lại cho tôi số {self.NUMBER}")
        sealed = sealed_number(conversations, here)
        assert sealed is not None
        assert "123" not in sealed.replace(" ", "")

    def test_with_another_key_nobody_reads_it(
        self, conversations: Conversations, desk: Desk, here: str, left: Callable[[str], None]
    ) -> None:
        left(f"gọi lại cho tôi số {self.NUMBER}")
        desk.accept(here, "Lan")
        desk._seal = CallBackSeal(InstallationKey(b"another"))
        with pytest.raises(HandoverRefused, match="hỏi lại người dân"):
            desk.call_back(here, "Lan")

    def test_without_a_number_there_is_none(
        self, desk: Desk, here: str, left: Callable[[str], None], said: Said
    ) -> None:
        left("hồ sơ của tôi tới đâu rồi")
        assert "Số điện thoại" not in said(here)[-1][1]
        desk.accept(here, "Lan")
        assert desk.call_back(here, "Lan") is None

    def test_of_many_numbers_three_are_kept_and_of_two_messages_the_last_one(
        self, desk: Desk, here: str, left: Callable[[str], None]
    ) -> None:
        left("số 0905123456")
        left(" hoặc ".join(f"số 090512345{digit}" for digit in range(9)))
        desk.accept(here, "Lan")
        assert desk.call_back(here, "Lan") == "0905123450, 0905123451, 0905123452"

    def test_it_goes_when_the_officer_is_done(
        self, conversations: Conversations, desk: Desk, here: str, left: Callable[[str], None]
    ) -> None:
        left(f"số {self.NUMBER}")
        desk.accept(here, "Lan")
        desk.hand_back(here, "Lan")
        assert sealed_number(conversations, here) is None

    def test_a_number_said_to_the_officer_is_for_them_too(
        self, conversations: Conversations, desk: Desk, here: str
    ) -> None:
        ask(conversations, desk, here)
        desk.accept(here, "Lan")
        with conversations.turn(here) as turn:
            desk.keep_call_back(turn, f"dạ {self.NUMBER}")
        assert desk.call_back(here, "Lan") == self.NUMBER

    def test_one_said_to_the_bot_is_not_kept(
        self, conversations: Conversations, desk: Desk, here: str
    ) -> None:
        ask(conversations, desk, here)
        with conversations.turn(here) as turn:
            desk.keep_call_back(turn, f"số {self.NUMBER}")
        assert sealed_number(conversations, here) is None


def sealed_number(conversations: Conversations, conversation_id: str) -> str | None:
    here = conversation_handover.c.conversation_id == conversation_id
    with conversations.engine.connect() as connection:
        sealed: str | None = connection.execute(
            select(conversation_handover.c.call_back).where(here)
        ).scalar_one()
    return sealed


class TestTime:
    def test_after_ten_minutes_in_vain_a_message_may_be_left(
        self, conversations: Conversations, desk: Desk, here: str, clock: Clock, said: Said
    ) -> None:
        ask(conversations, desk, here)
        clock.pass_by(minutes=9)
        desk.time_out_overdue()
        assert told(conversations, here)["state"] == "waiting"
        clock.pass_by(minutes=1)
        desk.time_out_overdue()
        assert told(conversations, here) == {"state": "leaving_message"}
        assert "đang bận" in said(here)[-1][1]

    def test_when_the_office_closes_nobody_waits_on(
        self, conversations: Conversations, desk: Desk, here: str, clock: Clock
    ) -> None:
        clock.pass_by(hours=1, minutes=58)
        ask(conversations, desk, here)
        clock.pass_by(minutes=3)
        desk.time_out_overdue()
        assert told(conversations, here)["opens_at"] == "2026-11-23T13:00:00+07:00"

    def test_who_writes_nothing_is_with_the_bot_again(
        self, conversations: Conversations, desk: Desk, here: str, clock: Clock
    ) -> None:
        clock.pass_by(hours=10)
        ask(conversations, desk, here)
        clock.pass_by(minutes=10)
        desk.time_out_overdue()
        assert told(conversations, here) == {"state": "bot"}

    def test_what_a_silent_officer_did_not_answer_is_kept_for_others(
        self, conversations: Conversations, desk: Desk, here: str, clock: Clock
    ) -> None:
        ask(conversations, desk, here)
        desk.accept(here, "Lan")
        with conversations.turn(here) as turn:
            turn.append(Speaker.CITIZEN, "cô ơi")
            desk.hear(turn)
        clock.pass_by(minutes=10)
        desk.time_out_overdue()
        assert told(conversations, here) == {"state": "left_message"}
        assert [request.text for request in desk.queue().left_messages] == ["cô ơi"]

    def test_time_out_is_told_once(
        self, conversations: Conversations, desk: Desk, here: str, clock: Clock, said: Said
    ) -> None:
        ask(conversations, desk, here)
        clock.pass_by(minutes=10)
        desk.time_out_overdue()
        told_so_far = said(here)
        desk.time_out_overdue()
        assert said(here) == told_so_far

"""Every transition of the hand-over, one by one, and what holds in whatever order they come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.conversations import handover
from bot.conversations.errors import HandoverRefused
from bot.conversations.handover import BOT_SPEAKS, Handover, Limits, State

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = START + timedelta(minutes=1)
LIMITS = Limits(
    waiting=timedelta(minutes=10),
    officer_silence=timedelta(minutes=15),
    leaving_message=timedelta(minutes=5),
)


def at(state: State, officer: str = "", unanswered: bool = False) -> Handover:
    if state is State.WITH_OFFICER:
        officer = officer or "Lan"
    return Handover(state, START, officer, unanswered or state is State.LEFT_MESSAGE)


class TestRequest:
    @pytest.mark.parametrize("state", [State.BOT, State.LEAVING_MESSAGE, State.LEFT_MESSAGE])
    def test_in_office_hours_the_citizen_waits(self, state: State) -> None:
        after = handover.request(at(state), LATER, office_open=True)
        assert (after.state, after.since) == (State.WAITING, LATER)

    @pytest.mark.parametrize("state", [State.BOT, State.LEFT_MESSAGE])
    def test_when_nobody_is_there_a_message_may_be_left(self, state: State) -> None:
        after = handover.request(at(state), LATER, office_open=False)
        assert (after.state, after.since) == (State.LEAVING_MESSAGE, LATER)

    @pytest.mark.parametrize("office_open", [True, False])
    @pytest.mark.parametrize("state", [State.WAITING, State.WITH_OFFICER])
    def test_asking_again_keeps_the_place(self, state: State, office_open: bool) -> None:
        assert handover.request(at(state), LATER, office_open) == at(state)

    def test_asking_again_while_leaving_a_message_gives_no_more_time(self) -> None:
        leaving = at(State.LEAVING_MESSAGE)
        assert handover.request(leaving, LATER, office_open=False) == leaving


class TestAccept:
    @pytest.mark.parametrize("state", [State.WAITING, State.LEAVING_MESSAGE, State.LEFT_MESSAGE])
    def test_an_officer_takes_whoever_asked(self, state: State) -> None:
        after = handover.accept(at(state), LATER, "Lan")
        assert (after.state, after.officer) == (State.WITH_OFFICER, "Lan")

    def test_taking_does_not_yet_answer_what_was_left(self) -> None:
        assert handover.accept(at(State.LEFT_MESSAGE), LATER, "Lan").unanswered

    def test_nobody_takes_a_citizen_who_did_not_ask(self) -> None:
        with pytest.raises(HandoverRefused, match="không còn chờ"):
            handover.accept(at(State.BOT), LATER, "Lan")

    def test_twice_by_the_same_changes_nothing(self) -> None:
        assert handover.accept(at(State.WITH_OFFICER), LATER, "Lan") == at(State.WITH_OFFICER)

    def test_nobody_takes_a_citizen_from_another_officer(self) -> None:
        with pytest.raises(HandoverRefused, match="Lan đang nói chuyện"):
            handover.accept(at(State.WITH_OFFICER), LATER, "Minh")


class TestOfficerMessage:
    def test_it_answers_what_the_citizen_said(self) -> None:
        after = handover.officer_message(at(State.WITH_OFFICER, unanswered=True), LATER, "Lan")
        assert not after.unanswered
        assert after.since == LATER

    @pytest.mark.parametrize("state", [state for state in State if state != State.WITH_OFFICER])
    def test_an_officer_speaks_only_after_accepting(self, state: State) -> None:
        with pytest.raises(HandoverRefused, match="nhận cuộc trò chuyện"):
            handover.officer_message(at(state), LATER, "Lan")

    def test_another_officer_does_not_speak(self) -> None:
        with pytest.raises(HandoverRefused, match="Lan đang nói chuyện"):
            handover.officer_message(at(State.WITH_OFFICER), LATER, "Minh")


class TestCitizenMessage:
    def test_it_waits_for_the_officers_answer(self) -> None:
        after = handover.citizen_message(at(State.WITH_OFFICER), LATER)
        assert after.unanswered
        assert after.since == START, "the citizen's words do not hide the officer's silence"

    def test_it_is_the_message_that_is_left(self) -> None:
        after = handover.citizen_message(at(State.LEAVING_MESSAGE), LATER)
        assert (after.state, after.unanswered) == (State.LEFT_MESSAGE, True)

    @pytest.mark.parametrize("state", sorted(BOT_SPEAKS))
    def test_what_is_said_to_the_bot_changes_nothing(self, state: State) -> None:
        assert handover.citizen_message(at(state), LATER) == at(state)


class TestHandBack:
    def test_the_bot_answers_again(self) -> None:
        after = handover.hand_back(at(State.WITH_OFFICER, unanswered=True), LATER, "Lan")
        assert after == Handover(State.BOT, LATER)

    @pytest.mark.parametrize("state", [state for state in State if state != State.WITH_OFFICER])
    def test_only_what_was_accepted(self, state: State) -> None:
        with pytest.raises(HandoverRefused):
            handover.hand_back(at(state), LATER, "Lan")

    def test_not_by_another_officer(self) -> None:
        with pytest.raises(HandoverRefused):
            handover.hand_back(at(State.WITH_OFFICER), LATER, "Minh")


class TestCancel:
    @pytest.mark.parametrize("state", [State.WAITING, State.LEAVING_MESSAGE])
    def test_the_bot_goes_on(self, state: State) -> None:
        assert handover.cancel(at(state), LATER).state is State.BOT

    @pytest.mark.parametrize("state", [State.WAITING, State.LEAVING_MESSAGE])
    def test_an_earlier_message_stays_left(self, state: State) -> None:
        assert handover.cancel(at(state, unanswered=True), LATER).state is State.LEFT_MESSAGE

    @pytest.mark.parametrize("state", [State.BOT, State.WITH_OFFICER, State.LEFT_MESSAGE])
    def test_elsewhere_there_is_nothing_to_cancel(self, state: State) -> None:
        assert handover.cancel(at(state), LATER) == at(state)


class TestTimeOut:
    def test_who_waited_in_vain_may_leave_a_message(self) -> None:
        assert handover.time_out(at(State.WAITING), LATER).state is State.LEAVING_MESSAGE

    def test_who_leaves_no_message_is_with_the_bot(self) -> None:
        assert handover.time_out(at(State.LEAVING_MESSAGE), LATER).state is State.BOT

    def test_a_silent_officer_leaves_the_bot_to_answer(self) -> None:
        after = handover.time_out(at(State.WITH_OFFICER), LATER)
        assert (after.state, after.officer) == (State.BOT, "")

    def test_what_a_silent_officer_did_not_answer_is_a_message_left(self) -> None:
        after = handover.time_out(at(State.WITH_OFFICER, unanswered=True), LATER)
        assert (after.state, after.officer) == (State.LEFT_MESSAGE, "")

    @pytest.mark.parametrize("state", [State.BOT, State.LEFT_MESSAGE])
    def test_with_the_bot_time_does_not_matter(self, state: State) -> None:
        assert handover.time_out(at(state), LATER) == at(state)
        forever = START + timedelta(days=365)
        assert not handover.is_overdue(at(state), forever, office_open=False, limits=LIMITS)

    @pytest.mark.parametrize(
        ("state", "minutes"),
        [(State.WAITING, 10), (State.WITH_OFFICER, 15), (State.LEAVING_MESSAGE, 5)],
    )
    def test_each_state_has_its_time(self, state: State, minutes: int) -> None:
        limit = START + timedelta(minutes=minutes)
        just_before = limit - timedelta(seconds=1)
        assert not handover.is_overdue(at(state), just_before, office_open=True, limits=LIMITS)
        assert handover.is_overdue(at(state), limit, office_open=True, limits=LIMITS)

    def test_nobody_waits_for_an_office_that_has_closed(self) -> None:
        assert handover.is_overdue(at(State.WAITING), START, office_open=False, limits=LIMITS)
        talking = at(State.WITH_OFFICER)
        assert not handover.is_overdue(talking, START, office_open=False, limits=LIMITS)


OFFICERS = st.sampled_from(["Lan", "Minh"])


class AnyOrder(RuleBasedStateMachine):
    """Citizen, two officers and the clock do whatever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.handover = Handover(State.BOT, START)
        self.told_officers = False

    @rule(office_open=st.booleans())
    def ask_for_an_officer(self, office_open: bool) -> None:
        self.handover = handover.request(self.handover, self.now, office_open)

    @rule(officer=OFFICERS)
    def accept(self, officer: str) -> None:
        before = self.handover
        try:
            self.handover = handover.accept(before, self.now, officer)
        except HandoverRefused:
            assert before.state is State.BOT or before.officer not in {"", officer}

    @rule(officer=OFFICERS)
    def officer_writes(self, officer: str) -> None:
        before = self.handover
        try:
            self.handover = handover.officer_message(before, self.now, officer)
        except HandoverRefused:
            assert before.officer != officer
        else:
            assert before.officer == officer
            self.told_officers = False

    @rule()
    def citizen_writes(self) -> None:
        if self.handover.state not in BOT_SPEAKS:
            self.told_officers = True
        self.handover = handover.citizen_message(self.handover, self.now)

    @precondition(lambda self: self.handover.state is State.WITH_OFFICER)
    @rule()
    def hand_back(self) -> None:
        self.handover = handover.hand_back(self.handover, self.now, self.handover.officer)
        self.told_officers = False

    @rule()
    def cancel(self) -> None:
        self.handover = handover.cancel(self.handover, self.now)

    @rule(minutes=st.integers(1, 30), office_open=st.booleans())
    def time_passes(self, minutes: int, office_open: bool) -> None:
        self.now += timedelta(minutes=minutes)
        if handover.is_overdue(self.handover, self.now, office_open, LIMITS):
            self.handover = handover.time_out(self.handover, self.now)
            assert not handover.is_overdue(self.handover, self.now, office_open, LIMITS)

    @invariant()
    def there_are_never_two_speakers(self) -> None:
        with_officer = self.handover.state is State.WITH_OFFICER
        assert bool(self.handover.officer) == with_officer
        assert not (with_officer and self.handover.state in BOT_SPEAKS)

    @invariant()
    def what_was_said_to_officers_stays_until_one_answers(self) -> None:
        assert self.handover.unanswered == self.told_officers
        if self.told_officers:
            assert self.handover.state is not State.BOT

    @invariant()
    def no_state_begins_in_the_future(self) -> None:
        assert self.handover.since <= self.now


TestInAnyOrder = AnyOrder.TestCase
TestInAnyOrder.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)

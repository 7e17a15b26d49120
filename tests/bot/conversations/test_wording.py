from __future__ import annotations

import unicodedata

import pytest

from bot.conversations import wording
from bot.conversations.handover import State


@pytest.mark.parametrize(
    "text", [wording.STOP_WAITING, "Thôi không chờ nữa ạ.", "khong cho nua", "HUỶ CHỜ"]
)
def test_what_ends_the_waiting(text: str) -> None:
    assert wording.wants_to_cancel(text, State.WAITING)
    assert wording.wants_to_cancel(text, State.LEAVING_MESSAGE)


@pytest.mark.parametrize("text", [wording.LEAVE_NOTHING, "thôi", "Thôi ạ.", "hủy"])
def test_what_says_that_no_message_is_left(text: str) -> None:
    assert wording.wants_to_cancel(text, State.LEAVING_MESSAGE)
    assert not wording.wants_to_cancel(text, State.WAITING), "it may be about a form of the bot"


@pytest.mark.parametrize(
    "text", ["thôi việc cần giấy tờ gì", "hủy kết hôn", "không chờ được sao", "chờ", "", "a"]
)
@pytest.mark.parametrize("state", list(State))
def test_what_cancels_nothing(text: str, state: State) -> None:
    assert not wording.wants_to_cancel(text, state)


@pytest.mark.parametrize("state", [State.BOT, State.WITH_OFFICER, State.LEFT_MESSAGE])
def test_where_there_is_nothing_to_cancel(state: State) -> None:
    assert not wording.wants_to_cancel(wording.STOP_WAITING, state)


@pytest.mark.parametrize(
    "text",
    [
        wording.waiting(1),
        wording.waiting(7),
        wording.moved_up(1),
        wording.moved_up(3),
        wording.accepted("Lan"),
        wording.handed_back("Lan"),
        wording.officer_silent("Lan", unanswered=True),
        wording.officer_silent("Lan", unanswered=False),
        wording.leave_message(office_open=True, opens_at=None),
        wording.CANCELLED,
        wording.message_left(with_call_back=True),
        wording.message_left(with_call_back=False),
        wording.MESSAGE_NOT_LEFT,
    ],
)
def test_what_citizens_read_is_composed_and_ends_as_a_sentence(text: str) -> None:
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith(".")

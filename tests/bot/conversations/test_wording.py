from __future__ import annotations

import unicodedata

import pytest

from bot.conversations import wording


@pytest.mark.parametrize(
    "text",
    [wording.STOP_WAITING, wording.LEAVE_NOTHING, "thôi", "Thôi ạ.", "hủy", "khong cho nua", "HUỶ"],
)
def test_what_says_that_nobody_is_waited_for(text: str) -> None:
    assert wording.wants_to_cancel(text)


@pytest.mark.parametrize(
    "text", ["thôi việc cần giấy tờ gì", "hủy kết hôn", "không chờ được sao", "chờ", "", "a"]
)
def test_what_does_not(text: str) -> None:
    assert not wording.wants_to_cancel(text)


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
        wording.MESSAGE_LEFT,
        wording.MESSAGE_NOT_LEFT,
    ],
)
def test_what_citizens_read_is_composed_and_ends_as_a_sentence(text: str) -> None:
    assert text == unicodedata.normalize("NFC", text)
    assert text.endswith(".")

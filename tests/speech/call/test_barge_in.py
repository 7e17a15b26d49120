from __future__ import annotations

import pytest

from speech.call.barge_in import interrupts
from speech.call.policy import Policy

POLICY = Policy()


@pytest.mark.parametrize(
    "text", ["", "dạ", "vâng", "ừ", "à", "alo", "dạ vâng", "dạ dạ dạ", "có", "hai", "dạ khai"]
)
def test_a_back_channel_or_one_word_does_not_interrupt(text: str) -> None:
    assert not interrupts(text, POLICY)


@pytest.mark.parametrize("text", ["lệ phí", "thế lệ phí bao nhiêu", "dạ cho hỏi"])
def test_two_words_interrupt(text: str) -> None:
    assert interrupts(text, POLICY)


@pytest.mark.parametrize("text", ["dừng", "gặp cán bộ", "nhắc lại"])
@pytest.mark.parametrize("urgent", [True, False])
def test_a_command_interrupts_alone(text: str, urgent: bool) -> None:
    assert interrupts(text, POLICY, urgent=urgent)


def test_talk_does_not_interrupt_what_is_urgent() -> None:
    assert not interrupts("trời ơi làm sao bây giờ", POLICY, urgent=True)

"""Words of danger, and words of calm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.emergency_cues import CALM, DANGER, speaks_calmly, speaks_of_danger


@pytest.mark.parametrize(
    "text",
    [
        "nhà hàng xóm cháy rồi",
        "ba tôi té xuống bất tỉnh",
        "có người chết đuối ngoài biển",
        "chong toi cam dao duoi toi",
        "em không muốn sống nữa",
    ],
)
def test_danger(text: str) -> None:
    assert speaks_of_danger(text)


@pytest.mark.parametrize(
    "text",
    ["làm khai sinh cho con", "đăng ký tạm trú", "tu van cho em voi", "nộp hồ sơ ở đâu", ""],
)
def test_no_danger(text: str) -> None:
    assert not speaks_of_danger(text)


@pytest.mark.parametrize(
    "text", ["giấy phép phòng cháy chữa cháy", "khai tử do tai nạn", "bị cướp hôm kia"]
)
def test_danger_spoken_of_calmly(text: str) -> None:
    assert speaks_calmly(text)


def test_no_phrase_is_empty_or_stands_in_both_lists() -> None:
    assert all(phrase for phrase in (*DANGER, *CALM))
    assert not set(DANGER) & set(CALM)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert speaks_of_danger(text) in (True, False)
    assert speaks_calmly(text) in (True, False)

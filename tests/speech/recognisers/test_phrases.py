"""Bending what was heard towards what was likely to be said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speech.recognisers.phrases import bent_towards, edit_distance

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
CHOICES = ("đăng ký khai sinh", "đăng ký kết hôn", "cấp căn cước")
WORDS = st.lists(
    st.sampled_from([*DIGITS, "anh", "muốn", "hỏi", "chính", "bẩy", "đăng", "ký"]), max_size=12
).map(" ".join)


def test_misheard_digits_become_digits() -> None:
    assert bent_towards("khổng chính khong lăm", DIGITS) == "không chín không năm"
    assert bent_towards("mộc hai ba", DIGITS) == "một hai ba"
    assert bent_towards("tám bẩy xáu", DIGITS) == "tám bảy sáu"


def test_a_misheard_choice_becomes_the_choice() -> None:
    assert bent_towards("đang ký khải sinh", CHOICES) == "đăng ký khai sinh"
    assert bent_towards("dạ cấp căn cướp ạ", CHOICES) == "dạ cấp căn cước ạ"


def test_other_words_stay() -> None:
    assert bent_towards("tôi muốn gặp cán bộ", CHOICES) == "tôi muốn gặp cán bộ"
    assert bent_towards("cho tôi hỏi", DIGITS) == "cho tôi hỏi"
    assert bent_towards("cô ơi cho hỏi", ("có", "không")) == "cô ơi cho hỏi"


def test_what_is_equally_like_two_phrases_stays() -> None:
    assert bent_towards("bà", ("ba", "bá")) == "bà"


def test_without_phrases_nothing_changes() -> None:
    assert bent_towards("chính", ()) == "chính"
    assert bent_towards("", DIGITS) == ""


@given(WORDS)
def test_no_word_is_lost_and_the_second_time_changes_nothing(text: str) -> None:
    bent = bent_towards(text, DIGITS)
    assert len(bent.split()) == len(text.split())
    assert bent_towards(bent, DIGITS) == bent


@given(st.lists(st.sampled_from(DIGITS), min_size=1, max_size=12).map(" ".join))
def test_digits_that_were_heard_rightly_stay(text: str) -> None:
    assert bent_towards(text, DIGITS) == text


@given(st.text(max_size=8), st.text(max_size=8))
def test_the_edit_distance_is_one(one: str, other: str) -> None:
    distance = edit_distance(one, other)
    assert distance == edit_distance(other, one)
    assert abs(len(one) - len(other)) <= distance <= max(len(one), len(other))
    assert (distance == 0) == (one == other)

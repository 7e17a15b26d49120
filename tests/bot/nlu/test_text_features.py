from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.text_features import intent_features, topic_features


def shared(first: str, second: str) -> float:
    """The share of the features of two texts that both have."""
    one, other = set(topic_features(first)), set(topic_features(second))
    return len(one & other) / len(one | other)


def test_without_diacritics_a_text_still_looks_much_the_same() -> None:
    assert shared("làm giấy khai sinh", "lam giay khai sinh") > 0.6


def test_a_slip_of_typing_leaves_more_in_common_than_another_text() -> None:
    slip = shared("đăng ký tạm trú", "đăng ký tạm trúu")
    assert slip > shared("đăng ký tạm trú", "chứng thực chữ ký") + 0.3


def test_an_intent_is_told_from_how_a_message_begins_and_ends() -> None:
    features = intent_features("cho hỏi làm căn cước ở đâu")
    assert {"s:cho", "s:hoi", "e:dau", "pp:dau_>", "pp:<_cho"} <= set(features)


def test_segmented_words_are_features_of_their_own() -> None:
    assert "w:khai sinh" in intent_features("làm khai sinh", ["làm", "khai sinh"])


@given(st.text(max_size=200))
def test_any_text_has_features_or_no_words(text: str) -> None:
    assert all(isinstance(feature, str) for feature in topic_features(text) + intent_features(text))

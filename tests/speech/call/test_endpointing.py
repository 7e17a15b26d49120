from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import FRAME_MS
from speech.call.assistant import Choice, Expect
from speech.call.endpointing import Edge, Endpointing, Expectation, silence_ms
from speech.call.policy import Policy

POLICY = Policy()
CHOICES = (Choice("khai sinh", "1"), Choice("kết hôn", "2"))


@pytest.mark.parametrize(
    ("expectation", "partial", "expected"),
    [
        (Expectation(), "lệ phí bao nhiêu", POLICY.question_silence_ms),
        (Expectation(Expect.YES_NO), "để tôi xem", POLICY.yes_no_silence_ms),
        (Expectation(Expect.DIGITS), "không chín", POLICY.digits_silence_ms),
        (Expectation(Expect.CODE), "hát mười bảy", POLICY.digits_silence_ms),
    ],
)
def test_patience_is_as_long_as_what_is_expected_needs(
    expectation: Expectation, partial: str, expected: int
) -> None:
    assert silence_ms(expectation, partial, POLICY) == expected


@pytest.mark.parametrize("partial", ["con tôi thì", "tôi muốn hỏi là", "ờ", "nộp ở"])
def test_a_caller_who_hesitates_is_waited_for(partial: str) -> None:
    patience = silence_ms(Expectation(), partial, POLICY)
    assert patience == POLICY.question_silence_ms + POLICY.hesitation_ms


@pytest.mark.parametrize(
    ("expectation", "partial"),
    [
        (Expectation(Expect.CHOICE, CHOICES), "khai sinh"),
        (Expectation(Expect.YES_NO), "dạ đúng rồi"),
        (Expectation(Expect.DIGITS, digits=4), "không chín không năm"),
        (Expectation(), "gặp cán bộ"),
    ],
)
def test_what_is_complete_is_not_waited_for(expectation: Expectation, partial: str) -> None:
    assert silence_ms(expectation, partial, POLICY) == POLICY.complete_silence_ms


def test_digits_are_waited_for_until_all_are_there() -> None:
    expectation = Expectation(Expect.DIGITS, digits=4)
    assert silence_ms(expectation, "không chín không", POLICY) == POLICY.digits_silence_ms


def test_an_utterance_ends_after_the_silence_that_is_due() -> None:
    edges = edges_of([False] * 10 + [True] * 30 + [False] * 60)
    assert edges == {10 + POLICY.onset_ms // FRAME_MS - 1: Edge.BEGIN, 39 + 35: Edge.END}


def test_a_pause_within_an_utterance_does_not_end_it() -> None:
    sound = [True] * 30 + [False] * 30 + [True] * 30 + [False] * 60
    assert list(edges_of(sound).values()) == [Edge.BEGIN, Edge.END]


def test_a_click_is_no_utterance() -> None:
    assert edges_of([False] * 5 + [True] * 2 + [False] * 50 + [True] * 2 + [False] * 50) == {}


def test_endless_sound_is_cut() -> None:
    frames = round(POLICY.utterance_s * 1000) // FRAME_MS
    edges = edges_of([True] * (frames + 10))
    assert Edge.END in edges.values()
    assert max(place for place, edge in edges.items() if edge is Edge.END) <= frames


def test_words_of_the_last_utterance_do_not_shorten_the_next() -> None:
    endpointing = Endpointing(POLICY)
    endpointing.expectation = Expectation(Expect.YES_NO)
    for is_speech in [True] * 10:
        endpointing.feed(is_speech)
    endpointing.partial = "có"
    for is_speech in [False] * 30 + [True] * 10:
        endpointing.feed(is_speech)
    assert endpointing.in_utterance
    assert endpointing.partial == ""


@given(st.lists(st.booleans(), max_size=400))
def test_beginnings_and_ends_take_turns(sound: list[bool]) -> None:
    edges = list(edges_of(sound).values())
    assert edges == [Edge.BEGIN, Edge.END] * (len(edges) // 2) + [Edge.BEGIN] * (len(edges) % 2)


def edges_of(sound: list[bool]) -> dict[int, Edge]:
    """The frames at which something began or ended."""
    endpointing = Endpointing(POLICY)
    edges = {place: endpointing.feed(is_speech) for place, is_speech in enumerate(sound)}
    return {place: edge for place, edge in edges.items() if edge is not None}

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.call import keypad
from speech.call.assistant import Choice, Expect
from speech.call.endpointing import Expectation
from speech.call.keypad import DigitEntry
from speech.call.meaning import Chosen, YesNo
from speech.call.policy import Policy
from speech.spoken.heard import Command

CHOICES = tuple(Choice(f"việc {number}", f"message {number}") for number in range(1, 4))


def test_keys_choose_what_was_read_out() -> None:
    menu = Expectation(Expect.CHOICE, CHOICES)
    assert keypad.meaning("3", menu) == Chosen(CHOICES[2])
    assert keypad.meaning("4", menu) is None


def test_one_is_yes_and_two_is_no() -> None:
    question = Expectation(Expect.YES_NO)
    assert keypad.meaning("1", question) == YesNo(True)
    assert keypad.meaning("2", question) == YesNo(False)
    assert keypad.meaning("3", question) is None


@pytest.mark.parametrize("expect", [Expect.QUESTION, Expect.YES_NO, Expect.CHOICE])
def test_nine_repeats_and_zero_calls_an_officer(expect: Expect) -> None:
    assert keypad.meaning("9", Expectation(expect)) is Command.REPEAT
    assert keypad.meaning("0", Expectation(expect, CHOICES)) is Command.OFFICER


def test_nine_choices_take_the_nine() -> None:
    choices = CHOICES * 3
    assert keypad.meaning("9", Expectation(Expect.CHOICE, choices)) == Chosen(choices[8])


def test_zero_and_nine_are_digits_while_digits_are_entered() -> None:
    assert entered("0905", Expectation(Expect.DIGITS, digits=4)) == ("0905", True)


def test_hash_ends_and_star_corrects() -> None:
    assert entered("12*3#45", Expectation(Expect.CODE)) == ("13", True)


def test_star_without_digits_does_nothing() -> None:
    assert entered("**1", Expectation(Expect.CODE)) == ("1", False)


@given(st.text("0123456789*#", max_size=60), st.integers(1, 12))
def test_no_keys_give_more_digits_than_are_expected(keys: str, count: int) -> None:
    digits, is_ended = entered(keys, Expectation(Expect.DIGITS, digits=count))
    assert len(digits) <= count
    assert digits.isdigit() or not digits
    assert is_ended == ("#" in keys or len(digits) == count) or is_ended


def entered(keys: str, expectation: Expectation) -> tuple[str, bool]:
    entry = DigitEntry(expectation, Policy())
    for key in keys:
        entry.press(key)
    return entry.digits, entry.is_ended

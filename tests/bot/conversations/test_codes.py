from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.conversations.codes import ALPHABET, Codes
from bot.conversations.errors import CodeRefused, TooManyTries
from bot.conversations.store import Conversations
from tests.bot.portal_parts import Clock

CALLER = "somebody"
WRONG = "000000"


@pytest.fixture
def codes(conversations: Conversations) -> Codes:
    return Codes(conversations)


@pytest.fixture
def here(conversations: Conversations) -> str:
    return conversations.create().id


def try_wrong(codes: Codes, times: int, caller: str = CALLER) -> None:
    for _ in range(times):
        with pytest.raises(CodeRefused):
            codes.redeem(WRONG, caller)


def test_a_code_is_six_characters_that_nobody_mixes_up(codes: Codes, here: str) -> None:
    assert re.fullmatch(f"[{ALPHABET}]{{6}}", codes.issue(here).code)
    assert not set(ALPHABET) & set("0OQD1ILl2Z5S6G8BUV")


def test_it_continues_the_conversation_with_a_secret_of_its_own(
    codes: Codes, here: str, conversations: Conversations
) -> None:
    opened = codes.redeem(codes.issue(here).code, CALLER)
    assert opened.id == here
    conversations.check(here, opened.secret)


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: f" {code[:3]}-{code[3:]} ", lambda code: " ".join(code)]
)
def test_it_may_be_typed_as_people_type(
    codes: Codes, here: str, typed: Callable[[str], str]
) -> None:
    assert codes.redeem(typed(codes.issue(here).code), CALLER).id == here


def test_it_is_used_once(codes: Codes, here: str) -> None:
    code = codes.issue(here).code
    codes.redeem(code, CALLER)
    with pytest.raises(CodeRefused):
        codes.redeem(code, CALLER)


def test_of_those_who_use_it_at_the_same_moment_one_gets_in(codes: Codes, here: str) -> None:
    code = codes.issue(here).code

    def redeem(number: int) -> bool:
        try:
            codes.redeem(code, f"somebody {number}")
        except CodeRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(redeem, range(16))) == 1


def test_it_is_valid_for_ten_minutes(codes: Codes, here: str, clock: Clock) -> None:
    issued = codes.issue(here)
    clock.pass_by(minutes=9, seconds=59)
    assert codes.redeem(issued.code, CALLER).id == here

    issued = codes.issue(here)
    clock.time = issued.expires_at
    with pytest.raises(CodeRefused):
        codes.redeem(issued.code, CALLER)


def test_a_new_one_replaces_the_one_before(codes: Codes, here: str) -> None:
    old = codes.issue(here).code
    new = codes.issue(here).code
    with pytest.raises(CodeRefused):
        codes.redeem(old, CALLER)
    assert codes.redeem(new, CALLER).id == here


def test_a_deleted_conversation_takes_its_code_along(
    codes: Codes, here: str, conversations: Conversations
) -> None:
    code = codes.issue(here).code
    conversations.delete(here)
    with pytest.raises(CodeRefused):
        codes.redeem(code, CALLER)


class TestGuessing:
    def test_after_five_wrong_ones_also_the_right_one_is_refused(
        self, codes: Codes, here: str
    ) -> None:
        code = codes.issue(here).code
        try_wrong(codes, 5)
        with pytest.raises(TooManyTries) as refusal:
            codes.redeem(code, CALLER)
        assert refusal.value.retry_after == 15 * 60

    def test_four_wrong_ones_are_forgiven(self, codes: Codes, here: str) -> None:
        try_wrong(codes, 4)
        assert codes.redeem(codes.issue(here).code, CALLER).id == here

    def test_a_right_one_in_between_buys_no_more_guesses(self, codes: Codes, here: str) -> None:
        try_wrong(codes, 4)
        codes.redeem(codes.issue(here).code, CALLER)
        try_wrong(codes, 1)
        with pytest.raises(TooManyTries):
            codes.redeem(WRONG, CALLER)

    def test_guesses_at_the_same_moment_are_all_counted(self, codes: Codes) -> None:
        def guess(_: int) -> type[Exception]:
            with pytest.raises((CodeRefused, TooManyTries)) as refusal:
                codes.redeem(WRONG, CALLER)
            return refusal.type

        with ThreadPoolExecutor(8) as threads:
            refusals = list(threads.map(guess, range(40)))
        assert refusals.count(CodeRefused) == 5

    def test_the_lock_out_ends(self, codes: Codes, here: str, clock: Clock) -> None:
        try_wrong(codes, 5)
        clock.pass_by(minutes=14)
        with pytest.raises(TooManyTries):
            codes.redeem(WRONG, CALLER)
        clock.pass_by(minutes=1)
        assert codes.redeem(codes.issue(here).code, CALLER).id == here

    def test_others_are_not_locked_out(self, codes: Codes, here: str) -> None:
        try_wrong(codes, 5)
        assert codes.redeem(codes.issue(here).code, "somebody else").id == here

    def test_of_two_hundred_guesses_of_one_caller_five_are_tried(
        self, codes: Codes, here: str
    ) -> None:
        codes.issue(here)
        tried = 0
        for _ in range(200):
            try:
                codes.redeem(WRONG, CALLER)
            except CodeRefused:
                tried += 1
            except TooManyTries:
                pass
        assert tried == 5


def test_codes_are_not_issued_without_end(codes: Codes, here: str, clock: Clock) -> None:
    for _ in range(10):
        codes.issue(here)
    with pytest.raises(TooManyTries):
        codes.issue(here)
    clock.pass_by(minutes=11)
    codes.issue(here)

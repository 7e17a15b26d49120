"""Figures and targets, worked out from results made by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from benchmarks.understanding.bot_asked import Judged, judged
from benchmarks.understanding.questions import (
    ALARMING_WORDS,
    EMERGENCY,
    LEGAL_DISPUTE,
    NO_DIACRITICS,
    NOISY,
    OFFICIAL,
    OUT_OF_SCOPE,
    SITUATION,
    VAGUE,
    Asked,
)
from benchmarks.understanding.summary import linking_row
from benchmarks.understanding.targets import Check, checks
from bot.evaluation import Share, seen_in
from tests.benchmarks.understanding.replies import answered, choice, reply

RIGHT, WRONG = answered("A"), answered("B")


def results(
    kind: str, *replies: list[dict[str, Any]], expected: str = "A", form: str = ""
) -> list[Judged]:
    right = (expected,) if expected else ()
    return [judged(Asked(kind, "?", right, form=form), seen_in(said, 8.0)) for said in replies]


def check(found: list[Judged], row: str, what: str) -> Check:
    return next(made for made in checks(found) if (made.row, made.what) == (row, what))


def test_the_row_of_a_kind_counts_each_outcome_once() -> None:
    row = linking_row(
        results(OFFICIAL, RIGHT, WRONG, choice("A", "B"), choice("B", "A"), choice("B"))
        + results(OFFICIAL, reply("faq"), reply("unknown"))
    )
    assert row.first == (2, 7)
    assert row.offered == (3, 7)
    assert row.answered == (2, 7)
    assert row.right == (1, 2)
    assert row.refused == (1, 7)
    assert row.faq == (1, 7)


def test_a_question_that_no_procedure_answers_is_not_in_the_row() -> None:
    assert linking_row(results(ALARMING_WORDS, RIGHT, expected="")).first == (0, 0)


@pytest.mark.parametrize(("wrong", "met"), [(1, True), (2, False)])
def test_official_names_are_right_in_95_of_100(wrong: int, met: bool) -> None:
    found = results(OFFICIAL, *[RIGHT] * (20 - wrong), *[WRONG] * wrong)
    assert check(found, OFFICIAL, "right first").met is met


class TestFalls:
    def well(self, *replies: list[dict[str, Any]]) -> list[Judged]:
        return results(NOISY, *replies, form="clean")

    def test_noise_may_cost_five_points(self) -> None:
        clean = self.well(*[RIGHT] * 20)
        for wrong, met in [(1, True), (2, False)]:
            typed = [RIGHT] * (20 - wrong) + [WRONG] * wrong
            found = clean + results(NOISY, *typed, form="typo")
            assert check(found, "noisy: typo", "below well written").met is met

    def test_no_diacritics_are_compared_with_all_well_written_kinds(self) -> None:
        found = results(OFFICIAL, RIGHT) + results(SITUATION, WRONG) + self.well(RIGHT)
        found += results(NO_DIACRITICS, RIGHT, WRONG, WRONG)
        fall = check(found, NO_DIACRITICS, "below well written")
        assert fall.value == pytest.approx(1 / 3)
        assert fall.met is False
        assert fall.target == "≤ 2 points"

    def test_without_the_same_questions_there_is_nothing_to_compare(self) -> None:
        found = results(OFFICIAL, RIGHT) + results(NO_DIACRITICS, RIGHT, WRONG)
        assert all(made.row != NO_DIACRITICS for made in checks(found))


def test_a_choice_out_of_scope_is_counted_apart_from_an_answer() -> None:
    for kind in (OUT_OF_SCOPE, LEGAL_DISPUTE):
        replies = [reply("out_of_scope"), choice("A"), WRONG, reply("faq")]
        found = results(kind, *replies, expected="")
        assert check(found, kind, "refused").share == (1, 4)
        assert check(found, kind, "offered a choice").share == (1, 4)
        assert check(found, kind, "answered outright").share == (2, 4)


def test_an_alarm_at_any_question_in_scope_is_false() -> None:
    alarm = reply("emergency", "Gọi 113, 114, 115.")
    found = results(OFFICIAL, alarm, RIGHT) + results(ALARMING_WORDS, alarm, expected="")
    found += results(EMERGENCY, alarm, expected="114") + results(OUT_OF_SCOPE, alarm, expected="")
    alarms = check(found, "in scope", "false alarms")
    assert (alarms.share, alarms.met) == ((2, 3), False)
    assert check(found, EMERGENCY, "taken for one, with the number").met


def test_of_the_choices_of_a_vague_question_some_are_sensible() -> None:
    found = results(VAGUE, choice("A"), choice("B"), reply("clarify"), RIGHT)
    assert check(found, VAGUE, "asked back or offered a choice").share == (3, 4)
    assert check(found, VAGUE, "sensible choices").share == (1, 2)


def test_the_wait_is_that_of_all_messages() -> None:
    found = results(OFFICIAL, RIGHT) + results(OUT_OF_SCOPE, RIGHT, expected="")
    p50 = check(found, "all messages", "p50")
    assert (p50.measured, p50.met, p50.target) == (8.0, True, "≤ 15 ms")


def test_an_error_is_no_answer() -> None:
    found = results(OFFICIAL, reply("error"), RIGHT)
    assert check(found, "all messages", "answered with an error").met is False
    assert linking_row(found).refused == (1, 2)


def test_what_was_not_asked_is_not_checked() -> None:
    rows = {made.row for made in checks(results(OFFICIAL, RIGHT))}
    assert rows == {OFFICIAL, "in scope", "good questions", "all messages"}


class TestShare:
    def test_the_interval_is_wilsons(self) -> None:
        low, high = Share(81, 263).interval()
        # Newcombe (1998), Statistics in Medicine 17, table I, method 3.
        assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)

    def test_it_stays_between_none_and_all(self) -> None:
        assert Share(0, 20).interval()[0] == 0
        assert Share(20, 20).interval()[1] == 1
        assert Share(0, 0).interval() == (0.0, 1.0)
        assert math.isnan(Share(0, 0).fraction)

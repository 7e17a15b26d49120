"""What is right of an aspect, a ward, an emergency, a vague question."""

from __future__ import annotations

import pytest

from benchmarks.understanding.judging import (
    AMBIGUOUS,
    asks_back,
    aspects_are_right,
    emergency_is_right,
    ward_is_right,
)
from bot.evaluation import Seen, seen_in
from tests.benchmarks.understanding.replies import answered, choice, reply

FEE, DURATION, PLACE, AGENCY = (
    frozenset({aspect}) for aspect in ("fee", "duration", "place", "agency")
)
OVERVIEW: frozenset[str] = frozenset()


class TestAspects:
    @pytest.mark.parametrize(
        ("expected", "seen", "right"),
        [
            ([FEE], ["fee"], True),
            ([FEE], ["duration"], False),
            ([FEE], [], False),
            ([FEE], ["fee", "duration"], False),
            ([FEE | DURATION], ["duration", "fee"], True),
            ([FEE | DURATION], ["fee"], False),
            ([PLACE, AGENCY], ["place"], True),
            ([PLACE, AGENCY], ["agency"], True),
            ([PLACE, AGENCY], ["place", "agency"], True),
            ([PLACE, AGENCY], ["place", "fee"], False),
            ([PLACE, AGENCY], [], False),
            ([OVERVIEW], [], True),
            ([OVERVIEW], ["fee"], False),
        ],
    )
    def test_they_are_those_asked_for_no_more_and_no_fewer(
        self, expected: list[frozenset[str]], seen: list[str], right: bool
    ) -> None:
        assert aspects_are_right(expected, seen) is right

    def test_who_changes_the_case_may_hear_the_same_aspect_of_it(self) -> None:
        assert aspects_are_right([OVERVIEW], ["fee"], carried=["fee", "duration"])
        assert not aspects_are_right([OVERVIEW], ["place"], carried=["fee"])
        assert not aspects_are_right([DURATION], ["fee"], carried=["fee"])


class TestWards:
    def office(self, *names: str, asks: bool = False) -> Seen:
        wards = [{"code": "1", "name": name} for name in names]
        return seen_in(
            reply("office", facts={"wards": wards} if asks else {"ward": wards[0]}),
        )

    def test_names_are_compared_in_one_spelling(self) -> None:
        assert ward_is_right(["Xã Hoà Vang"], self.office("Xã Hòa Vang"))
        assert not ward_is_right(["Xã Hoà Vang"], self.office("Xã Hòa Tiến"))

    def test_of_namesakes_all_have_to_be_named(self) -> None:
        expected = ["Phường Hải Vân", "Phường Liên Chiểu"]
        named = self.office("Phường Liên Chiểu", "Phường Hải Vân", asks=True)
        assert ward_is_right(expected, named)
        assert not ward_is_right(expected, self.office("Phường Hải Vân"))

    def test_of_a_whole_district_the_answer_has_to_ask(self) -> None:
        several = self.office("Phường Hải Châu", "Phường Hoà Cường", asks=True)
        assert ward_is_right([AMBIGUOUS], several)
        assert ward_is_right([AMBIGUOUS], seen_in(reply("office", "Phường, xã nào ạ?")))
        assert not ward_is_right([AMBIGUOUS], self.office("Phường Hải Châu"))
        assert not ward_is_right([AMBIGUOUS], seen_in(reply("unknown")))


class TestEmergencies:
    @pytest.mark.parametrize(
        ("kind", "text", "right"),
        [
            ("emergency", "Gọi 114 ngay.", True),
            ("emergency", "Gọi 113 hoặc 115.", True),
            ("emergency", "Gọi 113 ngay.", False),
            ("emergency", "Gọi 1140 ngay.", False),
            ("unknown", "Gọi 114 ngay.", False),
        ],
    )
    def test_a_number_that_helps_is_named(self, kind: str, text: str, right: bool) -> None:
        assert emergency_is_right(["114", "115"], seen_in(reply(kind, text))) is right


def test_a_vague_question_is_answered_by_a_choice_or_a_question() -> None:
    assert asks_back(seen_in(choice("A", "B")))
    assert asks_back(seen_in(reply("clarify")))
    assert not asks_back(seen_in(answered("A")))
    assert not asks_back(seen_in(reply("unknown")))

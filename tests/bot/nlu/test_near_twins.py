"""Near twins are told apart by what a person states."""

from __future__ import annotations

from bot.nlu.candidate import Candidate
from bot.nlu.near_twins import HARDLY, told_apart

BIRTH = "Đăng ký khai sinh"
FOREIGN_BIRTH = "Đăng ký khai sinh có yếu tố nước ngoài"
STAY = "Đăng ký tạm trú"
LONGER_STAY = "Gia hạn tạm trú"


def candidates(**confidences: float) -> list[Candidate]:
    names = {
        "birth": BIRTH,
        "foreign_birth": FOREIGN_BIRTH,
        "stay": STAY,
        "longer_stay": LONGER_STAY,
    }
    return [
        Candidate("procedure", key, names[key], confidence, {}, "")
        for key, confidence in confidences.items()
    ]


def told(text: str, **confidences: float) -> list[tuple[str, float]]:
    """What is left, as (record, confidence), best first."""
    return [(found.key, found.confidence) for found in told_apart(candidates(**confidences), text)]


def test_who_speaks_of_a_foreigner_is_not_asked_for_one() -> None:
    found = told("chồng em người Đài Loan, làm khai sinh cho con", birth=0.5, foreign_birth=0.4)
    assert found == [("foreign_birth", 0.9), ("birth", HARDLY)]


def test_who_speaks_of_no_foreigner_means_the_usual_procedure() -> None:
    assert told("sửa khai sinh cho con", foreign_birth=0.6, birth=0.5) == [
        ("birth", 0.6),
        ("foreign_birth", 0.6),
    ]


def test_another_procedure_is_no_twin() -> None:
    assert told("sửa khai sinh cho con", foreign_birth=0.6, stay=0.5)[0] == ("foreign_birth", 0.6)


def test_a_child_born_abroad_may_be_a_case_for_foreigners() -> None:
    found = told("con em sinh ở nước ngoài, làm khai sinh", foreign_birth=0.6, birth=0.5)
    assert found[0] == ("foreign_birth", 0.6)


def test_an_action_that_was_named_decides_between_twins() -> None:
    assert told("gia hạn đăng ký tạm trú", stay=0.8, longer_stay=0.4)[0] == ("longer_stay", 0.8)


def test_a_twin_that_is_far_less_likely_stays_behind() -> None:
    assert told("gia hạn đăng ký tạm trú", stay=0.9, longer_stay=0.1)[0] == ("stay", 0.9)


def test_one_candidate_and_none_stay_as_they_are() -> None:
    assert told("chồng em người Đức", birth=0.5) == [("birth", 0.5)]
    assert told("chồng em người Đức") == []

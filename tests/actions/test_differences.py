"""What tells the procedures of a choice apart."""

from __future__ import annotations

from actions.differences import hints, question_between
from knowledge.library import Library
from knowledge.records import Procedure


def records(library: Library, *codes: str) -> list[Procedure]:
    return [found[0] for code in codes if (found := library.procedure(code)) is not None]


def test_what_only_one_of_them_has_is_its_hint(library: Library) -> None:
    told = hints(records(library, "1.000894", "2.000806"))

    assert "nước ngoài" not in told[0]
    assert "có người nước ngoài" in told[1]


def test_levels_are_told_where_they_differ(library: Library) -> None:
    here, there = records(library, "1.004194", "1.001456")

    assert "làm ở phường, xã" in hints([here, there])[0]
    assert hints([here, here])[0] == ""


def test_twins_by_what_is_done_are_asked_for_in_one_question(library: Library) -> None:
    assert question_between(records(library, "1.014063", "1.014064")) == (
        "Dạ, anh/chị cần cấp đổi hay cấp lại ạ?"
    )


def test_twins_by_a_foreigner_are_asked_for_it(library: Library) -> None:
    asked = question_between(records(library, "1.000894", "2.000806"))

    assert asked == "Dạ, trong việc này có ai là người nước ngoài không ạ?"


def test_what_has_no_one_question_is_not_asked(library: Library) -> None:
    assert question_between(records(library, "1.001193", "1.004194")) == ""
    assert question_between(records(library, "1.001193")) == ""

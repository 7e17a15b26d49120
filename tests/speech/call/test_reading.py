from __future__ import annotations

from speech.call import wording
from speech.call.assistant import Choice, Expect, Script
from speech.call.reading import Reading

TWO = Script(("Một. Hai.", "Ba."))
MENU = Script(("Chọn đi ạ.",), Expect.CHOICE, (Choice("khai sinh", "khai sinh"),))


def test_every_part_but_the_last_asks_whether_to_go_on() -> None:
    reading = Reading(TWO)
    assert reading.part().sentences == ("Một. Hai.", wording.GO_ON)
    assert reading.part().expectation.expect is Expect.YES_NO
    assert reading.go_on().sentences == ("Ba.",)
    assert not reading.part().silence_goes_on


def test_urgent_parts_are_one() -> None:
    reading = Reading(Script(("Gọi 114.", "Ra ngoài ngay."), urgent=True))
    assert reading.part().sentences == ("Gọi 114. Ra ngoài ngay.",)
    assert reading.part().urgent


def test_going_on_resumes_with_the_sentence_that_was_cut() -> None:
    reading = Reading(TWO)
    reading.interrupted(["Hai.", wording.GO_ON])
    assert reading.go_on().sentences == ("Hai.", wording.GO_ON)
    assert reading.go_on().sentences == ("Ba.",)


def test_what_was_no_part_of_the_script_is_not_resumed() -> None:
    reading = Reading(TWO)
    reading.interrupted([wording.GO_ON])
    assert reading.go_on().sentences == ("Ba.",)


def test_repeating_begins_the_part_anew() -> None:
    reading = Reading(TWO)
    reading.go_on()
    assert reading.repeat().sentences == ("Ba.",)


def test_an_aside_is_what_is_repeated_after_it() -> None:
    reading = Reading(TWO)
    said = reading.aside("Mã là a, bê.")
    assert reading.repeat() == said
    assert reading.go_on().sentences == ("Ba.",)
    assert reading.repeat().sentences == ("Ba.",)


def test_choices_are_read_out_with_their_keys_at_the_end() -> None:
    assert "khai sinh, bấm phím một." in Reading(MENU).part().sentences


def test_an_open_question_is_put_again_where_there_is_nothing_more() -> None:
    assert Reading(MENU).skip() == Reading(MENU).part()
    assert Reading(Script(("Ba.",))).go_on().sentences == (wording.ALL_SAID,)

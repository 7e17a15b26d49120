"""What is said next, from what was understood and what the conversation remembers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from actions import conversation
from actions.answer import Aspect, Kind
from actions.conversation import Reply, Turn
from knowledge.library import Library

# What the linker leaves on a question that names nothing, and on one that names what no record has.
BARE: dict[str, Any] = {"decision": "unknown", "candidates": [], "bare": True}
NAMES_SOMETHING: dict[str, Any] = {**BARE, "bare": False}
BIRTH, MARRIAGE, DEATH = "1.001193", "1.000894", "1.000656"


def about(library: Library, *codes: str, decision: str = "answer") -> dict[str, Any]:
    """What the linker leaves on a message that is about these procedures."""
    return {
        "decision": decision,
        "candidates": [
            {"kind": "procedure", "key": code, "name": _name(library, code), "confidence": 0.4}
            for code in codes
        ],
    }


def offered(library: Library, *codes: str) -> list[dict[str, str]]:
    """Options on the table, as the slot keeps them."""
    return [{"kind": "procedure", "key": code, "name": _name(library, code)} for code in codes]


def _name(library: Library, code: str) -> str:
    found = library.procedure(code)
    assert found is not None
    return found[0].name


def about_slots(code: str) -> dict[str, Any]:
    """What a conversation remembers after the first answer about a procedure."""
    return {"procedure": code, "options": None, "aspect": None, "topics": [code]}


def procedure_of(reply: Reply) -> str:
    assert reply.answer.procedure is not None
    return reply.answer.procedure.code


class TestAnswer:
    def test_a_clear_question_is_answered_and_becomes_the_topic(self, library: Library) -> None:
        turn = Turn("làm khai sinh cần gì", "ask_documents", about(library, BIRTH))
        reply = conversation.answer(turn, library)
        assert (procedure_of(reply), reply.answer.aspect) == (BIRTH, Aspect.DOCUMENTS)
        assert reply.slots == about_slots(BIRTH)

    def test_a_question_about_the_procedure_in_general_gets_the_whole(
        self, library: Library
    ) -> None:
        turn = Turn("làm khai sinh", "ask_procedure", about(library, BIRTH))
        reply = conversation.answer(turn, library)
        assert reply.answer.kind is Kind.PROCEDURE
        assert reply.answer.aspect is None

    def test_what_else_may_be_meant_is_named_beside_the_answer(self, library: Library) -> None:
        turn = Turn("làm giấy cho con", "ask_fee", about(library, BIRTH, MARRIAGE, DEATH, BIRTH))
        reply = conversation.answer(turn, library)
        assert (procedure_of(reply), reply.answer.kind) == (BIRTH, Kind.PROCEDURE)
        assert [other.code for other in reply.answer.procedures] == [MARRIAGE, DEATH]
        assert reply.answer.text.endswith("có thể là: «Đăng ký kết hôn»; «Đăng ký khai tử».")
        # It is no choice to be made: a number said next is none of them.
        assert reply.slots["options"] is None

    def test_a_follow_up_without_a_name_stays_with_the_topic(self, library: Library) -> None:
        turn = Turn("lệ phí bao nhiêu", "ask_fee", BARE, procedure=BIRTH)
        reply = conversation.answer(turn, library)
        assert (procedure_of(reply), reply.answer.aspect) == (BIRTH, Aspect.FEE)

    def test_a_follow_up_that_could_be_about_the_topic_stays_with_it(
        self, library: Library
    ) -> None:
        vague = about(library, MARRIAGE, BIRTH, decision="choose")
        turn = Turn("giấy đó nộp ở đâu", "ask_place", vague, procedure=BIRTH)
        assert procedure_of(conversation.answer(turn, library)) == BIRTH

    def test_a_question_about_another_procedure_changes_the_topic(self, library: Library) -> None:
        turn = Turn("kết hôn mất bao lâu", "ask_duration", about(library, MARRIAGE), BIRTH)
        reply = conversation.answer(turn, library)
        assert reply.slots["procedure"] == MARRIAGE

    def test_a_vague_question_leads_to_a_numbered_choice(self, library: Library) -> None:
        turn = Turn("đăng ký", "ask_fee", about(library, BIRTH, MARRIAGE, decision="choose"))
        reply = conversation.answer(turn, library)
        assert reply.answer.kind is Kind.CHOICE
        assert [choice.code for choice in reply.answer.procedures] == [BIRTH, MARRIAGE]
        assert "\n1. Đăng ký khai sinh" in reply.answer.text
        assert [suggestion.message for suggestion in reply.answer.suggestions] == ["1", "2"]
        assert reply.slots["aspect"] == "fee"
        assert [option["key"] for option in reply.slots["options"]] == [BIRTH, MARRIAGE]

    def test_each_option_says_where_it_is_handled(self, library: Library) -> None:
        turn = Turn("đăng ký", "ask_fee", about(library, BIRTH, decision="choose"))
        [choice] = conversation.answer(turn, library).answer.procedures
        assert choice.hint == "làm ở phường, xã"

    def test_an_aspect_without_any_procedure_asks_which_and_remembers_the_aspect(
        self, library: Library
    ) -> None:
        reply = conversation.answer(Turn("lệ phí bao nhiêu", "ask_fee", BARE), library)
        assert reply.answer.kind is Kind.CLARIFY
        assert "lệ phí của thủ tục nào" in reply.answer.text
        assert reply.slots["aspect"] == "fee"
        named = Turn("kết hôn", "ask_procedure", about(library, MARRIAGE), asked_aspect="fee")
        answered = conversation.answer(named, library)
        assert (procedure_of(answered), answered.answer.aspect) == (MARRIAGE, Aspect.FEE)
        assert answered.slots["aspect"] is None

    def test_what_nobody_knows_is_admitted(self, library: Library) -> None:
        reply = conversation.answer(Turn("mua vé đi sao Hỏa", "nlu_fallback"), library)
        assert reply.answer.kind is Kind.UNKNOWN
        assert "1022" in reply.answer.text
        assert reply.answer.suggestions

    def test_a_record_retired_meanwhile_is_not_answered_from(self, library: Library) -> None:
        gone = {"decision": "answer", "candidates": [{"kind": "procedure", "key": "9.999999"}]}
        assert conversation.answer(Turn("x", "ask_fee", gone), library).answer.kind is Kind.UNKNOWN
        gone["candidates"] = [{"kind": "faq", "key": "khong-co"}]
        assert conversation.answer(Turn("x", "ask_fee", gone), library).answer.kind is Kind.UNKNOWN

    def test_a_topic_retired_meanwhile_is_admitted_too(self, library: Library) -> None:
        turn = Turn("lệ phí bao nhiêu", "ask_fee", BARE, procedure="9.999999")
        assert conversation.answer(turn, library).answer.kind is Kind.UNKNOWN

    def test_a_question_that_names_something_unknown_is_not_answered_from_the_topic(
        self, library: Library
    ) -> None:
        turn = Turn("phóng tên lửa hết bao nhiêu", "ask_fee", NAMES_SOMETHING, procedure=BIRTH)
        reply = conversation.answer(turn, library)
        assert reply.answer.kind is Kind.CHOICE
        assert [choice.code for choice in reply.answer.procedures] == [BIRTH]

    def test_without_a_topic_it_is_admitted_not_to_be_known(self, library: Library) -> None:
        turn = Turn("phóng tên lửa hết bao nhiêu", "ask_fee", NAMES_SOMETHING)
        assert conversation.answer(turn, library).answer.kind is Kind.UNKNOWN

    def test_a_frequent_question_is_answered_and_leaves_the_topic(self, library: Library) -> None:
        key = next(item.key for item in library.store.published() if item.kind == "faq")
        link = {"decision": "answer", "candidates": [{"kind": "faq", "key": key, "name": "?"}]}
        reply = conversation.answer(Turn("?", "ask_procedure", link, procedure=BIRTH), library)
        assert reply.answer.kind is Kind.FAQ
        assert "procedure" not in reply.slots


class TestABareQuestion:
    def test_while_options_are_open_it_is_asked_of_them_and_they_are_offered_again(
        self, library: Library
    ) -> None:
        turn = Turn(
            text="rứa nộp ở mô em",
            intent="ask_place",
            link=BARE,
            options=offered(library, BIRTH, MARRIAGE),
        )
        reply = conversation.answer(turn, library)
        assert [choice.code for choice in reply.answer.procedures] == [BIRTH, MARRIAGE]
        assert reply.slots["aspect"] == "place"

    def test_what_happens_to_look_like_it_is_not_offered(self, library: Library) -> None:
        link = {**about(library, DEATH, decision="choose"), "bare": True}
        turn = Turn(text="vậy nộp ở đâu", intent="ask_place", link=link, procedure=BIRTH)
        reply = conversation.answer(turn, library)
        assert reply.answer.procedure is not None
        assert reply.answer.procedure.code == BIRTH


class TestChoose:
    @pytest.mark.parametrize(
        ("said", "code"), [("2", MARRIAGE), ("cái đầu tiên", BIRTH), ("kết hôn", MARRIAGE)]
    )
    def test_an_option_is_taken_by_number_or_by_its_words(
        self, library: Library, said: str, code: str
    ) -> None:
        turn = Turn(said, "choose_option", options=offered(library, BIRTH, MARRIAGE))
        reply = conversation.choose(turn, library)
        assert procedure_of(reply) == code
        assert reply.slots == about_slots(code)

    def test_the_aspect_asked_before_the_choice_is_the_one_told(self, library: Library) -> None:
        turn = Turn(
            "số 2",
            "choose_option",
            asked_aspect="duration",
            options=offered(library, BIRTH, MARRIAGE),
        )
        assert conversation.choose(turn, library).answer.aspect is Aspect.DURATION

    def test_a_choice_understood_as_a_question_is_a_choice_all_the_same(
        self, library: Library
    ) -> None:
        turn = Turn("2", "ask_fee", options=offered(library, BIRTH, MARRIAGE))
        assert procedure_of(conversation.answer(turn, library)) == MARRIAGE

    def test_yes_takes_the_only_option(self, library: Library) -> None:
        turn = Turn("đúng rồi", "affirm", options=offered(library, DEATH))
        assert procedure_of(conversation.choose(turn, library)) == DEATH

    @pytest.mark.parametrize("said", ["đúng rồi", "9", "cái nào cũng được"])
    def test_what_chooses_none_of_several_is_asked_again(self, library: Library, said: str) -> None:
        options = offered(library, BIRTH, MARRIAGE)
        turn = Turn(said, "affirm", asked_aspect="fee", options=options)
        reply = conversation.choose(turn, library)
        assert reply.answer.kind is Kind.CHOICE
        assert reply.slots == {"options": options, "aspect": "fee"}

    def test_with_nothing_to_choose_from_it_asks_what_is_wanted(self, library: Library) -> None:
        assert conversation.choose(Turn("2", "choose_option"), library).answer.kind is Kind.CLARIFY

    def test_a_clear_question_in_place_of_a_choice_is_answered(self, library: Library) -> None:
        turn = Turn(
            "thôi cho tôi hỏi về khai tử cho ông nội tôi",
            "choose_option",
            about(library, DEATH),
            options=offered(library, BIRTH, MARRIAGE),
        )
        assert procedure_of(conversation.choose(turn, library)) == DEATH
        nothing_offered = Turn("khai tử", "affirm", about(library, DEATH))
        assert procedure_of(conversation.choose(nothing_offered, library)) == DEATH


class TestDeny:
    def test_wrong_options_are_put_away_but_not_the_aspect(self, library: Library) -> None:
        turn = Turn("không phải", "deny", asked_aspect="fee", options=offered(library, BIRTH))
        reply = conversation.deny(turn, library)
        assert reply.answer.kind is Kind.CLARIFY
        assert reply.slots == {"options": None, "aspect": "fee"}

    def test_no_to_nothing_is_taken_politely(self, library: Library) -> None:
        assert conversation.deny(Turn("không", "deny"), library).answer.kind is Kind.SMALLTALK

    def test_no_with_the_right_procedure_is_answered(self, library: Library) -> None:
        turn = Turn(
            "không, kết hôn cơ", "deny", about(library, MARRIAGE), options=offered(library, BIRTH)
        )
        assert procedure_of(conversation.deny(turn, library)) == MARRIAGE


class TestRepeat:
    def test_the_last_answer_is_said_again_word_for_word(self, library: Library) -> None:
        turn = Turn("làm khai sinh", "ask_procedure", about(library, BIRTH))
        said = conversation.answer(turn, library).answer
        again = conversation.repeat(Turn("nhắc lại", "repeat", last_answer=said.payload()), library)
        assert again.answer == said
        assert again.slots == {}

    def test_before_any_answer_it_asks_what_is_wanted(self, library: Library) -> None:
        assert conversation.repeat(Turn("nhắc lại"), library).answer.kind is Kind.CLARIFY


def test_the_menu_says_how_much_it_knows_and_gives_examples(library: Library) -> None:
    answer = conversation.menu(Turn("giúp được gì"), library).answer
    assert answer.kind is Kind.MENU
    assert str(len(library)) in answer.text
    assert len(answer.suggestions) == 4


def test_every_example_offered_leads_to_a_record(library: Library) -> None:
    for example in conversation.EXAMPLES:
        assert library.search(example.message, 1)


class TestFollowUps:
    """A message that names no procedure, or only what sets twins apart."""

    def test_what_sets_twins_apart_leads_to_the_topic_s_twin(self, library: Library) -> None:
        link = {**NAMES_SOMETHING, "only_traits": True}
        turn = Turn(
            "còn nếu chồng em là người nước ngoài", "ask_procedure", link, procedure=MARRIAGE
        )
        reply = conversation.answer(turn, library)

        assert procedure_of(reply) == "2.000806"
        assert reply.slots["topics"] == ["2.000806"]

    def test_an_age_is_about_the_topic_only_where_the_topic_is_for_an_age(
        self, library: Library
    ) -> None:
        link = {**about(library, "1.010380", decision="choose"), "only_traits": True}
        turn = Turn("người già 80 tuổi có trợ cấp không", "ask_procedure", link)

        of_the_card = replace(turn, procedure="1.014061")
        assert procedure_of(conversation.answer(of_the_card, library)) == "1.014061"
        of_marriage = replace(turn, procedure=MARRIAGE)
        assert conversation.answer(of_marriage, library).answer.kind is Kind.CHOICE

    def test_returning_leads_to_an_earlier_topic(self, library: Library) -> None:
        turn = Turn(
            "quay lại cái khai sinh lúc nãy, lệ phí bao nhiêu",
            "ask_fee",
            NAMES_SOMETHING,
            procedure=MARRIAGE,
            topics=[MARRIAGE, BIRTH],
        )
        reply = conversation.answer(turn, library)

        assert (procedure_of(reply), reply.answer.aspect) == (BIRTH, Aspect.FEE)
        assert reply.slots["topics"] == [BIRTH, MARRIAGE]

    def test_a_short_message_means_the_one_candidate_of_the_topic_s_domain(
        self, library: Library
    ) -> None:
        link = about(library, DEATH, "1.004194", decision="choose")
        turn = Turn("thế báo người mất thì sao", "ask_procedure", link, procedure=BIRTH)

        assert procedure_of(conversation.answer(turn, library)) == DEATH

    def test_of_several_in_the_domain_the_clearly_likelier_one_is_meant(
        self, library: Library
    ) -> None:
        link = about(library, DEATH, MARRIAGE, decision="choose")
        turn = Turn("thế báo người mất thì sao", "ask_procedure", link, procedure=BIRTH)
        assert conversation.answer(turn, library).answer.kind is Kind.CHOICE

        link["candidates"][1]["confidence"] = 0.15
        assert procedure_of(conversation.answer(turn, library)) == DEATH

    def test_what_is_asked_of_a_part_of_the_topic_is_not_asked_of_its_twin(
        self, library: Library
    ) -> None:
        link = {**about(library, "3.000347", "3.000348"), "naming": ["lai", "phep", "xe"]}
        turn = Turn("bao lâu có giấy phép lái xe", "ask_duration", link, procedure="3.000348")
        assert procedure_of(conversation.answer(turn, library)) == "3.000348"

        exchanged = replace(turn, text="đổi giấy phép lái xe mất bao lâu")
        assert procedure_of(conversation.answer(exchanged, library)) == "3.000347"

    def test_what_tells_twins_apart_is_no_question_without_a_topic(self, library: Library) -> None:
        link = {**about(library, "1.001570"), "only_traits": True}
        turn = Turn("tạm ngừng", "ask_procedure", link)

        assert conversation.answer(turn, library).answer.kind is Kind.CHOICE

    def test_a_part_of_the_topic_is_about_the_topic(self, library: Library) -> None:
        link = {**NAMES_SOMETHING, "naming": ["ket", "hon"]}
        turn = Turn("lệ phí giấy kết hôn", "ask_fee", link, procedure=MARRIAGE)

        assert procedure_of(conversation.answer(turn, library)) == MARRIAGE

    def test_a_question_about_the_only_option_says_yes_to_it(self, library: Library) -> None:
        turn = Turn("lệ phí sao", "ask_fee", BARE, options=offered(library, BIRTH))
        reply = conversation.answer(turn, library)

        assert (procedure_of(reply), reply.answer.aspect) == (BIRTH, Aspect.FEE)

    def test_two_aspects_are_both_answered(self, library: Library) -> None:
        turn = Turn(
            "làm khai sinh cần gì và mấy ngày thì có",
            "ask_documents",
            about(library, BIRTH),
            also_asked=["ask_documents", "ask_duration"],
        )
        answer = conversation.answer(turn, library).answer

        assert answer.aspects == [Aspect.DOCUMENTS, Aspect.DURATION]
        assert {"documents", "duration"} <= answer.facts.keys()


class TestWards:
    THACH_THANG: dict[str, Any] = {  # noqa: RUF012 - read only
        "entity": "ward",
        "name": "Phường Thạch Thang",
        "wards": ["20242"],
        "former": True,
        "district": "Quận Hải Châu",
        "whole_district": False,
    }

    def test_a_ward_s_counter_is_told_and_the_ward_remembered(self, library: Library) -> None:
        turn = Turn("phường Thạch Thang", "ask_office", BARE, wards_said=[self.THACH_THANG])
        reply = conversation.office(turn, library).remembering(turn)

        assert reply.answer.kind is Kind.OFFICE
        assert reply.answer.facts["ward"]["name"] == "Phường Hải Châu"
        assert reply.slots["ward"] == "20242"

    def test_where_to_file_is_told_for_the_ward_that_is_known(self, library: Library) -> None:
        turn = Turn("làm khai sinh ở đâu", "ask_place", about(library, BIRTH), ward="20242")
        answer = conversation.answer(turn, library).answer

        assert "Anh/chị ở phường Hải Châu thì nộp tại" in answer.text
        assert answer.facts["ward"]["code"] == "20242"

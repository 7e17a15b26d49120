"""How questions are asked, and what is counted as good, kind by kind."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.understanding.bot_asked import ask_conversation, ask_question
from benchmarks.understanding.questions import (
    ALARMING_WORDS,
    ASPECT,
    EMERGENCY,
    FOLLOW_UP,
    LEGAL_DISPUTE,
    NOISY,
    OFFICIAL,
    OUT_OF_SCOPE,
    VAGUE,
    WARD,
    Asked,
)
from tests.benchmarks.understanding.replies import Scripted, answered, choice, reply

FEE, WHOLE = (frozenset({"fee"}),), (frozenset[str](),)
SILENT = reply("unknown")
WARD_FACTS = {"ward": {"code": "1", "name": "Phường Hải Châu"}}


@pytest.mark.parametrize(
    ("kind", "expected", "said", "good"),
    [
        (OFFICIAL, ["A", "B"], answered("B"), True),
        (OFFICIAL, ["A"], answered("B"), False),
        (OFFICIAL, ["A"], choice("A", "B"), True),
        (OFFICIAL, ["A"], choice("B", "A"), False),
        (OFFICIAL, ["A"], reply("faq"), False),
        (OFFICIAL, ["A"], SILENT, False),
        (OUT_OF_SCOPE, [], reply("out_of_scope"), True),
        (OUT_OF_SCOPE, [], SILENT, True),
        (OUT_OF_SCOPE, [], choice("A", "B"), False),
        (OUT_OF_SCOPE, [], answered("A"), False),
        (OUT_OF_SCOPE, [], reply("faq"), False),
        (LEGAL_DISPUTE, [], reply("out_of_scope"), True),
        (LEGAL_DISPUTE, [], answered("A"), False),
        (VAGUE, ["A"], choice("B", "C"), True),
        (VAGUE, ["A"], answered("A"), False),
        (EMERGENCY, ["114"], reply("emergency", "Gọi 114."), True),
        (EMERGENCY, ["114"], SILENT, False),
        (ALARMING_WORDS, [], SILENT, True),
        (ALARMING_WORDS, [], reply("emergency", "Gọi 114."), False),
        (ALARMING_WORDS, ["A"], answered("A"), True),
        (ALARMING_WORDS, ["A"], SILENT, False),
        (WARD, ["Phường Hải Châu"], reply("office", facts=WARD_FACTS), True),
        (WARD, ["Phường Hòa Cường"], reply("office", facts=WARD_FACTS), False),
    ],
)
async def test_what_is_good_of_each_kind(
    kind: str, expected: list[str], said: list[dict[str, Any]], good: bool
) -> None:
    result = await ask_question(Scripted(said).handle, Asked(kind, "?", tuple(expected)))
    assert (result.row, result.good) == (kind, good)


async def test_each_question_is_a_conversation_of_its_own() -> None:
    bot = Scripted(SILENT, SILENT)
    for text in ("một", "hai"):
        await ask_question(bot.handle, Asked(OFFICIAL, text, ("A",)))
    assert len({sender for sender, _ in bot.heard}) == 2


async def test_every_form_of_noise_has_a_row_of_its_own() -> None:
    asked = Asked(NOISY, "lm hc", ("A",), form="teencode")
    assert (await ask_question(Scripted(SILENT).handle, asked)).row == "noisy: teencode"


class TestAspect:
    asked = Asked(ASPECT, "phí?", ("A",), FEE)

    async def test_the_procedure_and_the_aspect_have_to_be_right(self) -> None:
        right = await ask_question(Scripted(answered("A", "fee")).handle, self.asked)
        other = await ask_question(Scripted(answered("A", "place")).handle, self.asked)
        elsewhere = await ask_question(Scripted(answered("B", "fee")).handle, self.asked)
        assert (right.good, right.aspect_is_right) == (True, True)
        assert (other.good, other.aspect_is_right) == (False, False)
        assert (elsewhere.good, elsewhere.aspect_is_right) == (False, True)

    async def test_after_a_choice_the_right_one_is_taken_to_see_its_aspect(self) -> None:
        bot = Scripted(choice("B", "A"), answered("A", "fee"))
        result = await ask_question(bot.handle, self.asked)
        assert [text for _, text in bot.heard] == ["phí?", "2"]
        assert result.aspect_is_right
        assert result.right_is_offered and not result.first_is_right

    async def test_a_choice_without_the_right_one_shows_no_aspect(self) -> None:
        bot = Scripted(choice("B", "C"))
        assert (await ask_question(bot.handle, self.asked)).aspect_is_right is False


class TestConversation:
    async def test_turns_after_the_first_are_judged_in_one_conversation(self) -> None:
        bot = Scripted(answered("A"), answered("A", "fee"), answered("A"))
        turns = [
            Asked(FOLLOW_UP, "một", ("A",), WHOLE),
            Asked(FOLLOW_UP, "phí?", ("A",), FEE),
            Asked(FOLLOW_UP, "lâu?", ("A",), (frozenset({"duration"}),)),
        ]
        results = await ask_conversation(bot.handle, turns)
        assert [(result.question, result.good) for result in results] == [
            ("phí?", True),
            ("lâu?", False),
        ]
        assert results[1].before == ("một", "phí?")
        assert len({sender for sender, _ in bot.heard}) == 1

    async def test_a_choice_is_made_before_going_on_but_is_no_right_answer(self) -> None:
        bot = Scripted(
            choice("B", "A"), answered("A"), choice("A", "B"), answered("A", "fee"), answered("A")
        )
        turns = [
            Asked(FOLLOW_UP, "một", ("A",), WHOLE),
            Asked(FOLLOW_UP, "phí?", ("A",), FEE),
            Asked(FOLLOW_UP, "nói chung?", ("A",), WHOLE),
        ]
        results = await ask_conversation(bot.handle, turns)
        assert [text for _, text in bot.heard] == ["một", "2", "phí?", "1", "nói chung?"]
        assert [result.good for result in results] == [False, True]
        assert all(result.chose_before for result in results)

    async def test_a_change_of_case_may_keep_the_aspect_of_the_turn_before(self) -> None:
        case = [
            Asked(FOLLOW_UP, "phí?", ("A",), FEE),
            Asked(FOLLOW_UP, "còn người nước ngoài?", ("B",), WHOLE),
        ]
        same = [case[0], Asked(FOLLOW_UP, "nói chung?", ("A",), WHOLE)]
        replies = (answered("A", "fee"), answered("B", "fee"))
        [changed] = await ask_conversation(Scripted(*replies).handle, case)
        assert changed.good
        [kept] = await ask_conversation(Scripted(replies[0], replies[0]).handle, same)
        assert not kept.good

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.errors import BotError
from bot.evaluation import (
    SENDER,
    Confusion,
    Evaluation,
    Outcome,
    Question,
    Seen,
    confusions,
    evaluate_questions,
    forget_conversations,
    read_questions,
    seen_in,
)
from bot.runtime import Runtime
from knowledge.database import connect
from settings import Settings


class TestReading:
    def read(self, tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Question]:
        file = tmp_path / "questions.tsv"
        file.write_text(text, encoding=encoding)
        return read_questions(file)

    def test_a_line_is_a_question_and_the_codes_that_are_right(self, tmp_path: Path) -> None:
        text = "# ví dụ\nlàm khai sinh\t1.001193\n\nbản sao\t2.000635 | 2.000815\nmua vé\t\n"
        assert self.read(tmp_path, text) == [
            Question("làm khai sinh", ("1.001193",)),
            Question("bản sao", ("2.000635", "2.000815")),
            Question("mua vé", ()),
        ]

    def test_a_file_saved_by_a_spreadsheet_is_read_too(self, tmp_path: Path) -> None:
        [question] = self.read(tmp_path, "làm khai sinh\t1.001193\r\n", encoding="utf-8-sig")
        assert question == Question("làm khai sinh", ("1.001193",))

    def test_a_line_without_a_tab_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(BotError, match="dòng 2: thiếu phím Tab"):
            self.read(tmp_path, "làm khai sinh\t1.001193\nlàm khai sinh 1.001193\n")

    def test_a_file_that_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(BotError, match=r"absent\.tsv"):
            read_questions(tmp_path / "absent.tsv")
        with pytest.raises(BotError, match="UTF-8"):
            self.read(tmp_path, "làm khai sinh\t1", encoding="utf-16")


def message(kind: str, **payload: Any) -> dict[str, Any]:
    custom = {"kind": kind, "text": "Dạ.", **payload}
    return {"recipient_id": "?", "text": "Dạ.", "custom": custom}


def answered(code: str, **payload: Any) -> dict[str, Any]:
    return message("procedure", procedure={"code": code, "name": "?", "version": 1}, **payload)


def choice(*codes: str) -> dict[str, Any]:
    return message("choice", procedures=[{"code": code, "name": "?"} for code in codes])


class TestSeen:
    def test_a_procedure_is_seen_with_its_aspect(self) -> None:
        whole, one = seen_in([answered("A")]), seen_in([answered("A", aspect="fee")])
        assert (whole.kind, whole.codes, whole.aspects) == ("procedure", ("A",), ())
        assert one.aspects == ("fee",)

    def test_an_answer_may_be_about_several_aspects(self) -> None:
        both = answered("A", aspect="fee", aspects=["fee", "duration"])
        assert seen_in([both]).aspects == ("fee", "duration")
        assert seen_in([answered("A", aspect="fee", aspects=[])]).aspects == ("fee",)

    def test_a_choice_is_seen_in_its_order(self) -> None:
        assert seen_in([choice("B", "A")]).codes == ("B", "A")

    def test_what_is_named_beside_an_answer_is_seen_after_it(self) -> None:
        beside = answered("A", procedures=[{"code": "B", "name": "?"}])
        outcome = Outcome("?", ("B",), seen_in([beside]))
        assert outcome.seen.codes == ("A", "B")
        assert (outcome.first_is_right, outcome.right_is_offered) == (False, True)

    def test_an_faq_entry_is_no_procedure(self) -> None:
        entry = message("faq", procedures=[{"code": "A", "name": "?"}])
        assert seen_in([entry]).codes == ()

    def test_wards_are_seen_by_name(self) -> None:
        settled = seen_in([message("office", facts={"ward": {"name": "Phường An Khê"}})])
        asked = seen_in([message("office", facts={"wards": [{"name": "X"}, {"name": "Y"}]})])
        assert (settled.wards, settled.ward_is_settled) == (("Phường An Khê",), True)
        assert (asked.wards, asked.ward_is_settled) == (("X", "Y"), False)

    def test_the_answer_counts_not_the_courtesy_before_it(self) -> None:
        assert seen_in([message("greeting"), answered("A")]).codes == ("A",)
        assert seen_in([answered("A"), message("emergency")]).kind == "emergency"
        assert seen_in([message("smalltalk")]).kind == "smalltalk"


def outcome(expected: str, *messages: dict[str, Any]) -> Outcome:
    codes = tuple(filter(None, expected.split("|")))
    return Outcome("?", codes, seen_in(messages))


RIGHT = outcome("A", answered("A"))
OFFERED = outcome("A|B", choice("C", "B"))
WRONG = outcome("A", answered("C"))
SILENT = outcome("A", message("unknown"))
FAQ = outcome("A", message("faq"))
REFUSED = outcome("", message("out_of_scope"))
GUESSED = outcome("", answered("C"))
PUSHED = outcome("", choice("C", "D"))
ALL = (RIGHT, OFFERED, WRONG, SILENT, FAQ, REFUSED, GUESSED, PUSHED)


def test_each_share_is_of_the_questions_it_is_about() -> None:
    assert Evaluation(ALL).shares() == {
        "đúng ngay vị trí đầu": (1, 5),
        "đúng trong số được nêu": (2, 5),
        "trả lời thẳng và đúng": (1, 5),
        "trả lời thẳng mà sai": (1, 5),
        "nhận là không biết": (1, 5),
        "ngoài phạm vi, từ chối đúng": (1, 3),
    }


def test_a_file_of_one_sort_has_the_shares_of_that_sort() -> None:
    assert list(Evaluation((REFUSED,)).shares()) == ["ngoài phạm vi, từ chối đúng"]
    assert "ngoài phạm vi, từ chối đúng" not in Evaluation((RIGHT,)).shares()


def test_what_went_wrong_can_be_looked_at() -> None:
    assert Evaluation(ALL).wrong() == [OFFERED, WRONG, SILENT, FAQ, GUESSED, PUSHED]


def test_what_is_taken_for_what_is_counted_with_an_example() -> None:
    def missed(question: str, *codes: str) -> Outcome:
        kind = "choice" if codes else "unknown"
        return Outcome(question, ("A", "B"), Seen(kind, codes=codes))

    outcomes = [missed("một", "C", "A"), missed("hai"), missed("ba", "C"), RIGHT, GUESSED]
    assert confusions(outcomes) == [
        Confusion(("A", "B"), "C", 2, "một"),
        Confusion(("A", "B"), "unknown", 1, "hai"),
    ]


async def test_questions_are_asked_of_the_real_assistant_and_then_forgotten(
    runtime: Runtime, settings: Settings
) -> None:
    questions = [
        Question("đăng ký kết hôn cần giấy tờ gì", ("1.000894",)),
        Question("thủ tục 1.001193", ("1.001193",)),
        Question("hôm nay ăn gì", ()),
    ]
    evaluation = await evaluate_questions(questions, runtime.handle)
    assert [item.question for item in evaluation.outcomes] == [item.text for item in questions]
    assert evaluation.outcomes[0].seen.aspects == ("documents",)
    assert evaluation.shares()["đúng ngay vị trí đầu"] == (2, 2)
    assert evaluation.wrong() == []

    await runtime.handle("a-citizen", "xin chào")
    forget_conversations(settings.database_url)
    engine = connect(settings.database_url)
    with engine.connect() as connection:
        senders = connection.execute(text("SELECT DISTINCT sender_id FROM events")).scalars().all()
    engine.dispose()
    assert "a-citizen" in senders
    assert not [sender for sender in senders if sender.startswith(SENDER)]

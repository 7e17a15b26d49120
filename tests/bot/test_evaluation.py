from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import BotError
from bot.evaluation import Evaluation, Outcome, Question, evaluate_questions, read_questions
from bot.runtime import Runtime


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


def outcome(expected: str, decision: str, *found: str) -> Outcome:
    return Outcome("?", tuple(filter(None, expected.split("|"))), decision, found)


RIGHT = outcome("A", "answer", "A")
OFFERED = outcome("A|B", "choose", "C", "B")
WRONG = outcome("A", "answer", "C")
SILENT = outcome("A", "unknown")
REFUSED = outcome("", "unknown")
GUESSED = outcome("", "answer", "C")


def test_each_share_is_of_the_questions_it_is_about() -> None:
    evaluation = Evaluation((RIGHT, OFFERED, WRONG, SILENT, REFUSED, GUESSED))
    assert evaluation.shares() == {
        "đúng ngay vị trí đầu": (1, 4),
        "đúng trong số được nêu": (2, 4),
        "trả lời thẳng và đúng": (1, 4),
        "trả lời thẳng mà sai": (1, 4),
        "nhận là không biết": (1, 4),
        "ngoài phạm vi, từ chối đúng": (1, 2),
    }


def test_a_file_of_one_sort_has_the_shares_of_that_sort() -> None:
    assert list(Evaluation((REFUSED,)).shares()) == ["ngoài phạm vi, từ chối đúng"]
    assert "ngoài phạm vi, từ chối đúng" not in Evaluation((RIGHT,)).shares()


def test_what_went_wrong_can_be_looked_at() -> None:
    evaluation = Evaluation((RIGHT, OFFERED, WRONG, SILENT, REFUSED, GUESSED))
    assert evaluation.wrong() == [OFFERED, WRONG, SILENT, GUESSED]


async def test_questions_are_asked_of_the_real_pipeline(runtime: Runtime) -> None:
    questions = [
        Question("đăng ký kết hôn cần giấy tờ gì", ("1.000894",)),
        Question("thủ tục 1.001193", ("1.001193",)),
        Question("hôm nay ăn gì", ()),
    ]
    evaluation = await evaluate_questions(questions, runtime.parse)
    assert [item.question for item in evaluation.outcomes] == [item.text for item in questions]
    assert evaluation.shares()["đúng ngay vị trí đầu"] == (2, 2)
    assert evaluation.wrong() == []

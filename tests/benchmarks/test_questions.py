"""The benchmark's own questions, and the conversations made of them."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.questions import OUT_OF_SCOPE, conversations, read_questions
from knowledge.importing import SEEDS


def test_every_code_is_that_of_a_seed_and_only_outsiders_have_none() -> None:
    seeds = {path.stem for path in (SEEDS / "procedures").glob("*.yml")}
    for question in read_questions():
        assert set(question.codes) <= seeds, question
        assert bool(question.codes) == (question.kind != OUT_OF_SCOPE), question


def test_no_question_is_asked_twice_and_every_kind_has_some() -> None:
    questions = read_questions()
    assert len({question.text for question in questions}) == len(questions)
    kinds = Counter(question.kind for question in questions)
    assert kinds[OUT_OF_SCOPE] == 15
    assert sum(kinds.values()) - kinds[OUT_OF_SCOPE] >= 60


def test_a_line_without_a_tab_is_named(tmp_path: Path) -> None:
    file = tmp_path / "questions.tsv"
    file.write_text("# kind: official\nĐăng ký kết hôn 1.000894\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_questions(file)


def test_conversations_ask_every_question_and_begin_where_told() -> None:
    questions = read_questions()
    asked = {text for talk in islice(conversations(questions), len(questions)) for text in talk}
    assert {question.text for question in questions} <= asked
    first, second = islice(conversations(questions), 2)
    assert next(conversations(questions, 1)) == second != first

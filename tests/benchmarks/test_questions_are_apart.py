"""No question that accuracy is measured on stands in the training data, not even nearly."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.loading import load_data

from bot.evaluation import read_questions
from vietnamese.normaliser import normalise
from vietnamese.text import strip_diacritics, syllables

ROOT = Path(__file__).parents[2]
PORTAL_QUESTIONS = ROOT.parent / "shared" / "data" / "questions" / "portal_faq_dev.jsonl"

# Two questions that share so many of their words are the same question. Shorter ones than this
# («khai sinh») are names, which anybody would type.
SAME_FROM = 0.85
SHORTEST = 5


@pytest.fixture(scope="module")
def taught() -> list[frozenset[str]]:
    data = load_data(str(ROOT / "nlu_data" / "nlu"))
    return [words(message.get("text")) for message in data.intent_examples]


def words(text: str) -> frozenset[str]:
    return frozenset(strip_diacritics(word) for word in syllables(normalise(text).text))


def nearly_taught(questions: Iterable[str], taught: Iterable[frozenset[str]]) -> list[str]:
    utterances = [utterance for utterance in taught if len(utterance) >= SHORTEST]
    return [
        question
        for question in questions
        if len(asked := words(question)) >= SHORTEST
        and any(
            len(asked & utterance) / len(asked | utterance) >= SAME_FROM for utterance in utterances
        )
    ]


def test_the_questions_of_the_benchmarks_are_not_taught(taught: list[frozenset[str]]) -> None:
    questions = [item.text for item in read_questions(ROOT / "benchmarks" / "questions.tsv")]
    assert nearly_taught(questions, taught) == []


def test_the_questions_of_the_portal_are_not_taught(taught: list[frozenset[str]]) -> None:
    if not PORTAL_QUESTIONS.is_file():
        pytest.skip("the portal's questions are not here: ../shared/data/questions is absent")
    lines = PORTAL_QUESTIONS.read_text(encoding="utf-8").splitlines()
    assert nearly_taught([json.loads(line)["question"] for line in lines], taught) == []

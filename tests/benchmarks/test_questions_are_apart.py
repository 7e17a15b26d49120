"""No question that understanding is measured on is taught, not even nearly.

Taught is what stands in the training data, and every name and phrasing of the seed records: the
assistant learns from both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.shared.nlu.training_data.loading import load_data

from benchmarks.understanding.questions import COLUMNS, FOLLOW_UP, OFFICIAL
from benchmarks.understanding.questions import read_questions as read_kind
from bot.evaluation import read_questions
from knowledge.importing import SEEDS
from vietnamese.normaliser import normalise
from vietnamese.text import strip_diacritics, syllables

ROOT = Path(__file__).parents[2]
PORTAL_QUESTIONS = ROOT.parent / "shared" / "data" / "questions" / "portal_faq_dev.jsonl"

# So short a question («sổ đỏ») is what anybody would type.
ANYBODYS = 3
FEW_WORDS = 6
# From this length on, texts are the same question that share so many of their words, in whatever
# order, or so many of their runs of three.
LONG = 5
SAME_WORDS = 0.85
SAME_RUNS = 0.8


@dataclass(frozen=True, eq=False)
class Worded:
    """A text by its syllables, without diacritics and abbreviations, and by its runs of three."""

    text: str
    syllables: tuple[str, ...]
    words: frozenset[str]
    runs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> Worded:
        said = tuple(strip_diacritics(word) for word in syllables(normalise(text).text))
        runs = frozenset(said[start : start + 3] for start in range(len(said) - 2))
        return cls(text, said, frozenset(said), runs)

    def is_nearly(self, other: Worded) -> bool:
        return (
            len(self.syllables) >= LONG
            and len(other.syllables) >= LONG
            and (
                (len(self.words) >= LONG and _alike(self.words, other.words) >= SAME_WORDS)
                or _alike(self.runs, other.runs) >= SAME_RUNS
            )
        )


def _alike(one: frozenset[Any], other: frozenset[Any]) -> float:
    return len(one & other) / len(one | other)


class Taught:
    """Texts that are taught, to be looked through for a question."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._equal: dict[tuple[str, ...], str] = {}
        self._by_run: dict[tuple[str, ...], list[Worded]] = {}
        for text in dict.fromkeys(texts):
            worded = Worded.of(text)
            self._equal.setdefault(worded.syllables, text)
            for run in worded.runs:
                self._by_run.setdefault(run, []).append(worded)

    def holds(self, question: str) -> str | None:
        """The text that is nearly this question, if one is."""
        asked = Worded.of(question)
        if len(asked.syllables) <= ANYBODYS:
            return None
        if asked.syllables in self._equal:
            return self._equal[asked.syllables]
        near = (worded for run in asked.runs for worded in self._by_run.get(run, ()))
        return next((worded.text for worded in near if asked.is_nearly(worded)), None)

    def must_not_hold(self, questions: Iterable[str]) -> None:
        """Fails with the questions that are taught, each with the text nearly the same."""
        copies = [
            f"«{question}» is taught as «{taught}»"
            for question in questions
            if (taught := self.holds(question)) is not None
        ]
        assert not copies, "\n".join(copies)


@pytest.fixture(scope="module")
def training_data() -> Taught:
    data = load_data(str(ROOT / "nlu_data" / "nlu"))
    return Taught(message.get("text") for message in data.intent_examples)


@pytest.fixture(scope="module")
def seeds() -> Taught:
    return Taught(_names_and_phrasings())


def _names_and_phrasings() -> Iterable[str]:
    for path in sorted((SEEDS / "procedures").glob("*.yml")):
        procedure = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        yield from (procedure["tên"], *procedure.get("tên gọi khác", ()))
    for path in sorted((SEEDS / "faq").glob("*.yml")):
        for entry in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader):
            yield from (entry["câu hỏi"], *entry.get("cách hỏi khác", ()))


def _understanding(kind: str) -> list[str]:
    questions = [asked.text for asked in read_kind(kind, "all")]
    if kind == FOLLOW_UP:
        # «thế lệ phí bao nhiêu»: a follow-up of a few words is what anybody would say.
        return [text for text in questions if len(syllables(text)) > FEW_WORDS]
    return questions


@pytest.mark.parametrize("kind", COLUMNS)
def test_no_question_of_understanding_is_training_data(kind: str, training_data: Taught) -> None:
    training_data.must_not_hold(_understanding(kind))


# An official name is a name of its record, of course.
@pytest.mark.parametrize("kind", [kind for kind in COLUMNS if kind != OFFICIAL])
def test_no_question_of_understanding_is_a_phrasing_of_a_seed(kind: str, seeds: Taught) -> None:
    seeds.must_not_hold(_understanding(kind))


def test_the_questions_of_the_benchmarks_are_not_taught(training_data: Taught) -> None:
    questions = [item.text for item in read_questions(ROOT / "benchmarks" / "questions.tsv")]
    # Many of them are official names, short ones of which everybody says.
    training_data.must_not_hold(text for text in questions if len(syllables(text)) >= LONG)


def test_the_questions_of_the_portal_are_not_taught(training_data: Taught) -> None:
    if not PORTAL_QUESTIONS.is_file():
        pytest.skip("the portal's questions are not here: ../shared/data/questions is absent")
    lines = PORTAL_QUESTIONS.read_text(encoding="utf-8").splitlines()
    training_data.must_not_hold(json.loads(line)["question"] for line in lines)


class TestWhatCountsAsTaught:
    taught = Taught(["Đăng ký kết hôn cần mang theo giấy tờ gì vậy ạ", "sổ đỏ", "làm lại bằng lái"])

    @pytest.mark.parametrize(
        "question",
        [
            "đăng ký kết hôn cần mang theo giấy tờ gì vậy ạ?",
            "dang ky ket hon can mang theo giay to gi vay a",
            "Cho hỏi đăng ký kết hôn cần mang theo giấy tờ gì vậy ạ",
            "cần mang theo giấy tờ gì vậy ạ đăng ký kết hôn",
            "lam lai bang lai",
        ],
    )
    def test_a_copy_however_it_is_written(self, question: str) -> None:
        assert self.taught.holds(question) is not None

    @pytest.mark.parametrize("question", ["sổ đỏ", "đăng ký kết hôn ở đâu", "làm lại bằng đại học"])
    def test_not_what_anybody_would_type_nor_what_asks_something_else(self, question: str) -> None:
        assert self.taught.holds(question) is None

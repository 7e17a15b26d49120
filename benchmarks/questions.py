"""The questions of benchmarks/questions.tsv: what is asked, and what is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

QUESTIONS = Path(__file__).parent / "questions.tsv"
KIND_HEADING = "# kind:"
OUT_OF_SCOPE = "out_of_scope"
# Asked between two questions of a conversation, as citizens do.
FOLLOW_UPS = ("lệ phí bao nhiêu", "nộp ở đâu", "mất mấy ngày")


@dataclass(frozen=True)
class AskedQuestion:
    """A question of a kind, and the codes that are right for it; none for one out of scope."""

    kind: str
    text: str
    codes: tuple[str, ...]


def read_questions(path: Path = QUESTIONS) -> list[AskedQuestion]:
    """All questions in the order of the file. Raises `ValueError` for a line without a tab."""
    questions, kind = [], ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(KIND_HEADING):
            kind = line.removeprefix(KIND_HEADING).strip()
        elif line.strip() and not line.startswith("#"):
            text, tab, codes = line.partition("\t")
            if not tab:
                raise ValueError(f"{path}, line {number}: no tab between question and codes")
            right = tuple(code.strip() for code in codes.split("|") if code.strip())
            questions.append(AskedQuestion(kind, text.strip(), right))
    return questions


def conversations(questions: Sequence[AskedQuestion], start: int = 0) -> Iterator[list[str]]:
    """The messages of one conversation after another, without end: two questions, each followed
    up, and a word of thanks. The same `start` gives the same conversations.
    """
    for number in count(start):
        first = questions[2 * number % len(questions)]
        second = questions[(2 * number + 1) % len(questions)]
        follow_up = FOLLOW_UPS[number % len(FOLLOW_UPS)]
        other = FOLLOW_UPS[(number + 1) % len(FOLLOW_UPS)]
        yield [first.text, follow_up, second.text, other, "cảm ơn em"]

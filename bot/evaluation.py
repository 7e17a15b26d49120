"""Measures understanding: questions with the procedures they are about, against the pipeline."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import BotError


@dataclass(frozen=True)
class Question:
    """A question and the codes that are right for it; none for one out of scope."""

    text: str
    expected: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What was found for a question: the decision, and the records in the order offered."""

    question: str
    expected: tuple[str, ...]
    decision: str
    found: tuple[str, ...]

    @property
    def first_is_right(self) -> bool:
        return bool(self.found) and self.found[0] in self.expected

    @property
    def right_is_offered(self) -> bool:
        return any(code in self.expected for code in self.found)

    @property
    def refused(self) -> bool:
        return self.decision == "unknown"


@dataclass(frozen=True)
class Evaluation:
    """The outcomes of all questions."""

    outcomes: tuple[Outcome, ...]

    def shares(self) -> dict[str, tuple[int, int]]:
        """What `bot evaluate` prints, by the name of the row: how many, and of how many."""
        in_scope = [outcome for outcome in self.outcomes if outcome.expected]
        outside = [outcome for outcome in self.outcomes if not outcome.expected]
        answered = [outcome for outcome in in_scope if outcome.decision == "answer"]
        rows = {
            "đúng ngay vị trí đầu": sum(outcome.first_is_right for outcome in in_scope),
            "đúng trong số được nêu": sum(outcome.right_is_offered for outcome in in_scope),
            "trả lời thẳng và đúng": sum(outcome.first_is_right for outcome in answered),
            "trả lời thẳng mà sai": sum(not outcome.first_is_right for outcome in answered),
            "nhận là không biết": sum(outcome.refused for outcome in in_scope),
        }
        shares = {name: (count, len(in_scope)) for name, count in rows.items() if in_scope}
        if outside:
            refused = sum(outcome.decision != "answer" for outcome in outside)
            shares["ngoài phạm vi, từ chối đúng"] = (refused, len(outside))
        return shares

    def wrong(self) -> list[Outcome]:
        """The outcomes whose first record is not right."""
        return [
            outcome
            for outcome in self.outcomes
            if (outcome.expected and not outcome.first_is_right)
            or (not outcome.expected and outcome.decision == "answer")
        ]


def read_questions(path: Path) -> list[Question]:
    """Read `question<TAB>code|code` lines; empty lines and lines with # are passed over.

    Raises `BotError` with the line number for a line without a tab, or an unreadable file.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(f"Không đọc được {path}: {error}. Tệp phải là văn bản UTF-8.") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        text, tab, codes = line.partition("\t")
        if not tab:
            raise BotError(f"{path}, dòng {number}: thiếu phím Tab giữa câu hỏi và mã thủ tục.")
        expected = tuple(code.strip() for code in codes.split("|") if code.strip())
        questions.append(Question(text.strip(), expected))
    return questions


async def evaluate_questions(
    questions: Sequence[Question], parse: Callable[[str], Awaitable[dict[str, Any]]]
) -> Evaluation:
    """Ask every question by itself; `parse` is `Runtime.parse`."""
    outcomes = []
    for question in questions:
        link = (await parse(question.text)).get("link") or {}
        outcomes.append(
            Outcome(
                question=question.text,
                expected=question.expected,
                decision=link.get("decision", "unknown"),
                found=tuple(candidate["key"] for candidate in link.get("candidates", ())),
            )
        )
    return Evaluation(tuple(outcomes))

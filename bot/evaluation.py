"""Measures understanding: questions are asked as citizens ask them, and what they see is judged.

`bot evaluate` and `benchmarks.understanding` share these rules. A question is about a procedure
when some codes are right for it, and out of scope when none is.
"""

from __future__ import annotations

import math
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import column, delete, table

from actions.answer import Kind
from bot.errors import BotError
from knowledge.database import connect

# `Runtime.handle`: a sender and a text to messages of the REST contract.
Handle = Callable[[str, str], Awaitable[list[dict[str, Any]]]]

SENDER = "evaluation"
# Said beside an answer, not instead of one.
_COURTESIES = {Kind.GREETING, Kind.SMALLTALK}
# 95% of a normal distribution lie within so many standard deviations.
_Z = 1.959964


class Share(NamedTuple):
    """How many, and of how many."""

    part: int
    whole: int

    @property
    def fraction(self) -> float:
        """Between 0 and 1; nan of none."""
        return self.part / self.whole if self.whole else math.nan

    def interval(self) -> tuple[float, float]:
        """The 95% interval of the fraction after Wilson; 0 to 1 of none.

        E. B. Wilson (1927), Probable inference, the law of succession, and statistical
        inference, Journal of the American Statistical Association 22, pages 209 to 212.
        """
        if not self.whole:
            return 0.0, 1.0
        squared = _Z * _Z / self.whole
        middle = self.fraction + squared / 2
        reach = _Z * math.sqrt(
            self.fraction * (1 - self.fraction) / self.whole + squared / (4 * self.whole)
        )
        low, high = (middle - reach) / (1 + squared), (middle + reach) / (1 + squared)
        return max(0.0, low), min(1.0, high)


@dataclass(frozen=True)
class Question:
    """A question and the codes that are right for it; none for one out of scope."""

    text: str
    expected: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """What a citizen sees in reply to a message.

    `codes` are the procedure answered and those named beside it, or those offered, in their order;
    `aspects` what was answered of it, empty for the whole record; `wards` the names of the wards
    stated, and `ward_is_settled` whether one of them is stated as the person's; `milliseconds` the
    wait.
    """

    kind: str
    text: str = ""
    codes: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    ward_is_settled: bool = False
    milliseconds: float = 0.0


def seen_in(messages: Sequence[dict[str, Any]], milliseconds: float = 0.0) -> Seen:
    """What the messages of one turn say: an emergency above all, an answer before courtesies."""
    payloads = [message["custom"] for message in messages]
    payload = next(
        (payload for payload in payloads if payload["kind"] == Kind.EMERGENCY),
        next(
            (payload for payload in payloads if payload["kind"] not in _COURTESIES),
            payloads[0],
        ),
    )
    kind = payload["kind"]
    aspect = payload.get("aspect")
    facts = payload.get("facts", {})
    ward = facts.get("ward")
    wards = [ward] if ward else facts.get("wards", [])
    return Seen(
        kind=kind,
        text=payload["text"],
        codes=_codes(payload),
        aspects=tuple(payload.get("aspects") or ([aspect] if aspect else ())),
        wards=tuple(found["name"] for found in wards),
        ward_is_settled=bool(ward),
        milliseconds=milliseconds,
    )


def _codes(payload: dict[str, Any]) -> tuple[str, ...]:
    if payload["kind"] == Kind.FAQ:
        return ()
    answered = (payload["procedure"]["code"],) if payload["kind"] == Kind.PROCEDURE else ()
    return (*answered, *(choice["code"] for choice in payload.get("procedures", ())))


@dataclass(frozen=True)
class Outcome:
    """A question, the codes that are right for it, and what was seen in reply."""

    question: str
    expected: tuple[str, ...]
    seen: Seen

    @property
    def answered(self) -> bool:
        """Whether one procedure was answered outright."""
        return self.seen.kind == Kind.PROCEDURE

    @property
    def is_faq(self) -> bool:
        return self.seen.kind == Kind.FAQ

    @property
    def first_is_right(self) -> bool:
        """Whether the procedure answered, or the first of those offered, is right."""
        return bool(self.seen.codes) and self.seen.codes[0] in self.expected

    @property
    def right_is_offered(self) -> bool:
        """Whether a right procedure is answered, named beside the answer, or offered to choose."""
        return any(code in self.expected for code in self.seen.codes)

    @property
    def refused(self) -> bool:
        """Whether nothing was answered and nothing offered. An FAQ entry is an answer."""
        return not self.is_faq and not self.seen.codes

    @property
    def is_alarm(self) -> bool:
        return self.seen.kind == Kind.EMERGENCY

    @property
    def wrong(self) -> bool:
        """Whether the first is not right, or a question out of scope was not refused."""
        return not (self.first_is_right if self.expected else self.refused)


@dataclass(frozen=True)
class Evaluation:
    """The outcomes of all questions."""

    outcomes: tuple[Outcome, ...]

    def shares(self) -> dict[str, Share]:
        """What `bot evaluate` prints, by the name of the row."""
        in_scope = [outcome for outcome in self.outcomes if outcome.expected]
        outside = [outcome for outcome in self.outcomes if not outcome.expected]
        answered = [outcome for outcome in in_scope if outcome.answered]
        rows = {
            "đúng ngay vị trí đầu": sum(outcome.first_is_right for outcome in in_scope),
            "đúng trong số được nêu": sum(outcome.right_is_offered for outcome in in_scope),
            "trả lời thẳng và đúng": sum(outcome.first_is_right for outcome in answered),
            "trả lời thẳng mà sai": sum(not outcome.first_is_right for outcome in answered),
            "nhận là không biết": sum(outcome.refused for outcome in in_scope),
        }
        shares = {name: Share(count, len(in_scope)) for name, count in rows.items() if in_scope}
        if outside:
            refused = sum(outcome.refused for outcome in outside)
            shares["ngoài phạm vi, từ chối đúng"] = Share(refused, len(outside))
        return shares

    def wrong(self) -> list[Outcome]:
        """The outcomes whose first record is not right, and what should have been refused."""
        return [outcome for outcome in self.outcomes if outcome.wrong]


@dataclass(frozen=True)
class Confusion:
    """Codes that were right, the code or kind of answer got instead, how often, one example."""

    expected: tuple[str, ...]
    got: str
    count: int
    example: str


def confusions(outcomes: Sequence[Outcome]) -> list[Confusion]:
    """What was taken for what among questions about a procedure, most frequent first."""
    missed = [outcome for outcome in outcomes if outcome.expected and outcome.wrong]
    pairs = [(tuple(sorted(outcome.expected)), _got(outcome.seen)) for outcome in missed]
    examples = dict(
        zip(reversed(pairs), (outcome.question for outcome in reversed(missed)), strict=True)
    )
    return [
        Confusion(expected, got, count, examples[expected, got])
        for (expected, got), count in Counter(pairs).most_common()
    ]


def _got(seen: Seen) -> str:
    return seen.codes[0] if seen.codes else seen.kind


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


async def evaluate_questions(questions: Sequence[Question], handle: Handle) -> Evaluation:
    """Ask every question in a conversation of its own."""
    outcomes = [
        Outcome(question.text, question.expected, await ask(handle, new_sender(), question.text))
        for question in questions
    ]
    return Evaluation(tuple(outcomes))


async def ask(handle: Handle, sender: str, text: str) -> Seen:
    """What `sender` sees after saying `text`."""
    started = time.perf_counter()
    messages = await handle(sender, text)
    return seen_in(messages, (time.perf_counter() - started) * 1000)


def new_sender() -> str:
    """The name of a conversation that nobody has had yet."""
    return f"{SENDER}-{uuid.uuid4().hex[:16]}"


def forget_conversations(database_url: str) -> None:
    """Delete the conversations that evaluations have had: they are nobody's."""
    events = table("events", column("sender_id"))
    engine = connect(database_url)
    with engine.begin() as connection:
        connection.execute(delete(events).where(events.c.sender_id.startswith(f"{SENDER}-")))
    engine.dispose()

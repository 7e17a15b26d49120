"""Asks this bot every question as a citizen would, and judges what the citizen sees."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.understanding.judging import (
    asks_back,
    aspects_are_right,
    emergency_is_right,
    ward_is_right,
)
from benchmarks.understanding.questions import (
    ALARMING_WORDS,
    ASPECT,
    EMERGENCY,
    FOLLOW_UP,
    LEGAL_DISPUTE,
    OUT_OF_SCOPE,
    VAGUE,
    WARD,
    Asked,
)
from bot.evaluation import Handle, Outcome, Seen, ask, new_sender
from bot.evaluation_report import aspect_in_words

# What may be wanted that is no code, as the report says it.
REFUSAL = "từ chối"
NO_ALARM = "không báo khẩn cấp"
WHOLE_PROCEDURE = "Cả thủ tục"


@dataclass(frozen=True)
class Judged(Outcome):
    """A question of a row of the tables, what was seen, and whether that is what it should be.

    `aspect_is_right` is None where no aspect was judged; `before` are the turns said before,
    `chose_before` tells that one of them was answered by a choice, which the citizen made.
    """

    row: str
    good: bool
    wanted: tuple[str, ...] = ()
    aspect_is_right: bool | None = None
    before: tuple[str, ...] = ()
    chose_before: bool = False


def row_of(asked: Asked) -> str:
    """The row of the tables that a question is counted in: its kind, and the form of noise."""
    return f"{asked.kind}: {asked.form}" if asked.form else asked.kind


def judged(asked: Asked, seen: Seen) -> Judged:
    """Judge what was seen after a question that is a conversation by itself."""
    codes = () if asked.kind in (EMERGENCY, WARD) else asked.expected
    outcome = Outcome(asked.text, codes, seen)
    judge: Callable[[], bool] = {
        VAGUE: lambda: asks_back(seen),
        OUT_OF_SCOPE: lambda: outcome.refused,
        LEGAL_DISPUTE: lambda: outcome.refused,
        EMERGENCY: lambda: emergency_is_right(asked.expected, seen),
        WARD: lambda: ward_is_right(asked.expected, seen),
        ALARMING_WORDS: lambda: (
            not outcome.is_alarm and (not asked.expected or outcome.first_is_right)
        ),
    }.get(asked.kind, lambda: outcome.first_is_right)
    return Judged(asked.text, codes, seen, row_of(asked), judge(), wanted=wanted_in_words(asked))


def wanted_in_words(asked: Asked) -> tuple[str, ...]:
    """What was expected, as the report shows it."""
    nothing = NO_ALARM if asked.kind == ALARMING_WORDS else REFUSAL
    wanted = asked.expected or (nothing,)
    if not asked.aspects:
        return wanted
    aspects = " hoặc ".join(
        " và ".join(sorted(map(aspect_in_words, alternative))) or WHOLE_PROCEDURE
        for alternative in asked.aspects
    )
    return (*wanted, aspects)


async def ask_question(handle: Handle, asked: Asked) -> Judged:
    """Ask a question in a conversation of its own."""
    sender = new_sender()
    seen = await ask(handle, sender, asked.text)
    result = judged(asked, seen)
    if not asked.aspects:
        return result
    # A choice does not show which aspect was understood; what is answered after it does.
    chosen = await _choose(handle, sender, asked, seen)
    right = _answers_aspect(asked, chosen or seen)
    # Of a story it is the procedure that counts; who is told too much of it still has it.
    good = result.good and (right or asked.kind != ASPECT)
    return replace(result, good=good, aspect_is_right=right)


async def ask_dialogue_act(
    handle: Handle, parse: Callable[[str], Awaitable[dict[str, Any]]], asked: Asked
) -> Judged:
    """Say something that is about no procedure; right is the intent that it is taken for.

    `parse` is `Runtime.parse`. What is said in reply depends on the talk before, and there is none.
    """
    seen = await ask(handle, new_sender(), asked.text)
    act = (await parse(asked.text))["intent"]["name"]
    good = act in asked.expected
    return Judged(asked.text, (), seen, asked.kind, good, wanted=asked.expected)


async def ask_conversation(handle: Handle, turns: Sequence[Asked]) -> list[Judged]:
    """Say the turns of a conversation one after another, and judge all but the first.

    Where a turn is answered by a choice with the right procedure in it, the citizen takes that
    by its number before going on.
    """
    sender = new_sender()
    results: list[Judged] = []
    said: list[str] = []
    before: Asked | None = None
    answered: Seen | None = None
    chose = False
    for asked in turns:
        seen = await ask(handle, sender, asked.text)
        if before is not None:
            changed = set(asked.expected) != set(before.expected)
            carried = _carried(before, answered) if changed else ()
            right = _answers_aspect(asked, seen, carried)
            outcome = Outcome(asked.text, asked.expected, seen)
            results.append(
                Judged(
                    asked.text,
                    asked.expected,
                    seen,
                    FOLLOW_UP,
                    outcome.answered and outcome.first_is_right and right,
                    wanted=wanted_in_words(asked),
                    aspect_is_right=right,
                    before=tuple(said),
                    chose_before=chose,
                )
            )
        said.append(asked.text)
        chosen = await _choose(handle, sender, asked, seen)
        if chosen is not None:
            chose = True
            said.append(f"(chọn {chosen.codes[0] if chosen.codes else ''})")
        before, answered = asked, chosen or seen
    return results


def _carried(before: Asked, answered: Seen | None) -> Iterable[str]:
    """The aspects of the turn before: those asked for and those answered."""
    asked_for = frozenset().union(*before.aspects)
    return asked_for | frozenset(answered.aspects if answered else ())


def _answers_aspect(asked: Asked, seen: Seen, carried: Iterable[str] = ()) -> bool:
    return Outcome(asked.text, asked.expected, seen).answered and aspects_are_right(
        asked.aspects, seen.aspects, carried
    )


async def _choose(handle: Handle, sender: str, asked: Asked, seen: Seen) -> Seen | None:
    """Take the first right procedure of a choice by its number; None where there is none."""
    outcome = Outcome(asked.text, asked.expected, seen)
    if outcome.answered or not outcome.right_is_offered:
        return None
    number = next(n for n, code in enumerate(seen.codes, start=1) if code in asked.expected)
    return await ask(handle, sender, str(number))

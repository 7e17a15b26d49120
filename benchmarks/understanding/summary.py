"""Figures from what was judged: one row for each kind of question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions.answer import Kind
from benchmarks.understanding.bot_asked import Judged
from benchmarks.understanding.questions import (
    ALARMING_WORDS,
    ASPECT,
    CLEAN,
    DIALOGUE_ACT,
    FOLLOW_UP,
    FORMAL,
    FORMS,
    NO_DIACRITICS,
    NOISY,
    OFFICIAL,
    SITUATION,
    STORY,
    VAGUE,
    WARD,
)
from bot.evaluation import Share

NOISY_ROWS = {form: f"{NOISY}: {form}" for form in FORMS}
WITH_DIACRITICS_ROWS = (OFFICIAL, SITUATION, NOISY_ROWS[CLEAN])
# Questions by themselves about a procedure: those that peers are asked too.
LINKING_ROWS = (
    OFFICIAL,
    SITUATION,
    STORY,
    FORMAL,
    *NOISY_ROWS.values(),
    NO_DIACRITICS,
    ASPECT,
    ALARMING_WORDS,
)
# Well written and about a procedure: a refusal of these is a failure of ours.
GOOD_QUESTION_ROWS = (OFFICIAL, SITUATION, STORY, FORMAL, NOISY_ROWS[CLEAN], ASPECT)
IN_SCOPE_ROWS = (*LINKING_ROWS, FOLLOW_UP, VAGUE, WARD, DIALOGUE_ACT)


@dataclass(frozen=True)
class LinkingRow:
    """How questions of a row found their procedures; `right` is of those answered outright."""

    first: Share
    offered: Share
    answered: Share
    right: Share
    refused: Share
    faq: Share


def linking_row(results: Iterable[Judged]) -> LinkingRow:
    """The figures of questions that some procedure is right for; others are passed over."""
    asked = [result for result in results if result.expected]
    answered = [result for result in asked if result.answered]
    return LinkingRow(
        first=Share(sum(result.first_is_right for result in asked), len(asked)),
        offered=Share(sum(result.right_is_offered for result in asked), len(asked)),
        answered=Share(len(answered), len(asked)),
        right=Share(sum(result.first_is_right for result in answered), len(answered)),
        refused=Share(sum(result.refused for result in asked), len(asked)),
        faq=Share(sum(result.is_faq for result in asked), len(asked)),
    )


def linking_rows(results: Sequence[Judged]) -> dict[str, LinkingRow]:
    """The figures of every row about procedures that has been asked."""
    rows = {name: linking_row(of_rows(results, [name])) for name in LINKING_ROWS}
    return {name: row for name, row in rows.items() if row.first.whole}


def of_rows(results: Iterable[Judged], rows: Iterable[str]) -> list[Judged]:
    """The results of some rows, in the order in which they were asked."""
    wanted = set(rows)
    return [result for result in results if result.row in wanted]


def good(results: Sequence[Judged]) -> Share:
    """How many were as they should be."""
    return Share(sum(result.good for result in results), len(results))


def of_kind(results: Sequence[Judged], *kinds: Kind) -> Share:
    """How many were answered in one of these ways."""
    return Share(sum(result.seen.kind in kinds for result in results), len(results))


def aspects_right(results: Sequence[Judged]) -> Share:
    """How many answers were about the aspect that was asked for."""
    asked = [result for result in results if result.aspect_is_right is not None]
    return Share(sum(bool(result.aspect_is_right) for result in asked), len(asked))

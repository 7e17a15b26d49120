"""What the figures should be, in one place, and whether they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from actions.answer import Kind
from benchmarks.figures import percentile
from benchmarks.understanding.bot_asked import Judged
from benchmarks.understanding.questions import (
    ALARMING_WORDS,
    ASPECT,
    CLEAN,
    DIALOGUE_ACT,
    EMERGENCY,
    FOLLOW_UP,
    FORMAL,
    LEGAL_DISPUTE,
    NO_DIACRITICS,
    OFFICIAL,
    OUT_OF_SCOPE,
    SITUATION,
    STORY,
    VAGUE,
    WARD,
)
from benchmarks.understanding.summary import (
    GOOD_QUESTION_ROWS,
    IN_SCOPE_ROWS,
    LINKING_ROWS,
    NOISY_ROWS,
    WITH_DIACRITICS_ROWS,
    aspects_right,
    good,
    linking_row,
    of_kind,
    of_rows,
)
from bot.evaluation import Share

# At least so many of a row with the right procedure first, and offered.
FIRST_AND_OFFERED = {
    OFFICIAL: (0.95, 0.99),
    SITUATION: (0.85, 0.95),
    STORY: (0.85, 0.95),
    FORMAL: (0.85, 0.95),
}
# At most so far below the same questions well written, right procedure first.
FALL_WITHOUT_DIACRITICS = 0.02
FALL_WITH_NOISE = 0.05
FOLLOW_UPS_RIGHT = 0.90
ASPECTS_RIGHT = 0.95
RIGHT_OF_ANSWERED = 0.95
OUT_OF_SCOPE_REFUSED = 0.95
GOOD_QUESTIONS_REFUSED = 0.03
EMERGENCIES_RIGHT = 1.0
FALSE_ALARMS = 0.0
P50_MS = 15.0
# Shares are compared as they are, not as floating point has them.
_HAIR = 1e-9


@dataclass(frozen=True)
class Check:
    """A figure, and its target if it has one.

    `row` is the row of questions it is about, `what` says what is counted. Either `share`, or
    `value` in `unit` («points» or «ms»). `at_least` or `at_most` is the target.
    """

    row: str
    what: str
    share: Share | None = None
    value: float = 0.0
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def measured(self) -> float:
        return self.share.fraction if self.share is not None else self.value

    @property
    def met(self) -> bool | None:
        """None where there is no target, or nothing was asked."""
        if self.share is not None and not self.share.whole:
            return None
        if self.at_least is not None:
            return self.measured >= self.at_least - _HAIR
        if self.at_most is not None:
            return self.measured <= self.at_most + _HAIR
        return None

    @property
    def target(self) -> str:
        """The target in figures; empty where there is none."""
        if self.at_least is not None:
            return f"≥ {self._figure(self.at_least)}"
        return f"≤ {self._figure(self.at_most)}" if self.at_most is not None else ""

    @property
    def shown(self) -> str:
        """What was measured, in figures."""
        if self.share is None:
            return self._figure(self.value)
        return f"{self.share.fraction:.1%}" if self.share.whole else "–"

    def _figure(self, value: float) -> str:
        if self.unit == "points":
            return f"{value * 100:.3g} points"
        return f"{value:.3g} {self.unit}" if self.unit else f"{value:.0%}"


def checks(results: Sequence[Judged]) -> list[Check]:
    """Every figure of this bot that was measured, with its target."""
    found = [
        *_procedures_found(results),
        *_falls(results),
        *_aspects(results),
        *_refusals(results),
        *_others(results),
        Check(
            "all messages",
            "p50",
            value=percentile([result.seen.milliseconds for result in results], 50),
            unit="ms",
            at_most=P50_MS,
        ),
        Check(
            "all messages",
            "p95",
            value=percentile([result.seen.milliseconds for result in results], 95),
            unit="ms",
        ),
        Check("all messages", "answered with an error", of_kind(results, Kind.ERROR), at_most=0.0),
    ]
    return [check for check in found if check.share is None or check.share.whole]


def _procedures_found(results: Sequence[Judged]) -> list[Check]:
    found = []
    for row, (first, offered) in FIRST_AND_OFFERED.items():
        figures = linking_row(of_rows(results, [row]))
        found.append(Check(row, "right first", figures.first, at_least=first))
        found.append(Check(row, "right offered", figures.offered, at_least=offered))
    every = linking_row(of_rows(results, LINKING_ROWS))
    return [
        *found,
        Check("in scope", "right of answered outright", every.right, at_least=RIGHT_OF_ANSWERED),
        Check("in scope", "answered by an FAQ entry", every.faq),
    ]


def _falls(results: Sequence[Judged]) -> list[Check]:
    """How far the share with the right procedure first falls when questions are written badly."""
    compared = [(NO_DIACRITICS, WITH_DIACRITICS_ROWS, FALL_WITHOUT_DIACRITICS)] + [
        (row, (NOISY_ROWS[CLEAN],), FALL_WITH_NOISE)
        for form, row in NOISY_ROWS.items()
        if form != CLEAN
    ]
    falls = []
    for row, well_written, limit in compared:
        badly = linking_row(of_rows(results, [row])).first
        well = linking_row(of_rows(results, well_written)).first
        # Of the very same questions; --kinds may have left some of them out.
        if badly.whole and badly.whole == well.whole:
            fall = well.fraction - badly.fraction
            falls.append(Check(row, "below well written", value=fall, unit="points", at_most=limit))
    return falls


def _aspects(results: Sequence[Judged]) -> list[Check]:
    asked, turns = of_rows(results, [ASPECT]), of_rows(results, [FOLLOW_UP])
    linked = [result for result in asked if result.right_is_offered]
    told = [result for result in of_rows(results, [STORY]) if result.right_is_offered]
    without_choice = [result for result in turns if not result.chose_before]
    return [
        Check(ASPECT, "aspect right", aspects_right(asked), at_least=ASPECTS_RIGHT),
        Check(ASPECT, "aspect right, procedure right or offered", aspects_right(linked)),
        Check(STORY, "aspect right, procedure right or offered", aspects_right(told)),
        Check(FOLLOW_UP, "procedure and aspect right", good(turns), at_least=FOLLOW_UPS_RIGHT),
        Check(FOLLOW_UP, "the same, no choice made before", good(without_choice)),
        Check(FOLLOW_UP, "procedure right", linking_row(turns).first),
        Check(FOLLOW_UP, "aspect right", aspects_right(turns)),
    ]


def _refusals(results: Sequence[Judged]) -> list[Check]:
    outside = of_rows(results, [OUT_OF_SCOPE])
    disputes = of_rows(results, [LEGAL_DISPUTE])
    refused = linking_row(of_rows(results, GOOD_QUESTION_ROWS)).refused
    return [
        Check(OUT_OF_SCOPE, "refused", good(outside), at_least=OUT_OF_SCOPE_REFUSED),
        Check(OUT_OF_SCOPE, "answered outright", of_kind(outside, Kind.PROCEDURE, Kind.FAQ)),
        Check(OUT_OF_SCOPE, "offered a choice", of_kind(outside, Kind.CHOICE)),
        Check(LEGAL_DISPUTE, "refused", good(disputes), at_least=OUT_OF_SCOPE_REFUSED),
        Check(LEGAL_DISPUTE, "answered outright", of_kind(disputes, Kind.PROCEDURE, Kind.FAQ)),
        Check(LEGAL_DISPUTE, "offered a choice", of_kind(disputes, Kind.CHOICE)),
        Check("good questions", "refused", refused, at_most=GOOD_QUESTIONS_REFUSED),
    ]


def _others(results: Sequence[Judged]) -> list[Check]:
    vague = of_rows(results, [VAGUE])
    choices = [result for result in vague if result.seen.kind == Kind.CHOICE]
    sensible = Share(sum(result.right_is_offered for result in choices), len(choices))
    in_scope = of_rows(results, IN_SCOPE_ROWS)
    plain = of_rows(in_scope, set(IN_SCOPE_ROWS) - {ALARMING_WORDS})
    return [
        Check(VAGUE, "asked back or offered a choice", good(vague)),
        Check(VAGUE, "sensible choices", sensible),
        Check(
            EMERGENCY,
            "taken for one, with the number",
            good(of_rows(results, [EMERGENCY])),
            at_least=EMERGENCIES_RIGHT,
        ),
        Check("in scope", "false alarms", of_kind(in_scope, Kind.EMERGENCY), at_most=FALSE_ALARMS),
        Check("in scope", "the same, nothing put in to alarm", of_kind(plain, Kind.EMERGENCY)),
        Check(DIALOGUE_ACT, "taken for what it is", good(of_rows(results, [DIALOGUE_ACT]))),
        Check(WARD, "right ward", good(of_rows(results, [WARD]))),
    ]

"""Whether the linker is right as often as it says: its confidence beside how often it was right."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from benchmarks.understanding.questions import Asked
from bot.evaluation import Share
from bot.evaluation_report import Calibration, CalibrationBin

BINS = 10


@dataclass(frozen=True)
class Guess:
    """How sure the linker was of its first candidate, and whether that was right."""

    confidence: float
    right: bool


async def guess(parse: Callable[[str], Awaitable[dict[str, Any]]], asked: Asked) -> Guess | None:
    """The linker's guess; `parse` is `Runtime.parse`.

    None where there is no candidate, and where the first is an FAQ entry for a question about a
    procedure: which of those is right is not known. Out of scope every candidate is wrong.
    """
    candidates = ((await parse(asked.text)).get("link") or {}).get("candidates")
    if not candidates or (asked.expected and candidates[0]["kind"] == "faq"):
        return None
    return Guess(candidates[0]["confidence"], candidates[0]["key"] in asked.expected)


def calibration(guesses: Sequence[Guess]) -> Calibration:
    """Guesses in ten bins of confidence, and the expected calibration error: the gap between
    confidence and share right of each bin, weighted by its guesses.
    """
    binned: list[list[Guess]] = [[] for _ in range(BINS)]
    for made in guesses:
        binned[min(int(made.confidence * BINS), BINS - 1)].append(made)
    bins = [
        CalibrationBin(
            low=number / BINS,
            high=(number + 1) / BINS,
            confidence=fmean(made.confidence for made in members) if members else 0.0,
            right=Share(sum(made.right for made in members), len(members)),
        )
        for number, members in enumerate(binned)
    ]
    error = sum(
        found.right.whole / len(guesses) * abs(found.right.fraction - found.confidence)
        for found in bins
        if found.right.whole
    )
    return Calibration(bins, error)

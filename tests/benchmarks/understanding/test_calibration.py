"""Confidence beside how often it was right."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.understanding.calibration import Guess, calibration, guess
from benchmarks.understanding.questions import OFFICIAL, OUT_OF_SCOPE, Asked


def test_the_error_is_the_gap_of_each_bin_weighted_by_its_guesses() -> None:
    guesses = [Guess(0.95, True)] * 3 + [Guess(0.95, False)] + [Guess(0.05, False)] * 4
    found = calibration(guesses)
    assert [bin.right.whole for bin in found.bins] == [4, 0, 0, 0, 0, 0, 0, 0, 0, 4]
    assert found.bins[9].right.fraction == 0.75
    assert found.error == pytest.approx(0.5 * 0.2 + 0.5 * 0.05)


def test_a_bin_has_its_lower_edge_and_certainty_is_in_the_last() -> None:
    bins = calibration([Guess(0.5, True), Guess(1.0, True)]).bins
    assert [number for number, found in enumerate(bins) if found.right.whole] == [5, 9]


def test_nothing_guessed_has_no_error() -> None:
    assert calibration([]).error == 0


class TestGuess:
    async def made(self, asked: Asked, *candidates: dict[str, Any]) -> Guess | None:
        async def parse(text: str) -> dict[str, Any]:
            return {"link": {"candidates": list(candidates)}}

        return await guess(parse, asked)

    async def test_it_is_the_first_candidate(self) -> None:
        first = {"kind": "procedure", "key": "A", "confidence": 0.7}
        second = {"kind": "procedure", "key": "B", "confidence": 0.2}
        assert await self.made(Asked(OFFICIAL, "?", ("A",)), first, second) == Guess(0.7, True)
        assert await self.made(Asked(OFFICIAL, "?", ("B",)), first, second) == Guess(0.7, False)

    async def test_out_of_scope_every_candidate_is_wrong(self) -> None:
        entry = {"kind": "faq", "key": "le-phi", "confidence": 0.4}
        assert await self.made(Asked(OUT_OF_SCOPE, "?"), entry) == Guess(0.4, False)
        assert await self.made(Asked(OFFICIAL, "?", ("A",)), entry) is None

    async def test_no_candidate_is_no_guess(self) -> None:
        assert await self.made(Asked(OFFICIAL, "?", ("A",))) is None

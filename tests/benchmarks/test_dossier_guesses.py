"""Ten thousand guessed proofs: nothing leaks, locks close as specified, replies are the same."""

from __future__ import annotations

import pytest

from benchmarks.dossier_guesses import measure


@pytest.mark.slow
def test_ten_thousand_guesses_teach_nothing() -> None:
    figures = measure(10_000, 1_000)

    assert figures["one dossier"] == {
        "leaks": 0,
        "not shown": 5,
        "locked out": 9_995,
        "locked out after": 5,
    }
    assert figures["one address"] == {
        "leaks": 0,
        "not shown": 10,
        "locked out": 9_990,
        "locked out after": 10,
    }
    compared = figures["known or unknown"]
    assert (compared["compared"], compared["replies differ"]) == (5_000, 0)
    # No test can ask that two medians are the same; a look-up that stops early halves one.
    assert compared["known p50 ms"] == pytest.approx(compared["unknown p50 ms"], rel=0.1)

"""Timing steps that nest."""

from __future__ import annotations

import asyncio

import pytest

from benchmarks.stopwatch import Stopwatch


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Kitchen:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def cook(self) -> str:
        self._clock.now += 2
        return asyncio.run(self.season())

    async def season(self) -> str:
        self._clock.now += 1
        return "phở"


def test_a_step_s_own_time_is_without_the_steps_inside_it() -> None:
    clock = Clock()
    watch = Stopwatch(clock=clock)
    with watch.watching((Kitchen, "cook", "cooking"), (Kitchen, "season", "seasoning")):
        assert [Kitchen(clock).cook() for _ in range(3)] == ["phở"] * 3
    cooking, seasoning = watch.steps["cooking"], watch.steps["seasoning"]
    assert (cooking.calls, cooking.seconds, cooking.own_seconds) == (3, 9.0, 6.0)
    assert (seasoning.calls, seasoning.seconds, seasoning.own_seconds) == (3, 3.0, 3.0)


def test_after_the_block_nothing_is_timed() -> None:
    clock = Clock()
    watch = Stopwatch(clock=clock)
    with watch.watching((Kitchen, "cook", "cooking")):
        pass
    Kitchen(clock).cook()
    assert watch.steps == {}


def test_a_failing_step_is_timed_too() -> None:
    def failing() -> None:
        raise ZeroDivisionError

    watch = Stopwatch()
    with pytest.raises(ZeroDivisionError):
        watch.timed(failing, "failing")()
    assert watch.steps["failing"].calls == 1

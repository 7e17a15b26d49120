from __future__ import annotations

import pytest

from bot.hotline.calls import (
    ANNOUNCED_SECONDS,
    REMEMBERED_SECONDS,
    Calls,
    Next,
    is_call_id,
    next_of,
)
from speech.call.record import CallOutcome, Ending
from speech.telephony.switchboard import Announced, CallRefused


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def calls(clock: Clock) -> Calls:
    return Calls(most=2, clock=clock)


def test_what_was_announced_is_known_until_it_is_too_old(calls: Calls, clock: Clock) -> None:
    calls.announce("a", Announced("0905", 16000))
    assert calls.announced("a") == Announced("0905", 16000)
    clock.now += ANNOUNCED_SECONDS + 1
    assert calls.announced("a") == Announced()


def test_announced_calls_hold_a_place_for_a_while(calls: Calls, clock: Clock) -> None:
    calls.announce("a", Announced())
    calls.announce("a", Announced())
    calls.begin("b")
    with pytest.raises(CallRefused, match="all 2 places"):
        calls.begin("c")
    calls.begin("a")
    calls.end("b", Next.HANGUP)
    calls.announce("c", Announced())
    with pytest.raises(CallRefused):
        calls.announce("d", Announced())
    clock.now += ANNOUNCED_SECONDS + 1
    calls.announce("d", Announced())


def test_an_id_is_used_once(calls: Calls) -> None:
    calls.begin("a")
    with pytest.raises(CallRefused, match="going on"):
        calls.begin("a")
    assert len(calls) == 1
    calls.end("a", Next.HANGUP)
    with pytest.raises(CallRefused, match="has been"):
        calls.announce("a", Announced())


def test_what_becomes_of_a_call_is_remembered_for_a_while(calls: Calls, clock: Clock) -> None:
    assert calls.next("a") is Next.OFFICER
    calls.begin("a")
    calls.end("a", Next.CALLBACK)
    assert calls.next("a") is Next.CALLBACK
    clock.now += REMEMBERED_SECONDS + 1
    assert calls.next("a") is Next.OFFICER


def test_a_hotline_that_stops_takes_no_call(calls: Calls) -> None:
    calls.close()
    with pytest.raises(CallRefused, match="stopping"):
        calls.announce("a", Announced())


@pytest.mark.parametrize(
    ("ending", "left_message", "expected"),
    [
        (Ending.ENDED, False, Next.HANGUP),
        (Ending.ENDED, True, Next.CALLBACK),
        (Ending.OFFICER, True, Next.OFFICER),
        (Ending.FAILED, False, Next.OFFICER),
        # Somebody asks, so the caller has not hung up: the sound broke.
        (Ending.ANSWERED, False, Next.OFFICER),
        (Ending.HUNG_UP, True, Next.CALLBACK),
        (None, False, Next.OFFICER),
    ],
)
def test_what_follows_from_how_a_call_ended(
    ending: Ending | None, left_message: bool, expected: Next
) -> None:
    outcome = CallOutcome(ending, "reason") if ending else None
    assert next_of(outcome, left_message) is expected


def test_ids() -> None:
    assert is_call_id("0f2a5c1e-9a53-4f3e-8b5f-0d2f4f0a9c11")
    assert is_call_id("CA1234")
    for bad in ("", "a" * 65, "a/b", "a_b", "à", "a\n"):
        assert not is_call_id(bad)

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.dossiers.circuit_breaker import CircuitBreaker


def test_it_opens_after_failures_in_a_row_and_lets_one_trial_through_after_the_rest() -> None:
    now = [0.0]
    breaker = CircuitBreaker(3, 30, lambda: now[0])
    for _ in range(3):
        assert breaker.closed()
        breaker.failed()
    assert not breaker.closed()

    now[0] = 30.0
    assert breaker.closed()
    assert not breaker.closed()  # the trial is under way
    breaker.succeeded()
    assert breaker.closed()


@given(st.lists(st.booleans()))
def test_a_system_that_answers_now_and_then_is_never_left_alone(outcomes: list[bool]) -> None:
    breaker = CircuitBreaker(2, 30, lambda: 0.0)
    for fails in outcomes:
        assert breaker.closed()
        if fails:
            breaker.failed()
        breaker.succeeded()

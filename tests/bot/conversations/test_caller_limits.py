"""How much one caller may begin and say; tests/bot/server has the same over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.conversations.caller_limits import CallerLimits
from bot.conversations.errors import TooManyTries
from bot.conversations.store import Conversations
from tests.bot.portal_parts import Clock


@pytest.fixture
def limits(conversations: Conversations) -> CallerLimits:
    """Three conversations in ten minutes, five messages in one."""
    return CallerLimits(conversations, conversations_allowed=3, messages_allowed=5)


def allowed(count: Callable[[str], None], times: int, caller: str = "somebody") -> int:
    """How many of so many were let through."""
    let_through = 0
    for _ in range(times):
        try:
            count(caller)
        except TooManyTries:
            continue
        let_through += 1
    return let_through


def test_one_caller_is_stopped_and_others_go_on(limits: CallerLimits) -> None:
    assert allowed(limits.count_conversation, 10) == 3
    assert allowed(limits.count_message, 10) == 5
    assert allowed(limits.count_message, 10, "somebody else") == 5


def test_the_refusal_says_of_what_and_how_long(limits: CallerLimits) -> None:
    allowed(limits.count_message, 5)
    with pytest.raises(TooManyTries, match=r"tin nhắn\. Xin thử lại sau 1 phút") as refusal:
        limits.count_message("somebody")
    assert refusal.value.retry_after == 60


def test_afterwards_they_may_go_on(limits: CallerLimits, clock: Clock) -> None:
    allowed(limits.count_message, 10)
    clock.pass_by(seconds=59)
    assert allowed(limits.count_message, 1) == 0
    clock.pass_by(seconds=1)
    assert allowed(limits.count_message, 10) == 5


def test_many_at_the_same_moment_are_all_counted(limits: CallerLimits) -> None:
    with ThreadPoolExecutor(8) as threads:
        each = threads.map(lambda _: allowed(limits.count_message, 1), range(40))
        assert sum(each) == 5


def test_who_is_many_people_is_not_counted(limits: CallerLimits) -> None:
    assert allowed(limits.count_message, 50, "") == 50

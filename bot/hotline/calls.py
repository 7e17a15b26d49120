"""Which calls there are, and what the PBX is to do with each when its sound ends."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from speech.call.record import CallOutcome, Ending
from speech.telephony.switchboard import Announced, CallRefused

ANNOUNCED_SECONDS = 30
REMEMBERED_SECONDS = 600
_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


class Next(StrEnum):
    """What the PBX does with the caller; `/calls/{id}/next` of docs/hotline.md."""

    OFFICER = "officer"
    CALLBACK = "callback"
    HANGUP = "hangup"


def is_call_id(text: str) -> bool:
    """Whether a text may name a call."""
    return _ID.fullmatch(text) is not None


def next_of(outcome: CallOutcome | None, left_message: bool) -> Next:
    """What follows from how a call ended.

    Whoever asks has a caller on the line. So if none has hung up here, and the sound ended all the
    same, something broke: an officer.
    """
    if outcome is not None and outcome.ending is Ending.OFFICER:
        return Next.OFFICER
    if left_message:
        return Next.CALLBACK
    if outcome is not None and outcome.ending is Ending.ENDED:
        return Next.HANGUP
    return Next.OFFICER


@dataclass(frozen=True)
class _Ended:
    at: float
    next: Next


class Calls:
    """The calls that were announced, are going on, and have ended a short while ago.

    Belongs to one event loop.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`most` calls at once."""
        self._most = most
        self._clock = clock
        self._announced: dict[str, tuple[float, Announced]] = {}
        self._going_on: set[str] = set()
        self._ended: dict[str, _Ended] = {}
        self._closed = False

    def __len__(self) -> int:
        """How many are going on."""
        return len(self._going_on)

    def announce(self, call_id: str, announced: Announced) -> None:
        """Hold a place for a call. Raises `CallRefused`."""
        self._check(call_id)
        self._announced.pop(call_id, None)
        self._announced[call_id] = (self._clock(), announced)

    def announced(self, call_id: str) -> Announced:
        """What was said of a call beforehand."""
        self._forget_old()
        return self._announced.get(call_id, (0.0, Announced()))[1]

    def begin(self, call_id: str) -> None:
        """The call is connected. Raises `CallRefused`."""
        self._check(call_id)
        self._announced.pop(call_id, None)
        self._going_on.add(call_id)

    def end(self, call_id: str, what_next: Next) -> None:
        """The call is over here."""
        self._going_on.discard(call_id)
        self._ended[call_id] = _Ended(self._clock(), what_next)

    def next(self, call_id: str) -> Next:
        """What becomes of a call that is not going on; an officer for one that is not known."""
        self._forget_old()
        ended = self._ended.get(call_id)
        return ended.next if ended else Next.OFFICER

    def close(self) -> None:
        """Take no call any more."""
        self._closed = True

    def _check(self, call_id: str) -> None:
        self._forget_old()
        if self._closed:
            raise CallRefused("the hotline is stopping")
        if call_id in self._going_on:
            raise CallRefused("a call with this id is going on")
        if call_id in self._ended:
            raise CallRefused("a call with this id has been")
        others = len(self._going_on) + len(self._announced.keys() - {call_id})
        if others >= self._most:
            raise CallRefused(f"all {self._most} places are taken")

    def _forget_old(self) -> None:
        now = self._clock()
        # Both are in the order of time.
        while self._announced and now - _first(self._announced)[0] > ANNOUNCED_SECONDS:
            del self._announced[next(iter(self._announced))]
        while self._ended and now - _first(self._ended).at > REMEMBERED_SECONDS:
            del self._ended[next(iter(self._ended))]


def _first(table: dict[str, Any]) -> Any:
    return next(iter(table.values()))

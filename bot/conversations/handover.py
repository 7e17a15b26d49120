"""Handing a conversation over to an officer: its states and what leads from one to another.

Pure: it reads no clock and no database. At any time at most one of bot and officer speaks, and
what a citizen said to officers stays theirs until one has answered it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.conversations.errors import HandoverRefused


class State(StrEnum):
    """Who a conversation is with; docs/protocol.md has the diagram."""

    BOT = "bot"
    WAITING = "waiting"
    WITH_OFFICER = "with_officer"
    # Nobody is there: the citizen's next message is the one that is left.
    LEAVING_MESSAGE = "leaving_message"
    LEFT_MESSAGE = "left_message"


# States in which the bot answers what a citizen writes.
BOT_SPEAKS = frozenset({State.BOT, State.WAITING, State.LEFT_MESSAGE})
# States in which it is meant for officers.
OFFICERS_HEAR = frozenset({State.WITH_OFFICER, State.LEAVING_MESSAGE})


@dataclass(frozen=True)
class Handover:
    """Where a conversation is.

    `since` is when the state began or, with an officer, when the officer was last heard of.
    `unanswered` says that a citizen told officers something that none has answered.
    """

    state: State
    since: datetime
    officer: str = ""
    unanswered: bool = False


@dataclass(frozen=True)
class Limits:
    """How long a state may last before it times out."""

    waiting: timedelta
    officer_silence: timedelta
    leaving_message: timedelta


def request(now: Handover, at: datetime, office_open: bool) -> Handover:
    """The citizen asks for an officer. Asking again while one waits changes nothing."""
    if now.state in {State.WAITING, State.WITH_OFFICER}:
        return now
    if office_open:
        return replace(now, state=State.WAITING, since=at)
    if now.state is State.LEAVING_MESSAGE:
        return now
    return replace(now, state=State.LEAVING_MESSAGE, since=at)


def accept(now: Handover, at: datetime, officer: str) -> Handover:
    """An officer takes the conversation. Raises `HandoverRefused` if it is not to be taken."""
    if now.state is State.WITH_OFFICER:
        check_held_by(now, officer)
        return now
    if now.state is State.BOT:
        raise HandoverRefused("Người dân không còn chờ cán bộ. Hãy tải lại hàng chờ.")
    return replace(now, state=State.WITH_OFFICER, since=at, officer=officer)


def officer_message(now: Handover, at: datetime, officer: str) -> Handover:
    """The officer speaks. Raises `HandoverRefused` for anyone who did not accept."""
    check_held_by(now, officer)
    return replace(now, since=at, unanswered=False)


def citizen_message(now: Handover, at: datetime) -> Handover:
    """The citizen speaks; what is said to the bot changes nothing."""
    if now.state is State.WITH_OFFICER:
        return replace(now, unanswered=True)
    if now.state is State.LEAVING_MESSAGE:
        return replace(now, state=State.LEFT_MESSAGE, since=at, unanswered=True)
    return now


def check_held_by(now: Handover, officer: str) -> None:
    """Raises `HandoverRefused` unless the officer has accepted the conversation."""
    if now.state is not State.WITH_OFFICER:
        raise HandoverRefused("Hãy nhận cuộc trò chuyện này trước.")
    if now.officer != officer:
        raise HandoverRefused(f"Cán bộ {now.officer} đang nói chuyện với người này.")


def hand_back(now: Handover, at: datetime, officer: str) -> Handover:
    """The officer is done. Raises `HandoverRefused` for anyone who did not accept."""
    check_held_by(now, officer)
    return replace(now, state=State.BOT, since=at, officer="", unanswered=False)


def cancel(now: Handover, at: datetime) -> Handover:
    """The citizen no longer wants an officer; once one is there, it is for them to end."""
    return _at_rest(now, at) if now.state in {State.WAITING, State.LEAVING_MESSAGE} else now


def time_out(now: Handover, at: datetime) -> Handover:
    """The state has lasted too long; see `is_overdue`."""
    if now.state is State.WAITING:
        return replace(now, state=State.LEAVING_MESSAGE, since=at)
    if now.state in {State.LEAVING_MESSAGE, State.WITH_OFFICER}:
        return _at_rest(now, at)
    return now


def is_overdue(now: Handover, at: datetime, office_open: bool, limits: Limits) -> bool:
    """Whether `time_out` is due. Nobody waits for an office that has closed."""
    lasted = at - now.since
    match now.state:
        case State.WAITING:
            return not office_open or lasted >= limits.waiting
        case State.WITH_OFFICER:
            return lasted >= limits.officer_silence
        case State.LEAVING_MESSAGE:
            return lasted >= limits.leaving_message
    return False


def _at_rest(now: Handover, at: datetime) -> Handover:
    state = State.LEFT_MESSAGE if now.unanswered else State.BOT
    return replace(now, state=state, since=at, officer="")

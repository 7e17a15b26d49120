"""The officers' desk: who waits, who is served, and what citizens are told of it.

The states are those of `bot.conversations.handover`; this stores them, and says each change as an
event of the conversation. Both happen in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from bot.conversations import handover, wording
from bot.conversations.call_back import CallBackSeal
from bot.conversations.errors import ConversationNotFound
from bot.conversations.handover import Handover, Limits, State
from bot.conversations.office_hours import OfficeHours
from bot.conversations.store import Conversations, Speaker, Turn, handover_of
from bot.metrics import HANDOVERS
from knowledge.database.conversation_tables import (
    conversation_event,
    conversation_handover,
)

# Far back in the queue a citizen is not told of every step.
TOLD_EVERY_STEP = 5


@dataclass(frozen=True)
class Request:
    """A conversation at the desk; `position` only while it waits, from 1 on."""

    id: str
    handover: Handover
    text: str
    position: int | None = None


@dataclass(frozen=True)
class Queue:
    """Everything at the desk, longest wait first."""

    office_open: bool
    waiting: list[Request]
    with_officer: list[Request]
    left_messages: list[Request]


class Desk:
    """Every method may be called from any thread."""

    def __init__(
        self,
        conversations: Conversations,
        hours: OfficeHours,
        limits: Limits,
        call_back_seal: CallBackSeal,
    ) -> None:
        self._conversations = conversations
        self._hours = hours
        self._limits = limits
        self._seal = call_back_seal

    def request(self, turn: Turn) -> None:
        """A citizen asks for an officer: queue them, or offer to leave a message."""
        office_open = self._hours.is_open(turn.now)
        before = turn.handover.state
        turn.handover = handover.request(turn.handover, turn.now, office_open)
        if turn.handover.state is not before:
            HANDOVERS.labels(event="request").inc()
        if turn.handover.state is State.WAITING:
            position = self._position(turn)
            self._say(turn, wording.waiting(position), position=position)
            self._set(turn, announced=position)
        elif turn.handover.state is State.LEAVING_MESSAGE:
            self._offer_to_leave_message(turn)

    def cancel(self, turn: Turn) -> None:
        """A citizen no longer wants an officer."""
        turn.handover = handover.cancel(turn.handover, turn.now)
        HANDOVERS.labels(event="cancel").inc()
        self._say(turn, wording.CANCELLED)

    def leave_message(self, turn: Turn) -> None:
        """What a citizen has just written is the message for the officers."""
        turn.handover = handover.citizen_message(turn.handover, turn.now)
        HANDOVERS.labels(event="left_message").inc()
        self._say(turn, wording.message_left(bool(self._sealed_call_back(turn))))

    def hear(self, turn: Turn) -> None:
        """What a citizen has just written is for the officer they are with."""
        turn.handover = handover.citizen_message(turn.handover, turn.now)

    def keep_call_back(self, turn: Turn, typed: str) -> None:
        """Keep the telephone number in what a citizen has typed for officers, sealed.

        The one that is given last counts. It is deleted when the bot has the conversation again.
        """
        if turn.handover.state in handover.OFFICERS_HEAR and (
            sealed := self._seal.numbers_in(typed)
        ):
            self._set(turn, call_back=sealed)

    def call_back(self, conversation_id: str, officer: str) -> str | None:
        """The telephone number that a citizen has left, for the officer who has accepted.

        Raises `HandoverRefused` for anyone else and for one sealed with another key, or
        `ConversationNotFound`.
        """
        with self._conversations.turn(conversation_id) as turn:
            handover.check_held_by(turn.handover, officer)
            sealed = self._sealed_call_back(turn)
        return self._seal.opened(sealed) if sealed else None

    def accept(self, conversation_id: str, officer: str) -> int:
        """An officer takes a conversation; the cursor of its last event.

        Raises `HandoverRefused` or `ConversationNotFound`.
        """
        with self._conversations.turn(conversation_id) as turn:
            before = turn.handover
            turn.handover = handover.accept(before, turn.now, officer)
            if before.state is not State.WITH_OFFICER:
                HANDOVERS.labels(event="accept").inc()
                self._say(turn, wording.accepted(officer))
            return turn.last_cursor

    def officer_says(self, conversation_id: str, officer: str, client_id: str, text: str) -> int:
        """An officer writes; the cursor of the message, the same for the same `client_id`.

        Raises `HandoverRefused` or `ConversationNotFound`.
        """
        with self._conversations.turn(conversation_id) as turn:
            if (earlier := turn.cursor_of(client_id)) is not None:
                return earlier
            turn.handover = handover.officer_message(turn.handover, turn.now, officer)
            return turn.append(
                Speaker.OFFICER, text, custom={"officer": officer}, client_id=client_id
            )

    def hand_back(self, conversation_id: str, officer: str) -> int:
        """An officer is done; the cursor of the last event.

        Raises `HandoverRefused` or `ConversationNotFound`.
        """
        with self._conversations.turn(conversation_id) as turn:
            turn.handover = handover.hand_back(turn.handover, turn.now, officer)
            HANDOVERS.labels(event="hand_back").inc()
            self._say(turn, wording.handed_back(officer))
            return turn.last_cursor

    def check_may_be_read(self, conversation_id: str) -> None:
        """Officers see who asked for them. Raises `ConversationNotFound` for all others."""
        if self._conversations.handover(conversation_id).state is State.BOT:
            raise ConversationNotFound

    def queue(self) -> Queue:
        """Everything at the desk."""
        at_desk = self._at_desk()
        return Queue(
            office_open=self._hours.is_open(self._conversations.clock()),
            waiting=[
                Request(request.id, request.handover, request.text, position)
                for position, request in enumerate(_in(at_desk, State.WAITING), start=1)
            ],
            with_officer=_in(at_desk, State.WITH_OFFICER),
            left_messages=[
                request
                for request in at_desk
                if request.handover.state is State.LEFT_MESSAGE
                # Whoever is leaving one more has left one.
                or (request.handover.state is State.LEAVING_MESSAGE and request.handover.unanswered)
            ],
        )

    def time_out_overdue(self) -> None:
        """End what has lasted too long."""
        now = self._conversations.clock()
        overdue = [
            request.id
            for request in self._at_desk()
            if handover.is_overdue(request.handover, now, self._hours.is_open(now), self._limits)
        ]
        for conversation_id in overdue:
            try:
                with self._conversations.turn(conversation_id) as turn:
                    self._time_out(turn)
            except ConversationNotFound:
                continue  # deleted meanwhile

    def announce_positions(self) -> None:
        """Tell those who have moved up in the queue where they stand now."""
        with self._conversations.engine.connect() as connection:
            waiting = connection.execute(_WAITING).all()
        for position, row in enumerate(waiting, start=1):
            if position == row.announced or not _worth_telling(position):
                continue
            try:
                with self._conversations.turn(row.conversation_id) as turn:
                    self._announce(turn)
            except ConversationNotFound:
                continue  # deleted meanwhile

    def _announce(self, turn: Turn) -> None:
        if turn.handover.state is not State.WAITING:
            return
        position = self._position(turn)
        if position != self._announced(turn):
            self._say(turn, wording.moved_up(position), position=position)
            self._set(turn, announced=position)

    def _time_out(self, turn: Turn) -> None:
        before = turn.handover
        office_open = self._hours.is_open(turn.now)
        if not handover.is_overdue(before, turn.now, office_open, self._limits):
            return
        turn.handover = handover.time_out(before, turn.now)
        HANDOVERS.labels(event="time_out").inc()
        if before.state is State.WAITING:
            self._offer_to_leave_message(turn)
        elif before.state is State.WITH_OFFICER:
            self._say(turn, wording.officer_silent(before.officer, before.unanswered))
        else:
            self._say(turn, wording.MESSAGE_NOT_LEFT)

    def _offer_to_leave_message(self, turn: Turn) -> None:
        office_open = self._hours.is_open(turn.now)
        opens_at = None if office_open else self._hours.next_opening(turn.now)
        self._say(turn, wording.leave_message(office_open, opens_at), opens_at=opens_at)

    def _say(
        self,
        turn: Turn,
        text: str,
        *,
        position: int | None = None,
        opens_at: datetime | None = None,
    ) -> None:
        """Tell the citizen how things stand now, in words and as data."""
        now = turn.handover
        facts: dict[str, Any] = {"state": now.state.value}
        if position is not None:
            facts["position"] = position
        if now.state is State.WITH_OFFICER:
            facts["officer"] = now.officer
        if opens_at is not None:
            facts["opens_at"] = opens_at.isoformat()
        custom: dict[str, Any] = {"handover": facts}
        if way_out := _WAYS_OUT.get(now.state):
            custom["suggestions"] = [{"title": way_out, "message": way_out}]
        turn.append(Speaker.SYSTEM, text, custom=custom)

    def _position(self, turn: Turn) -> int:
        ids = [row.conversation_id for row in turn.connection.execute(_WAITING)]
        return ids.index(turn.id) + 1

    def _announced(self, turn: Turn) -> int:
        here = conversation_handover.c.conversation_id == turn.id
        query = select(conversation_handover.c.announced).where(here)
        return int(turn.connection.execute(query).scalar_one())

    def _sealed_call_back(self, turn: Turn) -> str | None:
        here = conversation_handover.c.conversation_id == turn.id
        query = select(conversation_handover.c.call_back).where(here)
        sealed: str | None = turn.connection.execute(query).scalar_one()
        return sealed

    def _set(self, turn: Turn, **values: Any) -> None:
        here = conversation_handover.c.conversation_id == turn.id
        turn.connection.execute(update(conversation_handover).where(here).values(**values))

    def _at_desk(self) -> list[Request]:
        last_said = (
            select(conversation_event.c.text)
            .where(
                conversation_event.c.conversation_id == conversation_handover.c.conversation_id,
                conversation_event.c.speaker == Speaker.CITIZEN.value,
            )
            .order_by(conversation_event.c.cursor.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = (
            select(conversation_handover, func.coalesce(last_said, "").label("text"))
            .where(conversation_handover.c.state != State.BOT.value)
            .order_by(*_ORDER)
        )
        with self._conversations.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [Request(row.conversation_id, handover_of(row), row.text) for row in rows]


_WAYS_OUT = {
    State.WAITING: wording.STOP_WAITING,
    State.LEAVING_MESSAGE: wording.LEAVE_NOTHING,
}
_ORDER = (conversation_handover.c.since, conversation_handover.c.conversation_id)
_WAITING = (
    select(conversation_handover.c.conversation_id, conversation_handover.c.announced)
    .where(conversation_handover.c.state == State.WAITING.value)
    .order_by(*_ORDER)
)


def _in(at_desk: list[Request], state: State) -> list[Request]:
    return [request for request in at_desk if request.handover.state is state]


def _worth_telling(position: int) -> bool:
    return position <= TOLD_EVERY_STEP or position % TOLD_EVERY_STEP == 0

"""What citizens think of an answer, or of the whole conversation."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Row

from bot.conversations.errors import FeedbackRefused
from bot.conversations.store import Conversations, Speaker, Turn
from bot.conversations.text import kept
from bot.metrics import RATINGS, THUMBS
from knowledge.database.conversation_tables import conversation_event, conversation_feedback

# The cursor under which the rating of a whole conversation is kept.
WHOLE_CONVERSATION = 0


class Thumb(StrEnum):
    UP = "up"
    DOWN = "down"


class Feedback:
    """Every method may be called from any thread. What is said again replaces what was said."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations

    def judge(
        self, conversation_id: str, cursor: int, thumb: Thumb, reasons: list[str], comment: str
    ) -> None:
        """A thumb for an answer of bot or officer, with names of reasons and words of one's own.

        Raises `FeedbackRefused` or `ConversationNotFound`.
        """
        with self._conversations.turn(conversation_id) as turn:
            answer = _answer_at(turn, cursor)
            _replace(turn, cursor, thumb=thumb.value, reasons=reasons, comment=kept(comment))
        kind = (answer.custom or {}).get("kind", answer.speaker)
        THUMBS.labels(thumb=thumb.value, kind=kind).inc()

    def rate(self, conversation_id: str, rating: int) -> None:
        """One to five stars for the conversation. Raises `ConversationNotFound`."""
        with self._conversations.turn(conversation_id) as turn:
            _replace(turn, WHOLE_CONVERSATION, rating=rating, reasons=[], comment="")
        RATINGS.labels(rating=str(rating)).inc()


def _answer_at(turn: Turn, cursor: int) -> Row:
    answer = turn.connection.execute(
        select(conversation_event.c.speaker, conversation_event.c.custom).where(
            conversation_event.c.conversation_id == turn.id,
            conversation_event.c.cursor == cursor,
            conversation_event.c.speaker.in_([Speaker.BOT.value, Speaker.OFFICER.value]),
        )
    ).first()
    if answer is None:
        raise FeedbackRefused
    return answer


def _replace(turn: Turn, cursor: int, **values: Any) -> None:
    here = (conversation_feedback.c.conversation_id == turn.id) & (
        conversation_feedback.c.cursor == cursor
    )
    turn.connection.execute(delete(conversation_feedback).where(here))
    turn.connection.execute(
        insert(conversation_feedback).values(
            conversation_id=turn.id, cursor=cursor, at=turn.now, **values
        )
    )

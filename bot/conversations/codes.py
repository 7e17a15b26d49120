"""Short codes that continue a conversation on another device, or after a telephone call."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from bot.conversations.errors import CodeRefused
from bot.conversations.store import Conversations, Opened
from bot.conversations.tries import Limit, Tries
from knowledge.database.conversation_tables import conversation_code

# Without what looks alike: 0 O Q D, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V.
ALPHABET = "3479ACEFHJKMNPRTWXY"
LENGTH = 6
VALID = timedelta(minutes=10)

ISSUED = Limit("code_issued", allowed=10, period=timedelta(minutes=10))
WRONG = Limit("code_wrong", allowed=5, period=timedelta(minutes=15))


@dataclass(frozen=True)
class Code:
    """A code and until when it may be used, once."""

    code: str
    expires_at: datetime


class Codes:
    """Every method may be called from any thread."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._issued = Tries(conversations, ISSUED)
        self._wrong = Tries(conversations, WRONG)

    def issue(self, conversation_id: str) -> Code:
        """A new code for a conversation, in place of the one before.

        Raises `TooManyTries` or `ConversationNotFound`.
        """
        self._issued.count(conversation_id)
        while True:
            code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            try:
                return self._store(conversation_id, code)
            except IntegrityError:  # somebody else has this code now
                continue

    def redeem(self, code: str, caller: str) -> Opened:
        """Continue the conversation of a code, with a secret of its own.

        `caller` is who types it. Raises `CodeRefused`, or `TooManyTries` after too many wrong ones.
        """
        # Counted first, so that guesses made at the same moment are all counted.
        self._wrong.count(caller)
        conversation_id = self._take(code)
        if conversation_id is None:
            raise CodeRefused
        self._wrong.take_back(caller)
        return self._conversations.add_secret(conversation_id)

    def _store(self, conversation_id: str, code: str) -> Code:
        with self._conversations.turn(conversation_id) as turn:
            outdated = (conversation_code.c.conversation_id == conversation_id) | (
                conversation_code.c.expires_at <= turn.now
            )
            turn.connection.execute(delete(conversation_code).where(outdated))
            issued = Code(code, turn.now + VALID)
            turn.connection.execute(
                insert(conversation_code).values(
                    conversation_id=conversation_id, code=code, expires_at=issued.expires_at
                )
            )
        return issued

    def _take(self, code: str) -> str | None:
        """The conversation of a code that is valid, which it is no longer then."""
        here = conversation_code.c.code == as_issued(code)
        fresh = here & (conversation_code.c.expires_at > self._conversations.clock())
        with self._conversations.engine.begin() as connection:
            found: str | None = connection.execute(
                select(conversation_code.c.conversation_id).where(fresh)
            ).scalar()
            taken = connection.execute(delete(conversation_code).where(fresh)).rowcount
        return found if taken else None


def as_issued(typed: str) -> str:
    """A code as it was issued, however it was typed: `ac3-4ef`, `AC3 4EF`."""
    return "".join(filter(str.isalnum, typed)).upper()

"""How much one caller may ask of the portal: enough for many people behind one address."""

from __future__ import annotations

from datetime import timedelta

from bot.conversations.store import Conversations
from bot.conversations.tries import Limit, Tries


class CallerLimits:
    """Every method may be called from any thread. A caller that is empty is not counted."""

    def __init__(
        self, conversations: Conversations, conversations_allowed: int, messages_allowed: int
    ) -> None:
        """How many conversations a caller may begin in ten minutes, and messages in one minute."""
        self._beginnings = Tries(
            conversations,
            Limit(
                "conversation",
                conversations_allowed,
                timedelta(minutes=10),
                "Dạ, từ mạng của anh/chị đang có quá nhiều cuộc trò chuyện mới.",
            ),
        )
        self._messages = Tries(
            conversations,
            Limit(
                "message",
                messages_allowed,
                timedelta(minutes=1),
                "Dạ, từ mạng của anh/chị đang có quá nhiều tin nhắn.",
            ),
        )

    def count_conversation(self, caller: str) -> None:
        """A conversation is about to begin. Raises `TooManyTries`."""
        if caller:
            self._beginnings.count(caller)

    def count_message(self, caller: str) -> None:
        """A message is about to be taken in. Raises `TooManyTries`."""
        if caller:
            self._messages.count(caller)

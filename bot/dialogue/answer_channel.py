"""Collects what the bot says in one turn, each utterance as one message with its Answer."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

from bot.rest_message import message_from_rasa


class AnswerChannel(CollectingOutputChannel):
    """Rasa's collecting channel splits text and custom data into two messages; this keeps one."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(message_from_rasa(recipient_id, message))

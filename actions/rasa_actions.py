"""The rasa-sdk actions: each hands a turn to `actions.conversation` and utters its Answer.

They run in the bot's own process, or in a server of their own: `rasa run actions`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import conversation
from actions.answer import Answer, Kind
from actions.conversation import Reply, Turn
from knowledge.errors import KnowledgeError
from knowledge.library import Library, open_library
from settings import get_settings

log = structlog.get_logger()

UNAVAILABLE = Answer(
    kind=Kind.ERROR,
    text=(
        "Dạ, hệ thống đang có trục trặc nên em chưa tra được hồ sơ. Anh/chị thử lại sau ít phút, "
        "hoặc gọi tổng đài 1022 ạ."
    ),
)


class ConversationAction(Action, ABC):
    """An action that answers from the library. Subclasses say how it is decided."""

    action_name: str

    @abstractmethod
    def decide(self, turn: Turn, library: Library) -> Reply:
        """What to say next."""

    def name(self) -> str:
        return self.action_name

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        try:
            library = open_library(get_settings().database_url)
            turn = turn_of(tracker)
            reply = self.decide(turn, library).remembering(turn)
        except KnowledgeError as error:
            log.error("action.knowledge_unavailable", action=self.action_name, error=str(error))
            reply = Reply(UNAVAILABLE)
        answer = reply.answer
        dispatcher.utter_message(
            text=answer.text,
            buttons=[
                {"title": suggestion.title, "payload": suggestion.message}
                for suggestion in answer.suggestions
            ],
            json_message=answer.payload(),
        )
        return [SlotSet(name, value) for name, value in reply.slots.items()]


class ActionAnswer(ConversationAction):
    """Answers a question about a procedure or an FAQ, offers a choice, or admits not knowing."""

    action_name = "action_answer"

    def decide(self, turn: Turn, library: Library) -> Reply:
        return conversation.answer(turn, library)


class ActionChoose(ConversationAction):
    """Takes the option that the person chose."""

    action_name = "action_choose"

    def decide(self, turn: Turn, library: Library) -> Reply:
        return conversation.choose(turn, library)


class ActionDeny(ConversationAction):
    """Puts away options that were all wrong."""

    action_name = "action_deny"

    def decide(self, turn: Turn, library: Library) -> Reply:
        return conversation.deny(turn, library)


class ActionRepeat(ConversationAction):
    """Says the last answer again."""

    action_name = "action_repeat"

    def decide(self, turn: Turn, library: Library) -> Reply:
        return conversation.repeat(turn, library)


class ActionOffice(ConversationAction):
    """Says where the counter of a ward is."""

    action_name = "action_office"

    def decide(self, turn: Turn, library: Library) -> Reply:
        return conversation.office(turn, library)


class ActionMenu(ConversationAction):
    """Says what the assistant can do."""

    action_name = "action_menu"

    def decide(self, turn: Turn, library: Library) -> Reply:
        return conversation.menu(turn, library)


def turn_of(tracker: Tracker) -> Turn:
    """The last message of a conversation and what the conversation remembers."""
    message = tracker.latest_message or {}
    return Turn(
        text=message.get("normalised_text") or message.get("text") or "",
        intent=(message.get("intent") or {}).get("name") or "",
        link=message.get("link") or {},
        procedure=tracker.get_slot("procedure"),
        asked_aspect=tracker.get_slot("aspect"),
        options=tracker.get_slot("options") or (),
        topics=tracker.get_slot("topics") or (),
        also_asked=message.get("aspects_asked") or (),
        ward=tracker.get_slot("ward"),
        wards_said=[
            entity for entity in message.get("entities") or () if entity.get("entity") == "ward"
        ],
        last_answer=_last_answer(tracker),
    )


def _last_answer(tracker: Tracker) -> dict[str, Any] | None:
    for event in reversed(tracker.events):
        if event.get("event") == "bot":
            custom = (event.get("data") or {}).get("custom")
            if custom and custom.get("text"):
                return dict(custom)
    return None

"""The custom actions of the stock Rasa bot, as a rasa-sdk project has them.

Each looks the message up among the same records and answers a text of fixed length, so that a
stock turn has a search and an answer in it, as a turn of ours has.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from knowledge.library import open_library
from knowledge.records import Procedure
from settings import get_settings

ANSWER_CHARACTERS = 300


class LookUp(Action, ABC):
    """Answers with the name of the record that search finds first."""

    @abstractmethod
    def name(self) -> str:
        """The name in the domain."""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        library = open_library(get_settings().database_url)
        hits = library.search(tracker.latest_message.get("text") or "", 1)
        name = "Không tìm thấy."
        if hits:
            record = hits[0].record
            name = record.name if isinstance(record, Procedure) else record.question
        dispatcher.utter_message(text=name.ljust(ANSWER_CHARACTERS, ".")[:ANSWER_CHARACTERS])
        return []


class Answer(LookUp):
    def name(self) -> str:
        return "action_answer"


class Choose(LookUp):
    def name(self) -> str:
        return "action_choose"


class Deny(LookUp):
    def name(self) -> str:
        return "action_deny"


class Repeat(LookUp):
    def name(self) -> str:
        return "action_repeat"


class Menu(LookUp):
    def name(self) -> str:
        return "action_menu"

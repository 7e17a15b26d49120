"""Settles what the person wants where the intent classifier and the linker disagree.

The classifier has seen how people ask, but not every one of the thousands of official titles; a
title it has never seen may look to it like small talk. The linker knows the titles.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.intent_names import ABOUT_A_RECORD, ASPECTS, EMERGENCY, GENERAL, OFFICE, WHERE
from bot.nlu.message_keys import ASPECTS_ASKED, CLAUSES, LINK
from bot.nlu.ward_extractor import WARD


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class IntentArbiter(GraphComponent):
    """Runs after the intent classifier and the linker."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            # Below this the classifier's first guess is no ground to act on.
            "intent_from": 0.2,
            # A dialogue act this sure stands even when the message also names a procedure.
            "act_from": 0.8,
            # A clause asks for an aspect when it is this sure.
            "clause_from": 0.55,
            # An emergency is never overruled from here on: missing one costs too much.
            "emergency_from": 0.5,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentArbiter:
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set(INTENT, self._settle(message), add_to_output=True)
            asked = self._aspects_asked(message)
            if len(asked) > 1:
                message.set(ASPECTS_ASKED, asked, add_to_output=True)
        return messages

    def _settle(self, message: Message) -> dict[str, Any]:
        intent = message.get(INTENT) or {"name": None, "confidence": 0.0}
        name, confidence = intent["name"], float(intent["confidence"])
        link = message.get(LINK) or {"decision": "unknown"}
        if name == EMERGENCY:
            if confidence >= self._config["emergency_from"]:
                return intent
            confidence = 0.0
        if self._only_names_a_ward(message, link):
            return {"name": OFFICE, "confidence": 1.0}
        if name in ABOUT_A_RECORD:
            if confidence >= self._config["intent_from"]:
                return intent
            if link["decision"] != "unknown":
                return {"name": GENERAL, "confidence": confidence}
        elif link["decision"] == "answer" and confidence < self._config["act_from"]:
            return self._best_about_a_procedure(message)
        elif confidence >= self._config["intent_from"]:
            return intent
        elif link["decision"] == "choose":
            return {"name": GENERAL, "confidence": confidence}
        return {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0 - confidence}

    def _aspects_asked(self, message: Message) -> list[str]:
        """The aspects that the clauses of a question about a record ask for."""
        if message.get(INTENT)["name"] not in ABOUT_A_RECORD:
            return []
        asked = [clause.get(INTENT) or {} for clause in message.get(CLAUSES) or ()]
        return list(
            dict.fromkeys(
                intent["name"]
                for intent in asked
                if intent.get("name") in ASPECTS
                and intent["confidence"] >= self._config["clause_from"]
            )
        )

    def _only_names_a_ward(self, message: Message, link: dict[str, Any]) -> bool:
        """«phường Thạch Thang», «em ở Hòa Khánh thì nộp ở đâu»: a ward, and no procedure."""
        if not any(found["entity"] == WARD for found in message.get(ENTITIES) or ()):
            return False
        name = (message.get(INTENT) or {}).get("name")
        if name == OFFICE:
            return True
        if name in WHERE:
            return link["decision"] != "answer" and not link.get("bare")
        return link["decision"] == "unknown" and name not in ASPECTS | {EMERGENCY}

    def _best_about_a_procedure(self, message: Message) -> dict[str, Any]:
        for intent in message.get(INTENT_RANKING_KEY) or ():
            name, confidence = intent["name"], float(intent["confidence"])
            if name in ABOUT_A_RECORD and confidence >= self._config["intent_from"]:
                return {"name": name, "confidence": confidence}
        return {"name": GENERAL, "confidence": 0.0}

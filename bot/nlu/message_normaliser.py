"""Writes each message as it would stand in a letter: full words, one way of placing tones."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_keys import NORMALISED_TEXT, TOPIC_TEXT
from vietnamese.normaliser import normalise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MessageNormaliser(GraphComponent):
    """Leaves the normalised text beside the original, which stays as the citizen typed it."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageNormaliser:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text:
                message.set(NORMALISED_TEXT, normalise(text).text, add_to_output=True)
        return messages


def topic_text(message: Message) -> str:
    """The normalised text without the wards that it names."""
    without_wards = message.get(TOPIC_TEXT)
    return normalised_text(message) if without_wards is None else str(without_wards)


def normalised_text(message: Message) -> str:
    """The normalised text of a message; empty for a message without text."""
    return message.get(NORMALISED_TEXT) or message.get(TEXT) or ""

"""Reads each message as it was meant: missing diacritics and slips of typing are put right.

What it learns from is the training data and the names of all records. The rest of the pipeline
then reads one kind of Vietnamese. What it buys is in
docs/decisions/0010-messages-are-read-as-they-were-meant.md.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_keys import AUGMENTED, NORMALISED_TEXT, TOPIC_TEXT, TYPED_TEXT
from bot.nlu.message_normaliser import normalised_text
from knowledge.library import open_library
from knowledge.records import Procedure
from settings import get_settings
from vietnamese.normaliser import normalise
from vietnamese.restoring import Restorer


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class TextRestorer(GraphComponent):
    """Runs after all that reads a message as it was typed. Training data stays as it is."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, restorer: Restorer | None = None
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._restorer = restorer or Restorer({})

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TextRestorer:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TextRestorer:
        with model_storage.read_from(resource) as directory:
            kept = json.loads((directory / "restorer.json").read_text(encoding="utf-8"))
        return cls(model_storage, resource, Restorer.from_json(kept))

    def train(self, training_data: TrainingData) -> Resource:
        written = (
            normalised_text(message)
            for message in training_data.intent_examples
            if not message.get("metadata", {}).get("example", {}).get(AUGMENTED)
        )
        self._restorer = Restorer.fit([*written, *_names()])
        with self._model_storage.write_to(self._resource) as directory:
            (directory / "restorer.json").write_text(
                json.dumps(self._restorer.as_json(), ensure_ascii=False), encoding="utf-8"
            )
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            typed = normalised_text(message)
            restored = self._restorer.restored(typed)
            if restored != typed:
                message.set(TYPED_TEXT, typed)
                message.set(NORMALISED_TEXT, restored, add_to_output=True)
            topic = message.get(TOPIC_TEXT)
            if topic is not None:
                message.set(TOPIC_TEXT, self._restorer.restored(topic))
        return messages


def typed_text(message: Message) -> str:
    """The normalised text as it was typed, before anything was restored."""
    return str(message.get(TYPED_TEXT) or normalised_text(message))


def _names() -> list[str]:
    """All that live records are called."""
    return [
        normalise(name).text
        for _, _, record in open_library(get_settings().database_url).searched()
        for name in (
            (record.name, *record.aliases)
            if isinstance(record, Procedure)
            else (record.question, *record.phrasings)
        )
    ]

"""Finds the wards, communes and former districts that a message names.

Leaves Rasa entities `ward`, with positions in the text as the citizen typed it:

    {"entity": "ward", "value": "20242" or "20242|20257", "start", "end", "extractor",
     "name", "wards": [codes], "former", "district", "whole_district"}
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_keys import TOPIC_TEXT
from knowledge.library import Library, open_library
from settings import get_settings
from vietnamese.normaliser import normalise

WARD = "ward"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class WardExtractor(GraphComponent, EntityExtractorMixin):
    """Needs no training: it knows the names from the ward records."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    def __init__(self, library: Library) -> None:
        self._library = library

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WardExtractor:
        return cls(open_library(get_settings().database_url))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._extract(message)
        return messages

    def _extract(self, message: Message) -> None:
        normalised = normalise(message.get(TEXT) or "")
        entities = []
        topic = normalised.text
        for mention in reversed(self._library.wards.find(normalised.text)):
            start, end = normalised.to_original(mention.start, mention.end)
            entities.append(
                {
                    "entity": WARD,
                    "value": "|".join(mention.wards),
                    "start": start,
                    "end": end,
                    "name": mention.name,
                    "wards": list(mention.wards),
                    "former": mention.former,
                    "district": mention.district,
                    "whole_district": mention.whole_district,
                }
            )
            topic = f"{topic[: mention.start].rstrip()} {topic[mention.end :].lstrip()}".strip()
        if entities:
            found = message.get(ENTITIES, []) + self.add_extractor_name(entities[::-1])
            message.set(ENTITIES, found, add_to_output=True)
            # Where somebody lives says nothing of what the message is about.
            message.set(TOPIC_TEXT, topic)

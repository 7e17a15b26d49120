"""Adds to the training data what citizens make of it: no diacritics, slang, slips, lost tones.

The copies exist only while training; what is written in `nlu_data/` stays clean. The same seed
makes the same copies.
"""

from __future__ import annotations

import random
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_keys import AUGMENTED
from vietnamese import noise

KINDS = {
    "without_diacritics": noise.without_diacritics,
    "teencode": noise.teencode,
    "typo": noise.typo,
    "dropped_tones": noise.dropped_tones,
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TrainingAugmenter(GraphComponent):
    """Multiplies training messages; leaves messages of citizens alone."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"kinds": ["without_diacritics", "typo"], "seed": 42}

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TrainingAugmenter:
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        rng = random.Random(self._config["seed"])
        messages = list(training_data.training_examples)
        seen = {message.get(TEXT) for message in messages}
        for kind in self._config["kinds"]:
            for message in training_data.intent_examples:
                text = KINDS[kind](message.get(TEXT), rng)
                if text in seen:
                    continue
                seen.add(text)
                messages.append(
                    Message.build(
                        text,
                        intent=message.get(INTENT),
                        intent_metadata=message.get("metadata", {}).get("intent"),
                        example_metadata={AUGMENTED: True},
                    )
                )
        return TrainingData(
            messages,
            entity_synonyms=training_data.entity_synonyms,
            regex_features=training_data.regex_features,
            lookup_tables=training_data.lookup_tables,
            responses=training_data.responses,
        )

    def process(self, messages: list[Message]) -> list[Message]:
        return messages

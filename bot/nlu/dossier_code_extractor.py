"""Finds the codes of dossiers that a message names, whole or in part.

Leaves Rasa entities `dossier_code`, with positions in the text as the citizen typed it; the value
is the code as the one-stop system writes it. A message with a whole code asks for that dossier,
whatever else it looks like.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.intent_names import DOSSIER_STATUS, EMERGENCY
from knowledge.dossiers.codes import CodeMention, find_codes
from vietnamese.text import syllables

DOSSIER_CODE = "dossier_code"
# A part of a code among more words than this may be any two numbers.
FEW_WORDS = 8


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DossierCodeExtractor(GraphComponent, EntityExtractorMixin):
    """Needs no training. Runs last, for it settles the intent of a message with a code."""

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
    ) -> DossierCodeExtractor:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            mentions = find_codes(text)
            if not mentions:
                continue
            entities = self.add_extractor_name([_entity(mention) for mention in mentions])
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
            if _asks_for_it(mentions, text, message):
                intent = {"name": DOSSIER_STATUS, "confidence": 1.0}
                message.set(INTENT, intent, add_to_output=True)
        return messages


def _entity(mention: CodeMention) -> dict[str, Any]:
    return {
        "entity": DOSSIER_CODE,
        "value": str(mention.code),
        "start": mention.start,
        "end": mention.end,
    }


def _asks_for_it(mentions: list[CodeMention], text: str, message: Message) -> bool:
    if (message.get(INTENT) or {}).get("name") == EMERGENCY:
        return False
    if any(mention.code.complete for mention in mentions):
        return True
    rest = text[: mentions[0].start] + text[mentions[-1].end :]
    return len(syllables(rest)) <= FEW_WORDS

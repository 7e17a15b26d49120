"""Takes a message with several questions apart: «lệ phí bao nhiêu và mấy ngày thì có».

The clauses are messages of their own for the featurizer and the intent classifier, which leave
their findings on them; the arbiter puts them together again.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_keys import CLAUSES, NORMALISED_TEXT
from bot.nlu.message_normaliser import normalised_text
from vietnamese.text import syllables

# What stands between two questions, as words or as signs.
_BETWEEN = re.compile(
    r"[,;?!\n]+|\.(?=\s|$)|\s(?:và|với lại|với|cùng với|rồi|còn|lẫn|luôn cả|xong rồi)\s",
    re.IGNORECASE,
)
# A message of more questions is told apart by nobody.
MOST = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ClauseSplitter(GraphComponent):
    """Leaves the clauses on a message that has more than one."""

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
    ) -> ClauseSplitter:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            clauses = clauses_of(normalised_text(message))
            if len(clauses) > 1:
                message.set(
                    CLAUSES,
                    [Message({TEXT: clause, NORMALISED_TEXT: clause}) for clause in clauses],
                )
        return messages


def clauses_of(text: str) -> list[str]:
    """The parts of a text that may each ask something; the text itself where it has one part."""
    parts = [part.strip() for part in _BETWEEN.split(f" {text} ")]
    clauses = [part for part in parts if syllables(part)]
    return clauses if 1 < len(clauses) <= MOST else [text]


def with_clauses(messages: list[Message]) -> list[Message]:
    """The messages, and the clauses of those that have some."""
    return [part for message in messages for part in (message, *(message.get(CLAUSES) or ()))]

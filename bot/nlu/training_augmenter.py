"""Adds to the training data what citizens make of it: names, no diacritics, slips, and the
questions of those who tell a story.

The copies exist only while training; what is written in `nlu_data/` stays clean. The same seed
makes the same copies.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.aspect_cues import has_cue
from bot.nlu.clause_splitter import clauses_of, is_long
from bot.nlu.intent_names import ASPECTS, GENERAL
from bot.nlu.message_keys import AUGMENTED, PROCEDURE_METADATA, TEACHES_NO_INTENT
from bot.nlu.training_messages import TrainingMessages
from knowledge.library import open_library
from settings import get_settings
from vietnamese import noise

KINDS = {
    "without_diacritics": noise.without_diacritics,
    "teencode": noise.teencode,
    "typo": noise.typo,
    "dropped_tones": noise.dropped_tones,
}

# How a name stands in a question about it.
PATTERNS = ("{0} {1}", "{1} {0}", "{0} của thủ tục {1}", "{1} thì {0}")
# Words; nobody says a longer name in a question.
LONGEST_NAME = 7


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TrainingAugmenter(GraphComponent):
    """Multiplies training messages; leaves messages of citizens alone."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "name_records": True,
            "kinds": [],
            # Of what is said for a procedure in general there is so much that some of it will do.
            "copied_of_general": 0.3,
            # More short messages of one intent, or long ones, add minutes to the training of the
            # intents and nothing else; they teach which record a message is about.
            "messages_per_intent": 1200,
            "seed": 42,
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
    ) -> TrainingAugmenter:
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        rng = random.Random(self._config["seed"])
        written = [_whole(message) for message in training_data.intent_examples]
        requests = [
            request for message in training_data.intent_examples for request in _requests(message)
        ]
        named = _with_names(written, rng) if self._config["name_records"] else []
        others = [message for message in training_data.training_examples if not message.get(INTENT)]
        messages = [*written, *others, *requests, *named]
        seen = {message.get(TEXT) for message in messages}
        copied = [
            message
            for message in [*written, *named]
            if message.get(INTENT) != GENERAL or rng.random() < self._config["copied_of_general"]
        ]
        for kind in self._config["kinds"]:
            for message in copied:
                text = KINDS[kind](message.get(TEXT), rng)
                if text not in seen:
                    seen.add(text)
                    messages.append(_copy(message, text))
        _keep_from_intents(self._config["messages_per_intent"], messages, rng)
        return TrainingMessages(
            messages,
            entity_synonyms=training_data.entity_synonyms,
            regex_features=training_data.regex_features,
            lookup_tables=training_data.lookup_tables,
            responses=training_data.responses,
        )

    def process(self, messages: list[Message]) -> list[Message]:
        return messages


def _whole(message: Message) -> Message:
    """A long message is about a procedure in general: what is told in it says nothing of an aspect.

    `bot.nlu.intent_arbiter` finds the aspect in what the message requests.
    """
    if message.get(INTENT) in ASPECTS and is_long(message.get(TEXT)):
        message = _copy(message, message.get(TEXT), augmented=False)
        message.set(INTENT, GENERAL)
    return message


def _requests(message: Message) -> list[Message]:
    """The clauses of a long message that ask for its aspect, as messages of their own."""
    text, intent = message.get(TEXT), message.get(INTENT)
    if intent not in ASPECTS or not is_long(text):
        return []
    return [_copy(message, clause) for clause in clauses_of(text) if has_cue(clause, intent)]


def _with_names(messages: Sequence[Message], rng: random.Random) -> list[Message]:
    """Each question about an aspect once more, with the name of some procedure in it.

    Without them the classifier takes a procedure's name for a sign of `ask_procedure`.
    """
    names = _short_names()
    return [
        _copy(message, rng.choice(PATTERNS).format(message.get(TEXT), rng.choice(names)))
        for message in messages
        if names and message.get(INTENT) in ASPECTS and not _is_about_a_procedure(message)
    ]


def _keep_from_intents(count: int, messages: Iterable[Message], rng: random.Random) -> None:
    """Mark all but so many short messages of each intent, and so many long ones, drawn by lot."""
    groups: dict[tuple[str, bool], list[Message]] = {}
    for message in messages:
        group = (message.get(INTENT), is_long(message.get(TEXT) or ""))
        groups.setdefault(group, []).append(message)
    for found in groups.values():
        for message in rng.sample(found, max(len(found) - count, 0)):
            message.set(TEACHES_NO_INTENT, True)


def _copy(message: Message, text: str, augmented: bool = True) -> Message:
    return Message.build(
        text,
        intent=message.get(INTENT),
        intent_metadata=message.get("metadata", {}).get("intent"),
        example_metadata={AUGMENTED: augmented},
    )


def _is_about_a_procedure(message: Message) -> bool:
    return PROCEDURE_METADATA in (message.get("metadata", {}).get("intent") or {})


def _short_names() -> list[str]:
    """The names that people would say in a question, of all procedures."""
    return sorted(
        name
        for item in open_library(get_settings().database_url).procedures()
        for name in (item.name, *item.aliases)
        if len(name.split()) <= LONGEST_NAME
    )

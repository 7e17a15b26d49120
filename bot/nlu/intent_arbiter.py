"""Settles what the person wants where the intent classifier and the linker disagree.

The classifier has seen how people ask, but not every one of the thousands of official titles; a
title it has never seen may look to it like small talk. The linker knows the titles.
"""

from __future__ import annotations

import math
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.aspect_cues import asks_for_papers, asks_in_general, cued_aspects, has_cue
from bot.nlu.clause_splitter import is_long
from bot.nlu.emergency_cues import speaks_calmly, speaks_of_danger
from bot.nlu.intent_names import (
    ABOUT_A_RECORD,
    ASPECTS,
    DOCUMENTS,
    DOSSIER_STATUS,
    EMERGENCY,
    GENERAL,
    LEGAL_DISPUTE,
    OFFICE,
    OUT_OF_SCOPE,
    TALK,
    WHERE,
)
from bot.nlu.message_keys import ASPECTS_ASKED, CLAUSES, LINK
from bot.nlu.message_normaliser import normalised_text
from bot.nlu.text_restorer import typed_text
from bot.nlu.ward_extractor import WARD
from vietnamese.text import syllables

# So few words are a clause that the classifier cannot be sure of.
FEW_WORDS = 4
# Words without diacritics that ask what became of a ward, or only say that it is one.
ASKS_OF_A_WARD = frozenset(
    """
    ay bay cai chi chu cu day doi gi gio goi hien hom khu la moi nao nay nha nhap o phuong quan ra
    rang roi rua sap sau ten thanh thi thon thuoc to truoc tui van xa
    """.split()  # noqa: SIM905 - a word list reads better as text
)
# What the classifier and the linker say together of what is out of scope: a logistic regression on
# the `dev` half of the questions of benchmarks/understanding, which neither has seen.
CLASSIFIED, LINKED, NEITHER, UNLINKED, FAMILY = 1.47, 1.23, 2.07, 0.05, 0.85
# The score in search from which a record is named.
NAMED_FROM = 0.6


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
            # One less sure stands when the message may only be about several.
            "act_beside_choice_from": 0.35,
            # A message without a word of the aspect asks for it when the classifier is this sure.
            "aspect_without_cue_from": 0.5,
            # A clause asks for an aspect when it is this sure.
            "clause_from": 0.45,
            # One clause alone decides for a message that seems general from here on.
            "single_clause_from": 0.7,
            # A dispute this sure gets no answer from a record that looks like it, unless the log
            # odds for the record are higher by so much: settling it may be a procedure.
            "dispute_from": 0.4,
            "record_over_dispute": 1.9,
            # Outside from this probability on, see `_outside`.
            "outside_from": 0.32,
            # What no record looks like is rather not known than outside, below this.
            "outside_alone_from": 0.1,
            # An emergency is never overruled: missing one costs too much. A word of danger is
            # enough for one that the classifier hardly thinks of.
            "emergency_from": 0.6,
            "emergency_in_danger_from": 0.04,
            "emergency_in_calm_from": 0.8,
            # Who names a procedure as surely as this is calm.
            "calm_from": 0.96,
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
            if is_long(normalised_text(message)) and message.get(INTENT)["name"] in ABOUT_A_RECORD:
                # What is told before and after the question says nothing of the aspect.
                message.set(INTENT, _first_or_general(asked), add_to_output=True)
            if len(asked) > 1:
                message.set(ASPECTS_ASKED, list(asked), add_to_output=True)
            elif asked and message.get(INTENT)["name"] == GENERAL:
                ((name, confidence),) = asked.items()
                if confidence >= self._config["single_clause_from"]:
                    found = {"name": name, "confidence": confidence}
                    message.set(INTENT, found, add_to_output=True)
        return messages

    def _settle(self, message: Message) -> dict[str, Any]:
        intent = message.get(INTENT) or {"name": None, "confidence": 0.0}
        name, confidence = intent["name"], float(intent["confidence"])
        link = message.get(LINK) or {"decision": "unknown"}
        if self._is_an_emergency(message):
            return {"name": EMERGENCY, "confidence": confidence}
        if name == EMERGENCY:
            confidence = 0.0
        if self._only_names_a_ward(message, link):
            return {"name": OFFICE, "confidence": 1.0}
        if link.get("only_traits") and name not in ASPECTS | TALK:
            return {"name": GENERAL, "confidence": confidence}
        if self._seems_outside(message, link):
            return {"name": OUT_OF_SCOPE, "confidence": confidence}
        text = normalised_text(message)
        if name == DOSSIER_STATUS and asks_for_papers(text):
            return {"name": DOCUMENTS, "confidence": confidence}
        if name == LEGAL_DISPUTE and confidence >= self._config["dispute_from"]:
            is_dispute = self._is_dispute(confidence, link)
            return intent if is_dispute else self._best_about_a_procedure(message)
        if name in ASPECTS and not has_cue(text, name):
            unsure = confidence < self._config["aspect_without_cue_from"]
            if (link["decision"] == "answer" and unsure) or asks_in_general(text):
                return {"name": GENERAL, "confidence": confidence}
        if name in ABOUT_A_RECORD:
            if confidence >= self._config["intent_from"]:
                return intent
            if link["decision"] != "unknown":
                return {"name": GENERAL, "confidence": confidence}
        elif link["decision"] != "unknown" and confidence < self._act_from(link):
            return self._best_about_a_procedure(message)
        elif confidence >= self._config["intent_from"]:
            return intent
        return {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1.0 - confidence}

    def _act_from(self, link: dict[str, Any]) -> float:
        """How sure a dialogue act must be beside the records that were found."""
        named = link["decision"] == "answer" or link.get("family")
        return float(self._config["act_from" if named else "act_beside_choice_from"])

    def _aspects_asked(self, message: Message) -> dict[str, float]:
        """The aspects that the clauses of a question about a record ask for, and how surely."""
        if message.get(INTENT)["name"] not in ABOUT_A_RECORD:
            return {}
        needs_cue = is_long(normalised_text(message))
        asked: dict[str, float] = {}
        for clause in message.get(CLAUSES) or ():
            intent = clause.get(INTENT) or {"name": None, "confidence": 0.0}
            text = normalised_text(clause)
            if len(syllables(text)) <= FEW_WORDS and len(cues := cued_aspects(text)) == 1:
                # «phí với thời gian»: a word or two, too few for the classifier to be sure.
                intent = {"name": cues[0], "confidence": 1.0}
            if needs_cue and not has_cue(text, intent["name"]):
                continue
            if intent["name"] in ASPECTS and intent["confidence"] >= self._config["clause_from"]:
                asked.setdefault(intent["name"], intent["confidence"])
        return asked

    def _is_an_emergency(self, message: Message) -> bool:
        # «chay» may have been restored as «chạy»: what was typed counts too.
        texts = {normalised_text(message), typed_text(message)}
        confidence = _confidence(message, EMERGENCY)
        link = message.get(LINK) or {}
        if all(speaks_calmly(text) for text in texts) or _is_named(link, self._config["calm_from"]):
            return confidence >= self._config["emergency_in_calm_from"]
        if any(speaks_of_danger(text) for text in texts):
            return confidence >= self._config["emergency_in_danger_from"]
        return confidence >= self._config["emergency_from"]

    def _seems_outside(self, message: Message, link: dict[str, Any]) -> bool:
        """Whether the message is about something else, for all that a record looks like it."""
        if link.get("bare") or link.get("only_traits"):
            return False
        name = (message.get(INTENT) or {}).get("name")
        if name != OUT_OF_SCOPE and name not in ABOUT_A_RECORD:
            return False
        classified = _confidence(message, OUT_OF_SCOPE)
        best = max((found["confidence"] for found in link.get("candidates") or ()), default=0.0)
        if not best and classified < self._config["outside_alone_from"]:
            return False
        if link.get("family"):
            best = max(best, FAMILY)
        outside = _outside(classified, float(best))
        return outside >= float(self._config["outside_from"])

    def _is_dispute(self, confidence: float, link: dict[str, Any]) -> bool:
        """Whether a message that sounds like a dispute is one, and not about a record."""
        if link["decision"] != "answer":
            return True
        ahead = _log_odds(link["candidates"][0]["confidence"]) - _log_odds(confidence)
        return bool(ahead < self._config["record_over_dispute"])

    def _only_names_a_ward(self, message: Message, link: dict[str, Any]) -> bool:
        """«phường Thạch Thang», «em ở Hòa Khánh thì nộp ở đâu»: a ward, and no procedure."""
        if not any(found["entity"] == WARD for found in message.get(ENTITIES) or ()):
            return False
        if link["decision"] != "unknown" and is_long(normalised_text(message)):
            return False
        name = (message.get(INTENT) or {}).get("name")
        if name == OFFICE or ((naming := link.get("naming")) and ASKS_OF_A_WARD.issuperset(naming)):
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


def _confidence(message: Message, name: str) -> float:
    """How likely the classifier takes the message for the intent `name`."""
    ranking = message.get(INTENT_RANKING_KEY) or [message.get(INTENT) or {}]
    return sum(float(found["confidence"]) for found in ranking if found.get("name") == name)


def _outside(classified: float, linked: float) -> float:
    """The probability that a message is about no record.

    `classified` is how likely the intent classifier takes it for out of scope, `linked` how likely
    the linker takes it for one about its best record.
    """
    said = CLASSIFIED * _log_odds(classified) - LINKED * _log_odds(max(linked, UNLINKED)) + NEITHER
    return 1 / (1 + math.exp(-said))


def _first_or_general(asked: dict[str, float]) -> dict[str, Any]:
    """The first aspect that is asked for; the procedure in general where none is."""
    name, confidence = next(iter(asked.items()), (GENERAL, 0.0))
    return {"name": name, "confidence": confidence}


def _log_odds(probability: float) -> float:
    held = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(held / (1 - held))


def _is_named(link: dict[str, Any], confidence: float) -> bool:
    """Whether the message names the record it is linked to, rather than just looks like it.

    `confidence` is what the linker must have in it.
    """
    if link.get("decision") != "answer" or not link.get("candidates"):
        return False
    best = link["candidates"][0]
    named = best.get("reasons", {}).get("search", 0.0) >= NAMED_FROM
    return bool(named and best["confidence"] >= confidence)

"""Who is believed when the intent classifier and the linker disagree."""

from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.intent_arbiter import IntentArbiter
from bot.nlu.message_keys import LINK


@pytest.fixture
def arbiter(
    storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> IntentArbiter:
    return IntentArbiter.create(IntentArbiter.get_default_config(), storage, resource, context)


def settled(arbiter: IntentArbiter, link: str, *ranking: tuple[str, float]) -> str:
    """The intent that stands, given the linker's decision and the classifier's guesses."""
    message = Message.build("…")
    guesses = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    message.set(INTENT, guesses[0])
    message.set(INTENT_RANKING_KEY, guesses)
    message.set(LINK, {"decision": link, "candidates": []})
    [processed] = arbiter.process([message])
    return str(processed.get(INTENT)["name"])


@pytest.mark.parametrize(
    ("link", "ranking", "stands"),
    [
        # A question about a record stands when the classifier is sure enough of it,
        ("answer", [("ask_fee", 0.9)], "ask_fee"),
        ("unknown", [("ask_fee", 0.4)], "ask_fee"),
        # and is one about the record in general when it is not but a record is known.
        ("answer", [("ask_fee", 0.1)], "ask_procedure"),
        ("choose", [("ask_fee", 0.1)], "ask_procedure"),
        ("unknown", [("ask_fee", 0.1)], "nlu_fallback"),
        # A dialogue act stands against a record only when it is very sure,
        ("answer", [("thank", 0.9)], "thank"),
        ("answer", [("thank", 0.5), ("ask_fee", 0.4)], "ask_fee"),
        ("answer", [("thank", 0.5), ("deny", 0.4)], "ask_procedure"),
        # and against a mere guess of records when it is sure enough.
        ("choose", [("thank", 0.5)], "thank"),
        ("choose", [("thank", 0.1)], "ask_procedure"),
        ("unknown", [("thank", 0.5)], "thank"),
        ("unknown", [("thank", 0.1)], "nlu_fallback"),
        # An emergency is never overruled, and never guessed.
        ("answer", [("emergency", 0.6)], "emergency"),
        ("unknown", [("emergency", 0.6)], "emergency"),
        ("unknown", [("emergency", 0.2)], "nlu_fallback"),
        ("answer", [("emergency", 0.2), ("ask_place", 0.5)], "ask_place"),
    ],
)
def test_the_decision_table(
    arbiter: IntentArbiter, link: str, ranking: list[tuple[str, float]], stands: str
) -> None:
    assert settled(arbiter, link, *ranking) == stands


def test_a_message_that_nothing_is_known_of_falls_back(arbiter: IntentArbiter) -> None:
    [message] = arbiter.process([Message.build("…")])
    assert message.get(INTENT) == {"name": "nlu_fallback", "confidence": 1.0}

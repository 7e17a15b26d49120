from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_keys import NORMALISED_TEXT
from bot.nlu.message_normaliser import MessageNormaliser, normalised_text


@pytest.fixture
def normaliser(
    storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> MessageNormaliser:
    return MessageNormaliser.create({}, storage, resource, context)


def test_slang_is_written_out_beside_what_the_citizen_typed(normaliser: MessageNormaliser) -> None:
    [message] = normaliser.process([Message.build("lam gplx ntn")])
    assert message.get(TEXT) == "lam gplx ntn"
    assert "giấy phép lái xe" in normalised_text(message)
    assert message.as_dict(only_output_properties=True)[NORMALISED_TEXT]


def test_a_message_without_text_is_left_alone(normaliser: MessageNormaliser) -> None:
    [message] = normaliser.process([Message({"intent": "greet"})])
    assert normalised_text(message) == ""


def test_training_examples_are_read_the_same_way(
    normaliser: MessageNormaliser, examples: TrainingData
) -> None:
    data = normaliser.process_training_data(examples)
    assert all(message.get(NORMALISED_TEXT) for message in data.training_examples)


def test_before_normalising_a_message_reads_as_it_is() -> None:
    assert normalised_text(Message.build("lam gplx")) == "lam gplx"

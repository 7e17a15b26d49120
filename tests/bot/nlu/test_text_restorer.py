from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_normaliser import normalised_text, topic_text
from bot.nlu.text_restorer import TextRestorer, typed_text
from bot.nlu.ward_extractor import WardExtractor
from knowledge.library import Library


@pytest.fixture
def restorer(
    storage: LocalModelStorage,
    resource: Resource,
    context: ExecutionContext,
    examples: TrainingData,
    library: Library,
) -> TextRestorer:
    trained = TextRestorer.create({}, storage, resource, context)
    trained.train(examples)
    return trained


def read(restorer: TextRestorer, text: str) -> Message:
    [message] = restorer.process([Message.build(text)])
    return message


def test_a_message_is_read_as_it_was_meant(restorer: TextRestorer) -> None:
    message = read(restorer, "tui em sap cuoi can giay to gi")
    assert normalised_text(message) == "tụi em sắp cưới cần giấy tờ gì"


def test_what_the_citizen_typed_stays(restorer: TextRestorer) -> None:
    message = read(restorer, "sap cuoi can giay to gi")
    assert message.get(TEXT) == typed_text(message) == "sap cuoi can giay to gi"


def test_the_names_of_records_are_known_too(restorer: TextRestorer) -> None:
    assert normalised_text(read(restorer, "cap phieu ly lich tu phap")) == (
        "cấp phiếu lý lịch tư pháp"
    )


def test_the_part_without_the_ward_is_read_so_too(
    restorer: TextRestorer,
    storage: LocalModelStorage,
    resource: Resource,
    context: ExecutionContext,
) -> None:
    wards = WardExtractor.create({}, storage, resource, context)
    [message] = wards.process([Message.build("sap cuoi o phuong hai chau can giay to gi")])
    [message] = restorer.process([message])
    assert topic_text(message) == "sắp cưới ở cần giấy tờ gì"


def test_training_data_stays_as_it_is(restorer: TextRestorer, examples: TrainingData) -> None:
    before = [message.get(TEXT) for message in examples.training_examples]
    after = restorer.process_training_data(examples)
    assert [message.get(TEXT) for message in after.training_examples] == before


def test_loaded_from_the_model_it_reads_the_same(
    restorer: TextRestorer,
    storage: LocalModelStorage,
    resource: Resource,
    context: ExecutionContext,
    tmp_path: Path,
) -> None:
    loaded = TextRestorer.load({}, storage, resource, context)
    asked = "vo em moi de muon lam giay to cho be"
    assert normalised_text(read(loaded, asked)) == normalised_text(read(restorer, asked))

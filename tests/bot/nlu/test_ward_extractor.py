"""Wards as Rasa entities, with places in the text as it was typed."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.message_normaliser import topic_text
from bot.nlu.ward_extractor import WardExtractor
from knowledge.library import Library


@pytest.fixture
def extractor(library: Library) -> WardExtractor:
    return WardExtractor(library)


def test_the_entity_points_into_the_text_as_typed(extractor: WardExtractor) -> None:
    text = "em   ở  P.Hoà   Khánh Bắc thì làm tạm trú ở mô 😀"
    message = extractor.process([Message({TEXT: text})])[0]
    (entity,) = message.get(ENTITIES)

    assert text[entity["start"] : entity["end"]] == "P.Hoà   Khánh Bắc"
    assert entity["entity"] == "ward"
    assert entity["value"] == "20197"


def test_the_topic_is_what_is_left(extractor: WardExtractor) -> None:
    message = Message({TEXT: "đăng ký tạm trú ở phường Hòa Cường Bắc cần gì"})
    extractor.process([message])

    assert topic_text(message) == "đăng ký tạm trú ở cần gì"


def test_a_message_without_a_ward_stays_as_it_is(extractor: WardExtractor) -> None:
    message = Message({TEXT: "làm khai sinh cho con"})
    extractor.process([message])

    assert not message.get(ENTITIES)
    assert topic_text(message) == "làm khai sinh cho con"

"""Codes of dossiers as Rasa entities."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.dossier_code_extractor import DossierCodeExtractor

CODE = "000.00.19.H17-260814-0001"


def understood(text: str, intent: str = "ask_fee") -> Message:
    message = Message({TEXT: text, INTENT: {"name": intent, "confidence": 0.5}})
    return DossierCodeExtractor().process([message])[0]


def test_the_entity_is_the_code_and_points_into_the_text_as_typed() -> None:
    text = "dạ mã 000 00 19 h17 260814 0001 đó em 😀"
    (entity,) = understood(text).get(ENTITIES)

    assert entity["entity"] == "dossier_code"
    assert entity["value"] == CODE
    assert text[entity["start"] : entity["end"]] == "000 00 19 h17 260814 0001"


@pytest.mark.parametrize("text", [CODE, f"lệ phí của hồ sơ {CODE} bao nhiêu", "260814-0001"])
def test_a_message_with_a_code_asks_for_that_dossier(text: str) -> None:
    assert understood(text).get(INTENT)["name"] == "ask_dossier_status"


def test_two_numbers_in_a_long_question_do_not_change_what_it_asks() -> None:
    text = "em có hai số này 260814 0001 mà không biết lệ phí của nó là bao nhiêu tiền vậy ạ"

    assert understood(text).get(INTENT)["name"] == "ask_fee"


def test_an_emergency_stays_one() -> None:
    text = f"cháy nhà rồi, hồ sơ {CODE}"

    assert understood(text, "emergency").get(INTENT)["name"] == "emergency"


def test_a_message_without_a_code_stays_as_it_is() -> None:
    message = understood("làm khai sinh cho con")

    assert not message.get(ENTITIES)
    assert message.get(INTENT) == {"name": "ask_fee", "confidence": 0.5}

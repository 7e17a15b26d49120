from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_keys import AUGMENTED
from bot.nlu.training_augmenter import KINDS, TrainingAugmenter
from knowledge.library import Library


@pytest.fixture
def augmenter(
    storage: LocalModelStorage, resource: Resource, context: ExecutionContext, library: Library
) -> TrainingAugmenter:
    config = {
        **TrainingAugmenter.get_default_config(),
        "kinds": ["without_diacritics", "typo"],
    }
    return TrainingAugmenter.create(config, storage, resource, context)


def texts(data: TrainingData) -> list[str]:
    return [message.get(TEXT) for message in data.training_examples]


def copies(data: TrainingData) -> list[Message]:
    return [message for message in data.training_examples if example(message).get(AUGMENTED)]


def example(message: Message) -> dict[str, Any]:
    return dict(message.get("metadata", {}).get("example") or {})


def test_the_same_seed_makes_the_same_copies(
    augmenter: TrainingAugmenter, examples: TrainingData
) -> None:
    assert texts(augmenter.process_training_data(examples)) == texts(
        augmenter.process_training_data(examples)
    )


def test_what_was_written_stays_and_copies_join_it(
    augmenter: TrainingAugmenter, examples: TrainingData
) -> None:
    more = augmenter.process_training_data(examples)
    assert texts(more)[: len(texts(examples))] == texts(examples)
    assert "xin chao" in texts(more)
    assert len(texts(more)) == len(set(texts(more)))


def test_a_copy_keeps_intent_and_procedure_and_says_that_it_is_one(
    augmenter: TrainingAugmenter, examples: TrainingData
) -> None:
    more = augmenter.process_training_data(examples)
    [copy] = [item for item in copies(more) if item.get(TEXT) == "tui em sap cuoi can giay to gi"]
    assert copy.get(INTENT) == "ask_documents"
    assert copy.get("metadata")["intent"] == {"procedure": "1.000894"}
    assert len(copies(more)) == len(texts(more)) - len(texts(examples))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_noise_can_be_configured(
    kind: str,
    storage: LocalModelStorage,
    resource: Resource,
    context: ExecutionContext,
    examples: TrainingData,
) -> None:
    config = {
        **TrainingAugmenter.get_default_config(),
        "kinds": [kind],
        "name_records": False,
    }
    made = TrainingAugmenter.create(config, storage, resource, context)
    assert copies(made.process_training_data(examples))


def test_a_question_about_an_aspect_is_also_asked_with_the_name_of_a_procedure(
    augmenter: TrainingAugmenter, library: Library
) -> None:
    asked = Message.build("lệ phí răng", intent="ask_fee")
    made = copies(augmenter.process_training_data(TrainingData([asked])))
    names = {name for item in library.procedures() for name in (item.name, *item.aliases)}
    assert any(name in item.get(TEXT) for item in made for name in names)
    assert {item.get(INTENT) for item in made} == {"ask_fee"}


def test_a_question_about_a_known_procedure_gets_no_other_name(
    augmenter: TrainingAugmenter, library: Library
) -> None:
    asked = Message.build(
        "lệ phí khai sinh", intent="ask_fee", intent_metadata={"procedure": "1.001193"}
    )
    made = augmenter.process_training_data(TrainingData([asked]))
    assert all(len(text.split()) == 4 for text in texts(made))


def test_what_citizens_write_is_left_alone(augmenter: TrainingAugmenter) -> None:
    [message] = augmenter.process([Message.build("làm khai sinh")])
    assert message.get(TEXT) == "làm khai sinh"


class TestALongMessage:
    story = (
        "Ba tôi mất tháng trước ở bệnh viện, giấy báo tử gia đình còn giữ đủ. "
        "Mẹ tôi đã già, đi lại khó khăn nên tôi lo việc này thay bà. "
        "Xin hỏi làm giấy chứng tử mất bao nhiêu tiền, mẹ tôi có phải ra phường không?"
    )

    @pytest.fixture
    def made(self, augmenter: TrainingAugmenter) -> TrainingData:
        metadata = {"procedure": "1.000656"}
        message = Message.build(self.story, intent="ask_fee", intent_metadata=metadata)
        return augmenter.process_training_data(TrainingData([message]))

    def test_teaches_the_procedure_and_no_aspect(self, made: TrainingData) -> None:
        [whole] = [message for message in made.training_examples if message.get(TEXT) == self.story]
        assert whole.get(INTENT) == "ask_procedure"
        assert whole.get("metadata")["intent"] == {"procedure": "1.000656"}
        assert not example(whole).get(AUGMENTED)

    def test_teaches_the_aspect_by_the_words_that_ask_for_it(self, made: TrainingData) -> None:
        asking = {message.get(TEXT) for message in copies(made) if message.get(INTENT) == "ask_fee"}
        assert "Xin hỏi làm giấy chứng tử mất bao nhiêu tiền" in asking
        assert "mẹ tôi có phải ra phường không" not in asking

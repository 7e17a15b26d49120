from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.message_keys import NORMALISED_TEXT
from bot.nlu.underthesea_tokenizer import UndertheseaTokenizer


@pytest.fixture
def tokenizer(
    storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> UndertheseaTokenizer:
    made = UndertheseaTokenizer.create(
        UndertheseaTokenizer.get_default_config(), storage, resource, context
    )
    assert isinstance(made, UndertheseaTokenizer)
    return made


def tokens_of(tokenizer: UndertheseaTokenizer, message: Message) -> list[Token]:
    [processed] = tokenizer.process([message])
    return list(processed.get(TOKENS_NAMES[TEXT]))


def test_a_word_of_two_syllables_is_one_token(tokenizer: UndertheseaTokenizer) -> None:
    tokens = tokens_of(tokenizer, Message.build("Thủ tục đăng ký kết hôn"))
    assert [token.text for token in tokens] == ["Thủ tục", "đăng ký", "kết hôn"]
    assert tokens[0].lemma == "thủ tục"


def test_tokens_stand_where_they_are_in_the_normalised_text(
    tokenizer: UndertheseaTokenizer,
) -> None:
    message = Message.build("dky khai sinh ntn")
    message.set(NORMALISED_TEXT, "đăng ký khai sinh như thế nào")
    tokens = tokens_of(tokenizer, message)
    assert len(tokens) >= 3
    for token in tokens:
        assert "đăng ký khai sinh như thế nào"[token.start : token.end] == token.text

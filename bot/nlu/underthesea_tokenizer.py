"""Splits a message into Vietnamese words: «thủ tục» is one token of two syllables."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_normaliser import normalised_text
from bot.nlu.training_messages import teaching_intents
from vietnamese.segmentation import segment


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class UndertheseaTokenizer(Tokenizer):
    """Tokens of the normalised text, with offsets into it."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    @staticmethod
    def required_packages() -> list[str]:
        return ["underthesea"]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(teaching_intents(training_data))
        return training_data

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = normalised_text(message) if attribute == TEXT else message.get(attribute)
        return [
            Token(found.text, found.start, found.end, lemma=found.text.lower())
            for found in segment(text)
        ]

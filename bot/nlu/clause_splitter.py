"""Takes a message with several questions apart: «lệ phí bao nhiêu và mấy ngày thì có».

Of a long message, which tells a story, only its questions are taken apart, or its last request:
what is asked of a procedure stands there, and not in what happened.

The clauses are messages of their own for the featurizer and the intent classifier, which leave
their findings on them; the arbiter puts them together again.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_keys import CLAUSES, NORMALISED_TEXT
from bot.nlu.message_normaliser import normalised_text
from vietnamese.phrases import Said
from vietnamese.text import syllables

# What stands between two questions, as words or as signs.
_BETWEEN = re.compile(
    r"[,;?!\n]+|\.(?=\s|$)|\s(?:và|với lại|với|cùng với|rồi|còn|lẫn|luôn cả|xong rồi)\s",
    re.IGNORECASE,
)
# A message of more questions is told apart by nobody.
MOST = 5
# Of so many words on, and of several sentences, a message is long.
LONG = 25
_SENTENCE_END = re.compile(r"(?<=[.?!;])\s+|\n+")
# What a sentence says that asks or requests something.
_REQUESTS: tuple[str, ...] = (
    *("hỏi", "muốn", "xin", "mong", "nhờ", "đề nghị", "hướng dẫn", "cho biết", "làm sao"),
    *("chỉ giúp", "chỉ giùm", "chỉ em", "chỉ tui", "chỉ tôi", "làm răng", "mần răng", "ra răng"),
    *("thế nào", "như nào", "ở đâu", "ở mô", "đi mô", "chỗ nào", "chỗ mô", "nơi nào"),
    *("được không", "được hông", "có phải", "bao nhiêu", "bao lâu", "mấy ngày", "cần gì"),
    *("giấy gì", "giấy chi", "giấy tờ gì", "giấy tờ chi", "những gì", "cái gì", "cái chi"),
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ClauseSplitter(GraphComponent):
    """Leaves the clauses on a message that has more than one."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClauseSplitter:
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = normalised_text(message)
            clauses = clauses_of(text)
            if clauses != [text]:
                message.set(
                    CLAUSES,
                    [Message({TEXT: clause, NORMALISED_TEXT: clause}) for clause in clauses],
                )
        return messages


def is_long(text: str) -> bool:
    """Whether a text tells a story: several sentences, and not just a few words in each."""
    return len(syllables(text)) >= LONG and len(_sentences(text)) > 1


def clauses_of(text: str) -> list[str]:
    """The parts of a text that may each ask something; the text itself where it has one part."""
    if not is_long(text):
        clauses = _parts(text)
        return clauses if 1 < len(clauses) <= MOST else [text]
    return _parts(" ".join(_requests(_sentences(text))))[-MOST:]


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in _BETWEEN.split(f" {text} ")]
    return [part for part in parts if syllables(part)]


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(text) if syllables(sentence)]


def _requests(sentences: list[str]) -> list[str]:
    """The questions among the sentences of a long message, or else its last request."""
    questions = [sentence for sentence in sentences if sentence.rstrip().endswith("?")]
    if questions:
        return questions
    said = [(sentence, Said(sentence)) for sentence in sentences]
    requests = [
        sentence for sentence, words in said if any(words.holds(phrase) for phrase in _REQUESTS)
    ]
    return requests[-1:] or sentences[-1:]


def with_clauses(messages: list[Message]) -> list[Message]:
    """The messages, and the clauses of those that have some."""
    return [part for message in messages for part in (message, *(message.get(CLAUSES) or ()))]

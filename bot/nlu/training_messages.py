"""The training data on its way through the pipeline."""

from __future__ import annotations

from uuid import uuid4

from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.message_keys import TEACHES_NO_INTENT


class TrainingMessages(TrainingData):
    """Training data that is never taken for what an earlier training saw.

    Rasa asks for a fingerprint of all messages with their features after each component, to find in
    its cache what need not be done again. Training here never looks into that cache
    (`bot.dialogue.training`), and fingerprints are a tenth of its time.
    """

    def fingerprint(self) -> str:
        return uuid4().hex


def teaching_intents(training_data: TrainingData) -> list[Message]:
    """The messages that teach intents; the others need neither words nor features."""
    return [
        message for message in training_data.training_examples if not message.get(TEACHES_NO_INTENT)
    ]

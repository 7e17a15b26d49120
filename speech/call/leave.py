"""The end of a conversation, raised from wherever it is decided."""

from __future__ import annotations

from speech.call.record import CallOutcome, Ending


class Leave(Exception):
    """The conversation ends with this outcome, after these sentences."""

    def __init__(self, ending: Ending, reason: str, *sentences: str) -> None:
        super().__init__(reason)
        self.outcome = CallOutcome(ending, reason)
        self.sentences = sentences

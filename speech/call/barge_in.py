"""Whether what the caller says while the assistant speaks interrupts it."""

from __future__ import annotations

from speech.call.policy import Policy
from speech.spoken import heard


def interrupts(text: str, policy: Policy, *, urgent: bool = False) -> bool:
    """Tell whether words, perhaps only the first of an utterance, cut the assistant off.

    A command does by itself. Else it takes several words that are no back-channels («dạ»,
    «vâng»), and an `urgent` announcement goes on all the same.
    """
    if not text or heard.is_back_channel(text):
        return False
    if heard.command(text) is not None:
        return True
    words = [word for word in text.split() if not heard.is_back_channel(word)]
    return not urgent and len(words) >= policy.barge_in_words

"""A record that a message may be about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A record the message may be about.

    `reasons` is the evidence for it that counts most, by name (see `bot.nlu.link_evidence`),
    `utterance` the training utterance about it that is most like the message.
    """

    kind: str
    key: str
    name: str
    confidence: float
    reasons: dict[str, float]
    utterance: str

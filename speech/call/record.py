"""What is kept of a call: what was understood and said, masked, and how long each stage took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from speech.call.ear import Utterance

Mask = Callable[[str], str]


class Ending(StrEnum):
    """How a call ended."""

    # The caller hung up after an answer.
    ANSWERED = "answered"
    # The caller hung up before any answer.
    HUNG_UP = "hung_up"
    # The caller is to be connected to an officer.
    OFFICER = "officer"
    # The farewell was said.
    ENDED = "ended"
    # Something broke, and nothing could be said about it.
    FAILED = "failed"


@dataclass(frozen=True)
class CallOutcome:
    """How a call ended and why; `reason` is a short name such as `asked` or `no_input`."""

    ending: Ending
    reason: str


@dataclass
class Turn:
    """What the caller said or keyed, what was said to it, and the milliseconds of each stage.

    `silence_ms`: end of speech to the end of the utterance; `final_ms`: from there to its text;
    `reply_ms`: to the bot's reply, none when the bot was not asked; `first_sound_ms`: to the first
    sound of it. `beyond_silence_ms` is all but the first of these together.
    """

    at_s: float
    heard: str = ""
    by_keys: bool = False
    confidence: float | None = None
    said: list[str] = field(default_factory=list)
    interrupted: bool = False
    waited_with_filler: bool = False
    silence_ms: int | None = None
    final_ms: int | None = None
    reply_ms: int | None = None
    first_sound_ms: int | None = None
    beyond_silence_ms: int | None = None


class CallRecord:
    """Written while the call goes on. Times given are of the event loop's clock."""

    def __init__(self, call_id: str, now: float, mask: Mask) -> None:
        self.call_id = call_id
        self.began_at = datetime.now(UTC)
        self.seconds = 0.0
        self.outcome: CallOutcome | None = None
        self.turns = [Turn(0.0)]
        self._began = now
        self._mask = mask
        self._last_stage = now
        self._endpoint: float | None = None

    @property
    def turn(self) -> Turn:
        """The present turn. The first one is the greeting: nothing was heard before it."""
        return self.turns[-1]

    def heard(self, utterance: Utterance) -> None:
        """A turn begins with what the caller said."""
        turn = Turn(
            at_s=round(utterance.began - self._began, 2),
            heard=self._mask(utterance.text),
            confidence=round(utterance.confidence, 2),
            silence_ms=_ms(utterance.endpoint - utterance.speech_ended),
            final_ms=_ms(utterance.understood - utterance.endpoint),
        )
        self._begin(turn, utterance.understood, utterance.endpoint)

    def keyed(self, keys: str, now: float) -> None:
        """A turn begins with keys."""
        turn = Turn(at_s=round(now - self._began, 2), heard=self._mask(keys), by_keys=True)
        self._begin(turn, now, now)

    def replied(self, now: float) -> None:
        """The bot has replied."""
        self.turn.reply_ms = _ms(now - self._last_stage)
        self._last_stage = now

    def waited(self) -> None:
        """The caller was asked to wait."""
        self.turn.waited_with_filler = True

    def said(self, sentences: list[str], first_sound: float | None) -> None:
        """Sentences that the caller has heard something of."""
        self.turn.said += [self._mask(sentence) for sentence in sentences]
        if first_sound is not None and self.turn.first_sound_ms is None:
            self.turn.first_sound_ms = max(0, _ms(first_sound - self._last_stage))
            if self._endpoint is not None:
                self.turn.beyond_silence_ms = _ms(first_sound - self._endpoint)

    def ended(self, now: float) -> None:
        """The line is closed."""
        self.seconds = round(now - self._began, 2)

    def as_dict(self) -> dict[str, Any]:
        """The record as plain values, for JSON."""
        outcome = self.outcome
        return {
            "call": self.call_id,
            "began_at": self.began_at.isoformat(timespec="seconds"),
            "seconds": self.seconds,
            "ending": outcome.ending.value if outcome else None,
            "reason": outcome.reason if outcome else None,
            "turns": [asdict(turn) for turn in self.turns],
        }

    def _begin(self, turn: Turn, now: float, endpoint: float) -> None:
        self.turns.append(turn)
        self._last_stage = now
        self._endpoint = endpoint


def _ms(seconds: float) -> int:
    return round(seconds * 1000)

"""Where an utterance begins and ends, from frames of sound that are speech or not.

Time is counted in frames, not by a clock: a frame that comes late is no silence.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

from speech.audio import FRAME_MS
from speech.call.assistant import Choice, Expect, Script
from speech.call.policy import Policy
from speech.spoken import heard

# Last words that say that the sentence goes on.
_HESITATIONS = frozenset(
    {
        "à",
        "ờ",
        "ừm",
        "ơ",
        "ừ",
        "thì",
        "là",
        "mà",
        "và",
        "với",
        "của",
        "cho",
        "để",
        "ở",
        "tại",
        "khi",
        "nếu",
        "vì",
        "do",
        "bởi",
        "hay",
        "hoặc",
        "về",
        "các",
        "những",
        "cái",
        "muốn",
        "cần",
        "như",
        "bị",
        "phải",
        "nhưng",
        "còn",
        "tức",
        "xin",
    }
)


@dataclass(frozen=True)
class Expectation:
    """What the caller is likely to say next, as in `Script`."""

    expect: Expect = Expect.QUESTION
    choices: tuple[Choice, ...] = ()
    digits: int | None = None

    @staticmethod
    def of(script: Script) -> Expectation:
        """What is expected after the last part of a script."""
        return Expectation(script.expect, script.choices, script.digits)

    @property
    def is_number(self) -> bool:
        """Whether digits are dictated or keyed."""
        return self.expect in (Expect.DIGITS, Expect.CODE)


class Edge(Enum):
    """What a frame of sound was for the utterance."""

    BEGIN = auto()
    END = auto()


class Endpointing:
    """Watches one call. Set `expectation` and `partial` as they become known."""

    def __init__(self, policy: Policy) -> None:
        self.expectation = Expectation()
        self.partial = ""
        self.in_utterance = False
        # How much of the present or last utterance was speech.
        self.speech_ms = 0
        self._policy = policy
        self._recent: deque[bool] = deque(maxlen=policy.onset_window_ms // FRAME_MS)
        self._silence_ms = 0
        self._length_ms = 0

    def feed(self, is_speech: bool) -> Edge | None:
        """Take in the next frame; tell whether an utterance began or ended with it."""
        if not self.in_utterance:
            return self._wait(is_speech)
        self._length_ms += FRAME_MS
        self.speech_ms += FRAME_MS if is_speech else 0
        self._silence_ms = 0 if is_speech else self._silence_ms + FRAME_MS
        too_long = self._length_ms >= self._policy.utterance_s * 1000
        if not (too_long or self._is_silent_enough()):
            return None
        self.in_utterance = False
        self._recent.clear()
        return Edge.END

    def _is_silent_enough(self) -> bool:
        # Looked at for every frame, in the event loop: what is partly understood, only in silence.
        return self._silence_ms > 0 and self._silence_ms >= silence_ms(
            self.expectation, self.partial, self._policy
        )

    def _wait(self, is_speech: bool) -> Edge | None:
        self._recent.append(is_speech)
        speech_ms = sum(self._recent) * FRAME_MS
        if speech_ms < self._policy.onset_ms:
            return None
        self.in_utterance = True
        self.partial = ""
        self.speech_ms = speech_ms
        self._silence_ms = 0
        self._length_ms = len(self._recent) * FRAME_MS
        return Edge.BEGIN


def silence_ms(expectation: Expectation, partial: str, policy: Policy) -> int:
    """The silence in milliseconds that ends an utterance of which `partial` is understood."""
    usual = {
        Expect.QUESTION: policy.question_silence_ms,
        Expect.YES_NO: policy.yes_no_silence_ms,
        Expect.CHOICE: policy.choice_silence_ms,
        Expect.DIGITS: policy.digits_silence_ms,
        Expect.CODE: policy.digits_silence_ms,
    }[expectation.expect]
    if _is_complete(expectation, partial):
        return min(usual, policy.complete_silence_ms)
    last_word = partial.rpartition(" ")[2]
    if last_word in _HESITATIONS and not expectation.is_number:
        return usual + policy.hesitation_ms
    return usual


def _is_complete(expectation: Expectation, partial: str) -> bool:
    """Whether nothing more need come after what was understood so far."""
    if not partial:
        return False
    if expectation.is_number:
        digits = heard.digits(partial)
        return digits is not None and len(digits) == expectation.digits
    if expectation.expect is Expect.YES_NO and heard.yes_no(partial) is not None:
        return True
    spoken = [choice.spoken for choice in expectation.choices]
    if spoken and heard.choice(partial, spoken) is not None:
        return True
    return heard.command(partial) is not None

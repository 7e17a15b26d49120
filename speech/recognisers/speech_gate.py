"""Spares a recogniser the silence: most of a call is silence or a prompt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from speech.audio import FRAME_MS, Framer, level_dbfs, silence
from speech.recognisers.base import Heard, Recognition
from speech.voice_activity import VoiceActivity

# What comes before speech is heard along with it: soft beginnings are in it, and an engine that
# starts cold misses the first words. Of 272 words over the telephone in café noise of 10 dB,
# viet-asr got 19.5 % wrong with 0.4 s of it and 15.1 % with a second.
_BEFORE_MS = 1000
# A pause this long ends a piece of the utterance. By then a recogniser that works in steps of
# 430 ms has taken in the last word, so that asking for the whole costs nothing.
_PAUSE_MS = 500
# The end of a word may still sound here, and must not be heard twice.
_ECHO_MS = 200
# How fast the idea of the background's level follows it.
_FOLLOWS = 0.05


@dataclass
class Sounded:
    """How a piece of speech sounded: its seconds of voice, and how far above the background.

    `above_background` is in decibels; without a background it is taken for 30, a quiet room.
    """

    seconds: float = 0.0
    background_dbfs: float | None = None
    _levels: list[float] = field(default_factory=list)

    @property
    def above_background(self) -> float:
        if self.background_dbfs is None or not self._levels:
            return 30.0
        return sum(self._levels) / len(self._levels) - self.background_dbfs

    def add(self, frame: bytes) -> None:
        self.seconds += FRAME_MS / 1000
        self._levels.append(level_dbfs(frame))


# How sure words are that sounded like this, 0..1, for an engine that does not say.
Certainty = Callable[[str, Sounded], float]


class SpeechGate:
    """A `Recognition` that lets speech through to another one, piece by piece."""

    def __init__(
        self, recognition: Recognition, sample_rate: int, certainty: Certainty | None = None
    ) -> None:
        """`sample_rate`: 8000 or 16000. `certainty` replaces the confidence of `recognition`."""
        self._recognition = recognition
        self._certainty = certainty
        self._activity = VoiceActivity(sample_rate)
        self._framer = Framer(sample_rate)
        self._silence = silence(FRAME_MS, sample_rate)
        self._before: deque[bytes] = deque(maxlen=_BEFORE_MS // FRAME_MS)
        self._background_dbfs: float | None = None
        self._sounded = Sounded()
        self._pieces: list[Heard] = []
        self._open = False
        self._quiet_ms = _ECHO_MS

    def feed(self, pcm: bytes) -> None:
        """Take in sound; silence goes no further."""
        passing: list[bytes] = []
        for frame in self._framer.feed(pcm):
            if self._activity.is_speech(frame):
                self._take_speech(frame, passing)
            else:
                self._take_quiet(frame, passing)
        self._pass_on(passing)

    def partial(self) -> Heard:
        """What is understood so far."""
        if not self._open:
            return joined(self._pieces)
        return joined([*self._pieces, self._judged(self._recognition.partial())])

    def final(self) -> Heard:
        """What was understood; then the next utterance begins."""
        if self._open:
            self._end_piece()
        heard, self._pieces = joined(self._pieces), []
        return heard

    def reset(self, phrases: Sequence[str] = ()) -> None:
        """Forget the utterance and all that was heard: the next sound may be of another call."""
        self._recognition.reset(phrases)
        self._activity.reset()
        self._framer.flush()
        self._before.clear()
        self._background_dbfs = None
        self._pieces.clear()
        self._open = False
        self._quiet_ms = _ECHO_MS

    def _take_speech(self, frame: bytes, passing: list[bytes]) -> None:
        if not self._open:
            self._open = True
            self._sounded = Sounded(background_dbfs=self._background_dbfs)
            missing = _BEFORE_MS // FRAME_MS - len(self._before)
            passing.extend([self._silence] * missing)
            passing.extend(self._before)
        self._before.clear()
        self._quiet_ms = 0
        self._sounded.add(frame)
        passing.append(frame)

    def _take_quiet(self, frame: bytes, passing: list[bytes]) -> None:
        self._quiet_ms += FRAME_MS
        if self._quiet_ms > _ECHO_MS:
            self._before.append(frame)
            self._follow_background(level_dbfs(frame))
        if self._open:
            passing.append(frame)
            if self._quiet_ms >= _PAUSE_MS:
                self._pass_on(passing)
                self._end_piece()

    def _follow_background(self, dbfs: float) -> None:
        known = self._background_dbfs
        self._background_dbfs = dbfs if known is None else known + _FOLLOWS * (dbfs - known)

    def _pass_on(self, passing: list[bytes]) -> None:
        if passing:
            self._recognition.feed(b"".join(passing))
            passing.clear()

    def _end_piece(self) -> None:
        self._pieces.append(self._judged(self._recognition.final()))
        self._open = False

    def _judged(self, heard: Heard) -> Heard:
        if self._certainty is None or not heard.text:
            return heard
        return Heard(heard.text, self._certainty(heard.text, self._sounded))


def joined(pieces: Sequence[Heard]) -> Heard:
    """Pieces as one: their words in a row, as sure as their words are on average."""
    said = [piece for piece in pieces if piece.text]
    words = sum(len(piece.text.split()) for piece in said)
    if not words:
        return Heard("", 0.0)
    sure = sum(piece.confidence * len(piece.text.split()) for piece in said)
    return Heard(" ".join(piece.text for piece in said), sure / words)

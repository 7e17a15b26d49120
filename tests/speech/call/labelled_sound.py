"""Sound that carries its text, for what no recorded clip says.

A sentence of the assistant and an utterance of the caller are each a level of their own; whoever
hears the level knows the words. Nothing of it is speech, so that these doubles come together:
`LabelledVoice` speaks, `Caller` talks, `level_is_speech` and `LabelledRecogniser` hear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from speech.audio import samples_of
from speech.recognisers.base import Heard
from tests.speech.call.simulated_line import SimulatedLine

RATE = 16000
# Spoken words a second, by the assistant and by the caller.
WORD_S = 0.2
SPEECH_LEVEL = 500


class Levels:
    """Texts, each with a level."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def sound_of(self, text: str, seconds: float) -> bytes:
        """So much sound at a new level."""
        self._texts.append(text)
        level = SPEECH_LEVEL + 20 * len(self._texts)
        return np.full(round(seconds * RATE), level, "<i2").tobytes()

    def text_at(self, level: int) -> str | None:
        """The text whose level this is."""
        place = round((level - SPEECH_LEVEL) / 20) - 1
        return self._texts[place] if 0 <= place < len(self._texts) else None


def level_of(frame: bytes) -> int:
    """The level in the middle of the frame's samples."""
    return int(np.median(samples_of(frame)))


class LevelActivity:
    """In place of `VoiceActivity`: any level is speech."""

    def __init__(self, sample_rate: int) -> None:
        assert sample_rate == RATE

    def is_speech(self, frame: bytes) -> bool:
        return level_of(frame) >= SPEECH_LEVEL


@dataclass
class Spoken:
    """A sentence that the caller heard, from when on, and how much of it."""

    text: str
    at: float
    seconds: float
    whole_seconds: float

    @property
    def is_whole(self) -> bool:
        return self.seconds >= self.whole_seconds - 0.03


class LabelledVoice:
    """A `Voice`; `fails` and `hangs` make it break."""

    name = "labelled"
    sample_rate = RATE

    def __init__(self) -> None:
        self.levels = Levels()
        self.fails = False
        self._heard: list[Spoken] = []
        self._frames_seen = 0
        self._last_level = 0

    def speak(self, text: str) -> Iterator[bytes]:
        if self.fails:
            raise OSError("the voice is broken")
        sound = self.levels.sound_of(text, WORD_S * len(text.split()))
        half = len(sound) // 4 * 2
        yield sound[:half]
        yield sound[half:]

    def heard_by(self, line: SimulatedLine) -> list[Spoken]:
        """What the caller has heard so far, in order."""
        for at, frame in line.heard_frames[self._frames_seen :]:
            level = level_of(frame)
            text = self.levels.text_at(level)
            if text is None:
                continue
            if level != self._last_level:
                self._heard.append(Spoken(text, at, 0.0, WORD_S * len(text.split())))
                self._last_level = level
            self._heard[-1].seconds += len(frame) / 2 / RATE
        self._frames_seen = len(line.heard_frames)
        return self._heard


class Caller:
    """Makes the sound of what a caller says."""

    def __init__(self) -> None:
        self.levels = Levels()
        self.confidences: dict[str, float] = {}

    def sound_of(self, words: str, confidence: float = 1.0) -> bytes:
        """The sound of words; of none: half a second in which there are none."""
        self.confidences[words] = confidence
        return self.levels.sound_of(words, WORD_S * len(words.split()) if words else 1.0)


class LabelledRecogniser:
    """A `Recogniser` of what a `Caller` says; `fails` makes it break."""

    name = "labelled"
    sample_rate = RATE

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.fails = False
        self.decoded_seconds = 0.0
        self.phrases: list[tuple[str, ...]] = []

    def open(self, phrases: Sequence[str] = ()) -> LabelledRecognition:
        self.phrases.append(tuple(phrases))
        return LabelledRecognition(self)


class LabelledRecognition:
    """Hears a word when more than half of it was there."""

    def __init__(self, recogniser: LabelledRecogniser) -> None:
        self._recogniser = recogniser
        self._seconds: Counter[int] = Counter()

    def feed(self, pcm: bytes) -> None:
        if self._recogniser.fails:
            raise OSError("the recogniser is broken")
        self._recogniser.decoded_seconds += len(pcm) / 2 / RATE
        for level, samples in Counter(samples_of(pcm).tolist()).items():
            if level >= SPEECH_LEVEL:
                self._seconds[level] += samples

    def partial(self) -> Heard:
        words: list[str] = []
        confidence = 1.0
        for level, samples in self._seconds.items():
            text = self._recogniser.caller.levels.text_at(level) or ""
            words += text.split()[: round(samples / RATE / WORD_S)]
            confidence = min(confidence, self._recogniser.caller.confidences.get(text, 1.0))
        return Heard(" ".join(words), confidence if words else 0.0)

    def final(self) -> Heard:
        heard = self.partial()
        self._seconds.clear()
        return heard

    def reset(self, phrases: Sequence[str] = ()) -> None:
        self._recogniser.phrases.append(tuple(phrases))
        self._seconds.clear()

"""Says sentences on a line: each is made in a worker thread while the one before it is heard."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from speech.audio import Resampler, seconds_of, silence
from speech.call.line import Line
from speech.call.policy import Policy
from speech.call.slower import Slower
from speech.call.workers import in_thread
from speech.errors import EngineUnavailable
from speech.voices.base import Voice
from speech.voices.sentences import pieces

# Who has heard all but this much of a sentence has heard it.
_ALL_BUT_MS = 300


@dataclass
class _Sentence:
    """Where a sentence lies in the sound of the call, on the scale of `Line.heard_ms`."""

    text: str
    begins_ms: float | None = None
    ends_ms: float | None = None


class Mouth:
    """Speaks in one call. One `say` at a time."""

    def __init__(self, line: Line, voice: Voice, workers: Executor, policy: Policy) -> None:
        self.slowly = False
        # The event loop's time at which the first sound of the last `say` was queued.
        self.first_sound: float | None = None
        self._line = line
        self._voice = voice
        self._workers = workers
        self._policy = policy
        self._clock = asyncio.get_running_loop().time
        self._sentences: list[_Sentence] = []
        self._queued_ms = 0.0

    async def say(self, sentences: Sequence[str]) -> None:
        """Say texts of one or more sentences each; returns when all is heard.

        May be cancelled: see `be_quiet`. Raises `EngineUnavailable` when the voice fails or takes
        too long.
        """
        texts = [piece for text in sentences for piece in pieces(text)]
        self._sentences = [_Sentence(text) for text in texts]
        self.first_sound = None
        before: _Sentence | None = None
        for sentence in self._sentences:
            if before is not None:
                await self._until_heard(before.begins_ms or 0.0)
            sentence.begins_ms = self._queued_ms
            await self._queue(sentence.text)
            sentence.ends_ms = self._queued_ms
            self._play(silence(self._pause_ms(), self._line.sample_rate))
            before = sentence
        await self._line.played()
        self._queued_ms = self._line.heard_ms()

    def be_quiet(self) -> None:
        """Drop what is not heard yet. Cancel a `say` that is going on before it."""
        self._line.flush()
        self._queued_ms = self._line.heard_ms()

    async def sentence_over(self) -> None:
        """Wait for the end of the sentence that is heard now; not at all where none is."""
        present = self._heard_now()
        while present is not None and self._heard_now() is present:
            await asyncio.sleep(0.02)

    def unheard(self) -> list[str]:
        """The sentences of the last `say` that were not heard to their end."""
        heard_ms = self._line.heard_ms() + _ALL_BUT_MS
        for place, sentence in enumerate(self._sentences):
            if sentence.ends_ms is None or sentence.ends_ms > heard_ms:
                return [rest.text for rest in self._sentences[place:]]
        return []

    def begun(self) -> list[str]:
        """The sentences of the last `say` of which the caller has heard something."""
        heard_ms = self._line.heard_ms()
        return [
            sentence.text
            for sentence in self._sentences
            if sentence.begins_ms is not None and sentence.begins_ms < heard_ms
        ]

    def _heard_now(self) -> _Sentence | None:
        heard_ms = self._line.heard_ms()
        for sentence in self._sentences:
            has_begun = sentence.begins_ms is not None and sentence.begins_ms <= heard_ms
            if has_begun and (sentence.ends_ms is None or heard_ms < sentence.ends_ms):
                return sentence
        return None

    async def _queue(self, text: str) -> None:
        sound = _sound(self._voice, text, self._line.sample_rate, self._tempo())
        while (pcm := await self._next(sound)) is not None:
            if pcm and self.first_sound is None:
                self.first_sound = self._clock()
            self._play(pcm)

    async def _next(self, sound: Iterator[bytes]) -> bytes | None:
        try:
            return await in_thread(self._workers, self._policy.voice_s, next, sound, None)
        except EngineUnavailable:
            raise
        except Exception as error:
            name = self._voice.name
            raise EngineUnavailable(f"The voice {name} failed: {type(error).__name__}.") from error

    def _play(self, pcm: bytes) -> None:
        self._line.play(pcm)
        self._queued_ms += seconds_of(pcm, self._line.sample_rate) * 1000

    async def _until_heard(self, place_ms: float) -> None:
        while (left_ms := place_ms - self._line.heard_ms()) > 0:
            await asyncio.sleep(max(left_ms, 20) / 1000)

    def _tempo(self) -> float:
        return self._policy.slow_tempo if self.slowly else 1.0

    def _pause_ms(self) -> int:
        policy = self._policy
        return policy.slow_sentence_pause_ms if self.slowly else policy.sentence_pause_ms


def _sound(voice: Voice, text: str, rate: int, tempo: float) -> Iterator[bytes]:
    """The sound of a text at a rate and tempo, piece by piece. Used by a worker thread."""
    resampler = Resampler(voice.sample_rate, rate)
    slower = Slower(voice.sample_rate, tempo) if tempo != 1.0 else None
    for pcm in voice.speak(text):
        yield resampler.feed(slower.feed(pcm) if slower else pcm)
    yield resampler.feed(slower.flush() if slower else b"") + resampler.flush()

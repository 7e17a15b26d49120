"""Turns what comes from the line into utterances.

Sound goes frame by frame through voice activity and endpointing in the event loop, at the line's
rate: that costs little, and next to nothing while the line is quiet. What belongs to an utterance
is resampled and recognised in a worker thread, piece after piece; other sound is never decoded.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TypeVar

from speech.audio import FRAME_MS, Framer, Resampler, frame_bytes, silence
from speech.call.endpointing import Edge, Endpointing, Expectation
from speech.call.policy import Policy
from speech.call.recognitions import give_back, take
from speech.call.workers import in_thread
from speech.recognisers.base import Heard, Recogniser, Recognition
from speech.voice_activity import SAMPLE_RATES, VoiceActivity

_T = TypeVar("_T")
# A caller whose sound stops in the middle of a word (a held key, a mute) is silent.
_NO_SOUND_S = 0.3


@dataclass(frozen=True)
class PartialWords:
    """What is understood so far of an utterance that is going on."""

    text: str


@dataclass(frozen=True)
class Utterance:
    """What the caller said; an empty text where nothing was understood.

    Times are of the event loop's clock: when it began, when its last speech came, when it was
    taken to be over, and when its text was there.
    """

    text: str
    confidence: float
    speech_ms: int
    began: float
    speech_ended: float
    endpoint: float
    understood: float

    def after(self, earlier: Utterance) -> Utterance:
        """Both as one utterance."""
        return replace(
            self,
            text=f"{earlier.text} {self.text}".strip(),
            confidence=min(earlier.confidence, self.confidence),
            began=earlier.began,
        )


@dataclass
class _Sound:
    pcm: bytes


@dataclass(frozen=True)
class _Begin:
    phrases: Sequence[str]


@dataclass(frozen=True)
class _End:
    speech_ms: int
    began: float
    speech_ended: float
    endpoint: float


class Ear:
    """Listens to one call. `notice` is called with `PartialWords` and `Utterance`s, in order."""

    def __init__(
        self,
        line_rate: int,
        recogniser: Recogniser,
        workers: Executor,
        policy: Policy,
        notice: Callable[[PartialWords | Utterance], None],
    ) -> None:
        rate = line_rate if line_rate in SAMPLE_RATES else recogniser.sample_rate
        self._recogniser = recogniser
        self._rate = rate
        self._workers = workers
        self._policy = policy
        self._notice = notice
        self._clock = asyncio.get_running_loop().time
        self._resampler = Resampler(line_rate, rate)
        self._framer = Framer(rate)
        # Loading the model takes too long for the event loop: until then nothing is heard.
        self._voice_activity: VoiceActivity | None = None
        self._endpointing = Endpointing(policy)
        self._pre_roll: deque[bytes] = deque(maxlen=policy.pre_roll_ms // FRAME_MS)
        self._gap = silence(int(_NO_SOUND_S * 1000), rate)
        self._decode_bytes = frame_bytes(rate, policy.decode_ms)
        self._collected = bytearray()
        self._jobs: deque[_Begin | _Sound | _End] = deque()
        self._has_jobs = asyncio.Event()
        self._phrases: Sequence[str] = ()
        self._began = self._speech_ended = self._last_sound = 0.0
        # Utterances that began and whose text is not known yet.
        self._open_utterances = 0

    @property
    def is_hearing(self) -> bool:
        """Whether the caller speaks, or has spoken and it is not understood yet."""
        return self._open_utterances > 0

    def expect(self, expectation: Expectation, phrases: Sequence[str] = ()) -> None:
        """Adapt patience at once, and recognition from the next utterance on."""
        self._endpointing.expectation = expectation
        self._phrases = phrases

    def hear(self, pcm: bytes) -> None:
        """Take in sound from the line. Quick: recognition follows in `run`."""
        if self._voice_activity is None:
            return
        self._last_sound = self._clock()
        for frame in self._framer.feed(self._resampler.feed(pcm)):
            self._frame(frame, self._voice_activity.is_speech(frame))

    async def run(self) -> None:
        """Recognise for as long as the call lasts. Raises what the recogniser raises."""
        self._voice_activity = await self._in_thread(VoiceActivity, self._rate)
        while True:
            job = await self._next_job()
            assert isinstance(job, _Begin)
            recognition = await self._in_thread(take, self._recogniser, job.phrases)
            await self._recognise_utterance(recognition)
            give_back(self._recogniser, recognition)

    async def _recognise_utterance(self, recognition: Recognition) -> None:
        resampler = Resampler(self._rate, self._recogniser.sample_rate)
        partial = ""
        while True:
            job = await self._next_job()
            if isinstance(job, _End):
                heard = await self._in_thread(_final, recognition, resampler)
                self._utterance_known(job, heard)
                return
            assert isinstance(job, _Sound)
            heard = await self._in_thread(_partial, recognition, resampler, job.pcm)
            if heard.text and heard.text != partial:
                partial = heard.text
                self._partial_known(partial)

    def _frame(self, frame: bytes, is_speech: bool) -> None:
        now = self._clock()
        self._pre_roll.append(frame)
        was_in_utterance = self._endpointing.in_utterance
        edge = self._endpointing.feed(is_speech)
        if is_speech:
            self._speech_ended = now
        if edge is Edge.BEGIN:
            self._began = now
            self._open_utterances += 1
            self._add(_Begin(self._phrases))
            self._collected += b"".join(self._pre_roll)
        elif was_in_utterance:
            self._collected += frame
        if edge is Edge.END or len(self._collected) >= self._decode_bytes:
            self._add(_Sound(bytes(self._collected)))
            self._collected.clear()
        if edge is Edge.END:
            self._pre_roll.clear()
            self._add(_End(self._endpointing.speech_ms, self._began, self._speech_ended, now))

    def _add(self, job: _Begin | _Sound | _End) -> None:
        """Queue work; sound that waits already is decoded together with what follows it."""
        last = self._jobs[-1] if self._jobs else None
        if isinstance(job, _Sound) and isinstance(last, _Sound):
            last.pcm += job.pcm
        else:
            self._jobs.append(job)
        self._has_jobs.set()

    async def _next_job(self) -> _Begin | _Sound | _End:
        while not self._jobs:
            self._has_jobs.clear()
            limit = _NO_SOUND_S if self._endpointing.in_utterance else None
            try:
                async with asyncio.timeout(limit):
                    await self._has_jobs.wait()
            except TimeoutError:
                self._fill_gap()
        return self._jobs.popleft()

    def _fill_gap(self) -> None:
        """Where a line sends nothing at all, endpointing must not wait for it."""
        if self._clock() - self._last_sound >= _NO_SOUND_S:
            for frame in self._framer.feed(self._gap):
                self._frame(frame, False)

    def _partial_known(self, text: str) -> None:
        if self._open_utterances == 1:
            self._endpointing.partial = text
        self._notice(PartialWords(text))

    def _utterance_known(self, end: _End, heard: Heard) -> None:
        self._open_utterances -= 1
        self._notice(
            Utterance(
                text=heard.text.strip(),
                confidence=heard.confidence,
                speech_ms=end.speech_ms,
                began=end.began,
                speech_ended=end.speech_ended,
                endpoint=end.endpoint,
                understood=self._clock(),
            )
        )

    async def _in_thread(self, work: Callable[..., _T], *args: object) -> _T:
        return await in_thread(self._workers, self._policy.recognition_s, work, *args)


def _partial(recognition: Recognition, resampler: Resampler, pcm: bytes) -> Heard:
    recognition.feed(resampler.feed(pcm))
    return recognition.partial()


def _final(recognition: Recognition, resampler: Resampler) -> Heard:
    recognition.feed(resampler.flush())
    return recognition.final()

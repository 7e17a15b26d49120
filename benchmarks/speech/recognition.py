"""How well and at what cost each recogniser hears recorded Vietnamese.

    python -m benchmarks.speech.recognition [--streams 1,4,8,16] [--json FILE]

Words wrong per word said (substituted, missing and added ones), over the recordings in
../shared/data/audio: at 16 kHz; at 8 kHz, down and up again, as the telephone brings it; and over
the telephone with café and street noise so many decibels below the voice, where the level of a
voice is that of the whole recording. A second of silence, or of the noise, is before and after.
Texts are compared as syllables in lower case and NFC, with tone marks in one place, without
punctuation, and with figures as words: `19` is `mười chín`.

The real-time factor is processor time for a second of sound, voice activity included. Many streams
at once come at the pace of calls, 20 ms frames over as many threads as cores; the lag is from a
frame's coming to when it has been taken in. Words wrong have no target: they compare engines.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from rich.table import Table

from benchmarks import ROOT
from benchmarks.figures import console, keep_json, percentile
from benchmarks.machine import Machine
from benchmarks.speech.targets import CORES, TALKING, show_targets
from settings import Settings, get_settings
from speech.audio import (
    FRAME_MS,
    Framer,
    read_wav,
    resampled,
    samples_of,
    seconds_of,
    silence,
)
from speech.errors import EngineUnavailable
from speech.recognisers import open_recogniser
from speech.recognisers.base import Recogniser, Recognition
from speech.recognisers.phrases import edit_distance
from vietnamese.numbers import number_to_words
from vietnamese.text import nfc, syllables
from vietnamese.tone_placement import unify_tone_marks

AUDIO = ROOT.parent / "shared" / "data" / "audio"
NOISES = {"café": "Coffee_Shop_new.wav", "street": "Busy_City_Street_new.wav"}
DECIBELS = (20, 10, 5)
RATE = 16000
TELEPHONE = 8000
AROUND_MS = 1000
# What a call feeds at a time.
PACE_SECONDS = FRAME_MS / 1000


@dataclass(frozen=True)
class Clip:
    """A recorded sentence at 16 kHz and its words."""

    pcm: bytes
    words: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """How the sentence comes: over the telephone or not, with noise or without."""

    telephone: bool
    noise: str = ""
    decibels: int = 0

    def __str__(self) -> str:
        line = "8 kHz" if self.telephone else "16 kHz"
        return f"{line}, {self.noise} {self.decibels} dB" if self.noise else line


CONDITIONS = (
    Condition(telephone=False),
    Condition(telephone=True),
    *(Condition(True, noise, decibels) for noise in NOISES for decibels in DECIBELS),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--streams", default="1,4,8,16", help="how many at once, with commas")
    parser.add_argument("--json", type=Path, help="also keep the figures in this file")
    arguments = parser.parse_args()
    if not AUDIO.is_dir():
        parser.error(f"the recordings are not at {AUDIO}")
    streams = [int(number) for number in arguments.streams.split(",")]
    figures = measure(streams)
    show(figures)
    keep_json(arguments.json, figures)


def measure(streams: list[int]) -> dict[str, Any]:
    """Every engine that can be loaded, under every condition."""
    clips = list(read_clips())
    machine = Machine.now()
    engines: dict[str, Any] = {}
    for recogniser in available(get_settings()):
        engines[recogniser.name] = {
            "heard": {
                str(condition): heard_under(condition, recogniser, clips)
                for condition in CONDITIONS
            },
            "at_once": {str(number): at_once(number, recogniser, clips) for number in streams},
        }
    return {
        "machine": asdict(machine),
        "clips": len(clips),
        "words": sum(len(clip.words) for clip in clips),
        "engines": engines,
    }


def available(settings: Settings) -> Iterator[Recogniser]:
    """The engines; one that cannot be loaded is named with the reason."""
    for name in ("viet-asr", "vosk"):
        try:
            yield open_recogniser(settings.model_copy(update={"recogniser": name}))
        except EngineUnavailable as error:
            console.print(f"{name} is not measured: {error}", markup=False)


def heard_under(
    condition: Condition, recogniser: Recogniser, clips: list[Clip]
) -> dict[str, float]:
    """The word error rate, and the real-time factor of recognising alone."""
    wrong = words = 0
    seconds = processor = 0.0
    for number, clip in enumerate(clips):
        pcm = as_it_comes(clip, condition, number)
        recognition = recogniser.open()
        before = time.process_time()
        for frame in Framer(recogniser.sample_rate).feed(pcm):
            recognition.feed(frame)
        heard = recognition.final()
        processor += time.process_time() - before
        seconds += seconds_of(pcm, recogniser.sample_rate)
        wrong += edit_distance(as_words(heard.text), clip.words)
        words += len(clip.words)
    return {"word_error_rate": wrong / words, "real_time_factor": processor / seconds}


def at_once(number: int, recogniser: Recogniser, clips: list[Clip]) -> dict[str, float]:
    """So many people who talk without a pause, at the pace of calls, for about 15 seconds."""
    pcm = b"".join(clip.pcm for clip in clips[: max(1, len(clips) // 6)])
    frames = list(Framer(RATE).feed(pcm))
    streams = [_Stream(recogniser.open()) for _ in range(number)]
    processor, began = time.process_time(), time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for count in range(len(frames)):
            for place, stream in enumerate(streams):
                due = began + (count + place / number) * PACE_SECONDS
                time.sleep(max(0.0, due - time.perf_counter()))
                # People do not say the same thing at the same time.
                said = frames[(count + place * len(frames) // number) % len(frames)]
                stream.come(said, due, threads)
    seconds = time.perf_counter() - began
    processor = time.process_time() - processor
    lags = [lag for stream in streams for lag in stream.lags]
    return {
        "real_time_factor": processor / (number * seconds_of(pcm, RATE)),
        "cores": processor / seconds,
        "lag_p50_ms": percentile(lags, 50),
        "lag_p95_ms": percentile(lags, 95),
        "lag_longest_ms": max(lags),
    }


class _Stream:
    """One of many, in one thread at a time, which takes in all that has come by then."""

    def __init__(self, recognition: Recognition) -> None:
        self._recognition = recognition
        self._waiting: deque[tuple[bytes, float]] = deque()
        self._busy = Lock()
        self.lags: list[float] = []

    def come(self, frame: bytes, due: float, threads: ThreadPoolExecutor) -> None:
        self._waiting.append((frame, due))
        threads.submit(self._take_in)

    def _take_in(self) -> None:
        while self._waiting and self._busy.acquire(blocking=False):
            try:
                while self._waiting:
                    frame, due = self._waiting.popleft()
                    self._recognition.feed(frame)
                    self.lags.append((time.perf_counter() - due) * 1000)
            finally:
                self._busy.release()


def as_it_comes(clip: Clip, condition: Condition, number: int) -> bytes:
    """The clip with silence or noise around and in it; which part of the noise, `number` says."""
    rate = TELEPHONE if condition.telephone else RATE
    around = silence(AROUND_MS, rate)
    speech = resampled(clip.pcm, RATE, rate)
    sound = samples_of(around + speech + around).astype(np.float64)
    if condition.noise:
        recording = read_wav(AUDIO / "noise" / NOISES[condition.noise])
        noise = samples_of(resampled(recording.pcm, recording.rate, rate)).astype(np.float64)
        noise = np.resize(np.roll(noise, -number * 5 * rate), sound.size)
        voice = np.mean(samples_of(speech).astype(np.float64) ** 2)
        sound += noise * np.sqrt(voice / np.mean(noise**2) / 10 ** (condition.decibels / 10))
    pcm = np.clip(sound, -32768, 32767).astype("<i2").tobytes()
    return resampled(pcm, rate, RATE)


def read_clips() -> Iterator[Clip]:
    """Both sets of recordings, in the order of their names."""
    texts = {path.with_suffix(".wav"): path for path in (AUDIO / "clips").glob("*.txt")}
    said = {recording: text.read_text(encoding="utf-8") for recording, text in texts.items()}
    vivos = AUDIO / "vivos"
    for line in (vivos / "transcripts.tsv").read_text(encoding="utf-8").splitlines():
        name, _, text = line.partition("\t")
        if text:
            said[vivos / f"{name}.wav"] = text
    for path in sorted(said):
        recording = read_wav(path)
        yield Clip(resampled(recording.pcm, recording.rate, RATE), as_words(said[path]))


def as_words(text: str) -> tuple[str, ...]:
    """A text as it is compared; see the head of this file."""
    spoken = (
        number_to_words(int(word)) if word.isdecimal() else word
        for word in syllables(unify_tone_marks(nfc(text)))
    )
    return tuple(" ".join(spoken).split())


def show(figures: dict[str, Any]) -> None:
    """Print the figures as tables."""
    console.print(str(Machine(**figures["machine"])))
    console.print(f"{figures['clips']} sentences, {figures['words']} syllables\n")
    for engine, measured in figures["engines"].items():
        table = Table("Sound", "Words wrong", "Real-time factor", title=engine)
        for condition, heard in measured["heard"].items():
            table.add_row(
                condition, f"{heard['word_error_rate']:.1%}", f"{heard['real_time_factor']:.3f}"
            )
        console.print(table)
        crowd = Table("Talking at once", "Real-time factor", "Cores busy", "Lag p50", "p95", "most")
        for number, cost in measured["at_once"].items():
            crowd.add_row(
                number,
                f"{cost['real_time_factor']:.3f}",
                f"{cost['cores']:.2f}",
                *(f"{cost[key]:.0f} ms" for key in ("lag_p50_ms", "lag_p95_ms", "lag_longest_ms")),
            )
        console.print(crowd)
        share = CORES / TALKING
        show_targets(
            {
                f"{engine}: real-time factor at most {share} with {number} at once, so that "
                f"{CORES} cores hear {TALKING}": cost["real_time_factor"] <= share
                for number, cost in measured["at_once"].items()
            }
        )


if __name__ == "__main__":
    main()

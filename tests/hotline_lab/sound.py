"""Telephone sound under the loupe: what is speech, what is silence, what is the same recording."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from math import gcd
from pathlib import Path

import numpy as np
from scipy.signal import correlate, resample_poly

RATE = 8000
WINDOW_SECONDS = 0.02
# Talk is above; line noise and coded silence are below. Full scale is 0.
SPEECH_DBFS = -42.0
# Pauses within speech that do not part it.
PAUSE_SECONDS = 0.3
SHORTEST_SPEECH_SECONDS = 0.1
# By so much of a sound it can be known again.
PIECE_SECONDS = 0.4


@dataclass(frozen=True)
class Sound:
    """Samples at 8 kHz, 16 bits, and the moment of the first one."""

    samples: np.ndarray
    since: float = 0.0

    @classmethod
    def silence(cls, seconds: float) -> Sound:
        """Nothing to hear."""
        return cls(np.zeros(round(seconds * RATE), dtype=np.int16))

    def __add__(self, other: Sound) -> Sound:
        return Sound(np.concatenate((self.samples, other.samples)), self.since)

    def over(self, background: Sound) -> Sound:
        """The two at once, as long as the background."""
        both = background.samples.astype(np.int32)
        length = min(len(both), len(self.samples))
        both[:length] += self.samples[:length]
        return Sound(np.clip(both, -32768, 32767).astype(np.int16), self.since)

    def as_background(self, of: Sound, decibels: float, seconds: float) -> Sound:
        """So many seconds of it, over and over, so many decibels below the speech `of`."""
        noise = np.resize(self.samples, round(seconds * RATE)).astype(float)
        speech = of.spoken().samples.astype(float)
        loudness = np.sqrt(np.mean(speech**2) / np.mean(noise**2))
        return Sound((noise * loudness / 10 ** (decibels / 20)).astype(np.int16))

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE

    def speech(self) -> list[tuple[float, float]]:
        """When there is speech: the moments at which each stretch of it begins and ends."""
        spans: list[tuple[float, float]] = []
        for number in np.flatnonzero(self._levels() > SPEECH_DBFS):
            begin = self.since + number * WINDOW_SECONDS
            end = begin + WINDOW_SECONDS
            if spans and begin - spans[-1][1] <= PAUSE_SECONDS:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((begin, end))
        return [(a, b) for a, b in spans if b - a >= SHORTEST_SPEECH_SECONDS]

    def spoken(self) -> Sound:
        """From the first to the last word: without the silence around them."""
        spans = self.speech()
        if not spans:
            return Sound.silence(0)
        first, last = (round((at - self.since) * RATE) for at in (spans[0][0], spans[-1][1]))
        return Sound(self.samples[first:last], spans[0][0])

    def contains(self, other: Sound) -> float:
        """How surely `other` is heard in here: 1 for the very same sound.

        The correlation of its pieces, each with the place most like it, of which the middle one
        counts: a packet that came late shifts the rest, and a busy machine has a few of them.
        """
        size = round(PIECE_SECONDS * RATE)
        starts = range(0, len(other.samples) - size + 1, size)
        pieces = [other.samples[start : start + size].astype(float) for start in starts]
        loud = [piece for piece in pieces if _loudness(piece) > SPEECH_DBFS]
        if not loud or len(self.samples) < size:
            return 0.0
        whole = self.samples.astype(float)
        powers = np.concatenate(([0.0], np.cumsum(whole**2)))
        power = np.maximum(powers[size:] - powers[:-size], 1.0)
        return float(np.median([_best_correlation(whole, power, piece) for piece in loud]))

    def _levels(self) -> np.ndarray:
        """Decibels below full scale, one value a window."""
        size = round(WINDOW_SECONDS * RATE)
        count = len(self.samples) // size
        return _loudness(self.samples[: count * size].reshape(count, size).astype(float))


def _loudness(windows: np.ndarray) -> np.ndarray:
    """Decibels below full scale of each row, without the steady part, which nobody hears."""
    power = np.mean((windows - windows.mean(axis=-1, keepdims=True)) ** 2, axis=-1)
    return 10 * np.log10(np.maximum(power, 1e-3) / 32768**2)


def _best_correlation(whole: np.ndarray, power: np.ndarray, piece: np.ndarray) -> float:
    """`power`: that of `whole` in each stretch as long as the piece."""
    products = correlate(whole, piece, mode="valid", method="fft")
    return float(np.max(products / np.sqrt(power * np.sum(piece**2))))


def at_telephone_rate(pcm: bytes, rate: int) -> Sound:
    """Mono 16-bit PCM of any rate, as the telephone carries it."""
    samples = np.frombuffer(pcm, dtype="<i2")
    shared = gcd(rate, RATE)
    slower = resample_poly(samples.astype(float), RATE // shared, rate // shared)
    return Sound(np.clip(slower, -32768, 32767).astype(np.int16))


def read(path: Path) -> Sound:
    """A recording, at the telephone's rate."""
    with wave.open(str(path), "rb") as recording:
        assert recording.getnchannels() == 1 and recording.getsampwidth() == 2, path
        return at_telephone_rate(
            recording.readframes(recording.getnframes()), recording.getframerate()
        )


def write(path: Path, sound: Sound) -> None:
    """Keep a sound as a WAV file."""
    with wave.open(str(path), "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(RATE)
        recording.writeframes(sound.samples.astype("<i2").tobytes())

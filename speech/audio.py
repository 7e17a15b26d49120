"""Sound in memory: resampling, WAV files, level, mu-law, frames.

Sound everywhere is mono, signed 16-bit little-endian PCM, as `bytes`.
"""

from __future__ import annotations

import wave
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from speech.errors import BadAudio

BYTES_PER_SAMPLE = 2
FRAME_MS = 20
SILENCE_DBFS = -96.0

_SAMPLE = np.dtype("<i2")
_FULL_SCALE = 32768.0


@dataclass(frozen=True)
class Recording:
    """Sound and its samples per second."""

    pcm: bytes
    rate: int

    @property
    def seconds(self) -> float:
        return seconds_of(self.pcm, self.rate)


class Resampler:
    """Turns one stream of sound into another rate as it comes, at most 2 ms late."""

    def __init__(self, from_rate: int, to_rate: int) -> None:
        """Rates are samples per second."""
        self._from_rate = from_rate
        self._to_rate = to_rate
        self._resampler: AudioResampler | None = None

    def feed(self, pcm: bytes) -> bytes:
        """Take in any number of whole samples; what is ready at the new rate comes out."""
        if self._from_rate == self._to_rate or not pcm:
            return pcm
        if self._resampler is None:
            self._resampler = AudioResampler(format="s16", layout="mono", rate=self._to_rate)
        return pcm_of(self._resampler.resample(frame_of(pcm, self._from_rate)))

    def flush(self) -> bytes:
        """The last of the stream; what is fed next begins a new one."""
        if self._resampler is None:
            return b""
        rest = pcm_of(self._resampler.resample(None))
        self._resampler = None
        return rest


def resampled(pcm: bytes, from_rate: int, to_rate: int) -> bytes:
    """A whole piece of sound at another rate."""
    resampler = Resampler(from_rate, to_rate)
    return resampler.feed(pcm) + resampler.flush()


def read_wav(path: Path) -> Recording:
    """Read a WAV file of any sample format and rate; several channels are mixed into one.

    Raises `BadAudio` if it is missing, no WAV file, broken or empty.
    """
    try:
        with av.open(str(path), format="wav") as container:
            if not container.streams.audio:
                raise BadAudio(f"{path} holds no sound.")
            stream = container.streams.audio[0]
            rate = stream.rate
            mono = AudioResampler(format="s16", layout="mono", rate=rate)
            parts = [pcm_of(mono.resample(frame)) for frame in container.decode(stream)]
            parts.append(pcm_of(mono.resample(None)))
    except FileNotFoundError:
        raise BadAudio(f"There is no file {path}.") from None
    except (av.FFmpegError, OSError, ValueError) as error:
        raise BadAudio(f"{path} is not a WAV file that can be read.") from error
    pcm = b"".join(parts)
    if not pcm:
        raise BadAudio(f"{path} is empty: it holds no sound.")
    return Recording(pcm, rate)


def write_wav(path: Path, recording: Recording) -> None:
    """Write a 16-bit mono WAV file, in place of one that is there."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(BYTES_PER_SAMPLE)
        file.setframerate(recording.rate)
        file.writeframes(recording.pcm)


def samples_of(pcm: bytes) -> NDArray[np.int16]:
    """The samples as numbers."""
    return np.frombuffer(pcm, _SAMPLE)


def frame_of(pcm: bytes, rate: int) -> av.AudioFrame:
    """Sound as PyAV takes it in."""
    frame = av.AudioFrame.from_ndarray(samples_of(pcm).reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate
    return frame


def pcm_of(frames: Iterable[av.AudioFrame]) -> bytes:
    """The sound of mono frames of PyAV."""
    return b"".join(frame.to_ndarray().astype(_SAMPLE).tobytes() for frame in frames)


def seconds_of(pcm: bytes, rate: int) -> float:
    """How long the sound lasts."""
    return len(pcm) / BYTES_PER_SAMPLE / rate


def silence(milliseconds: int, rate: int) -> bytes:
    """Digital silence."""
    return bytes(frame_bytes(rate, milliseconds))


def level_dbfs(pcm: bytes) -> float:
    """The level (root mean square) in decibels below full scale: 0 is the loudest, -96 silence."""
    samples = samples_of(pcm).astype(np.float64)
    if not samples.size:
        return SILENCE_DBFS
    rms = float(np.sqrt(np.mean(samples**2))) / _FULL_SCALE
    return max(SILENCE_DBFS, 20 * float(np.log10(rms))) if rms else SILENCE_DBFS


def frame_bytes(rate: int, milliseconds: int = FRAME_MS) -> int:
    """How many bytes a frame of that length has."""
    return rate * milliseconds // 1000 * BYTES_PER_SAMPLE


class Framer:
    """Cuts a stream of pieces of any size into frames of one size."""

    def __init__(self, rate: int, milliseconds: int = FRAME_MS) -> None:
        self._size = frame_bytes(rate, milliseconds)
        self._rest = b""

    def feed(self, pcm: bytes) -> Iterator[bytes]:
        """The frames that are whole by now; the rest waits for more."""
        sound = self._rest + pcm
        whole = len(sound) - len(sound) % self._size
        self._rest = sound[whole:]
        for start in range(0, whole, self._size):
            yield sound[start : start + self._size]

    def flush(self) -> bytes:
        """What waited for more, shorter than a frame."""
        rest, self._rest = self._rest, b""
        return rest


def mulaw_to_pcm(mulaw: bytes) -> bytes:
    """G.711 mu-law, as Twilio and North American telephones send it, to PCM."""
    return _LINEAR_OF_MULAW[np.frombuffer(mulaw, np.uint8)].tobytes()


def pcm_to_mulaw(pcm: bytes) -> bytes:
    """PCM to G.711 mu-law: each sample to the nearest of the 256 levels."""
    return _MULAW_OF_LINEAR[samples_of(pcm).astype(np.int32) + 32768].tobytes()


def _mulaw_levels() -> NDArray[np.int16]:
    code = ~np.arange(256, dtype=np.uint8)
    exponent, mantissa = (code >> 4) & 7, (code & 15).astype(np.int32)
    magnitude = (((mantissa << 3) + 132) << exponent) - 132
    return np.where(code & 128, -magnitude, magnitude).astype(_SAMPLE)


def _nearest_codes(levels: NDArray[np.int16]) -> NDArray[np.uint8]:
    """For every sample from -32768 on: the code of the level that is nearest."""
    order = np.argsort(levels, kind="stable")
    ascending = levels[order].astype(np.int32)
    boundaries = (ascending[1:] + ascending[:-1]) / 2
    codes = order.astype(np.uint8)[np.searchsorted(boundaries, np.arange(-32768, 32768))]
    codes[32768] = 0xFF  # zero has two codes; lines are silent with this one
    return codes


_LINEAR_OF_MULAW = _mulaw_levels()
_MULAW_OF_LINEAR = _nearest_codes(_LINEAR_OF_MULAW)

"""The recorded speech and noise that the tests use; none of it belongs to the project."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from speech.audio import read_wav, resampled, samples_of

AUDIO = Path(__file__).parents[2] / "../shared/data/audio"


def clip(name: str, rate: int = 16000) -> bytes:
    """A recorded sentence, such as `vn1`."""
    return _at(AUDIO / "clips" / f"{name}.wav", rate)


def said(name: str) -> str:
    """What is said in a clip."""
    return _there(AUDIO / "clips" / f"{name}.txt").read_text(encoding="utf-8")


def noise(name: str, seconds: float, rate: int = 16000) -> bytes:
    """The beginning of a recorded noise: `Coffee_Shop_new` or `Busy_City_Street_new`."""
    return _at(AUDIO / "noise" / f"{name}.wav", rate)[: int(seconds * rate) * 2]


def mixed(speech: bytes, noise: bytes, decibels: float) -> bytes:
    """Speech with as much noise that it is so many decibels louder."""
    voice = samples_of(speech).astype(np.float64)
    other = np.resize(samples_of(noise).astype(np.float64), voice.size)
    wanted = np.mean(voice**2) / 10 ** (decibels / 10)
    other *= np.sqrt(wanted / np.mean(other**2))
    return np.clip(voice + other, -32768, 32767).astype("<i2").tobytes()


def _at(path: Path, rate: int) -> bytes:
    recording = read_wav(_there(path))
    return resampled(recording.pcm, recording.rate, rate)


def _there(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"the recordings are not here: ../shared/data/audio/{path.parent.name}")
    return path

from __future__ import annotations

import numpy as np
import pytest

from speech.audio import samples_of
from speech.call.slower import Slower

RATE = 16000


def tone(hertz: float, seconds: float) -> bytes:
    times = np.arange(round(seconds * RATE)) / RATE
    return (8000 * np.sin(2 * np.pi * hertz * times)).astype("<i2").tobytes()


def loudest_frequency(pcm: bytes) -> float:
    spectrum = np.abs(np.fft.rfft(samples_of(pcm)))
    return float(np.argmax(spectrum)) * RATE / (len(pcm) / 2)


def test_it_takes_longer_at_the_same_pitch() -> None:
    sound = tone(300, 2)
    slower = Slower(RATE, 0.8)
    slow = b"".join(slower.feed(sound[at : at + 3200]) for at in range(0, len(sound), 3200))
    slow += slower.flush()
    assert len(slow) / len(sound) == pytest.approx(1.25, abs=0.02)
    assert loudest_frequency(slow) == pytest.approx(300, abs=5)

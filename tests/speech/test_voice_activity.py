"""Is this frame speech? In quiet, in noise, on the telephone's rate and the recognisers'."""

from __future__ import annotations

import numpy as np
import pytest

from speech.audio import Framer, silence
from speech.voice_activity import VoiceActivity
from tests.speech.recordings import clip, mixed, noise


def judged(pcm: bytes, rate: int) -> list[bool]:
    activity = VoiceActivity(rate)
    return [activity.is_speech(frame) for frame in Framer(rate).feed(pcm)]


@pytest.mark.parametrize("rate", [8000, 16000])
def test_silence_is_no_speech_and_a_sentence_is(rate: int) -> None:
    frames = judged(silence(1000, rate) + clip("vn1", rate) + silence(1000, rate), rate)
    assert not any(frames[:48])
    assert np.mean(frames[60:170]) > 0.85
    assert not any(frames[-30:])


@pytest.mark.parametrize("name", ["Coffee_Shop_new", "Busy_City_Street_new"])
def test_noise_alone_is_hardly_ever_taken_for_speech(name: str) -> None:
    assert np.mean(judged(noise(name, 20, 8000), 8000)) < 0.1


@pytest.mark.parametrize("name", ["Coffee_Shop_new", "Busy_City_Street_new"])
def test_speech_is_found_in_noise(name: str) -> None:
    sentence = clip("vn4", 8000)
    assert np.mean(judged(mixed(sentence, noise(name, 10, 8000), 10), 8000)) > 0.75


def test_frames_of_any_size_are_judged_alike() -> None:
    sentence = clip("vn2", 8000)
    by_size = []
    for milliseconds in (10, 20, 30, 60):
        activity = VoiceActivity(8000)
        frames = list(Framer(8000, milliseconds).feed(sentence))
        by_size.append(np.mean([activity.is_speech(frame) for frame in frames]))
    assert max(by_size) - min(by_size) < 0.05


def test_a_stream_does_not_remember_the_one_before() -> None:
    used = VoiceActivity(8000)
    for frame in Framer(8000).feed(clip("vn1", 8000)):
        used.is_speech(frame)
    del used  # its model goes on to the next stream
    assert not any(judged(silence(500, 8000), 8000))


def test_other_rates_are_refused() -> None:
    with pytest.raises(ValueError, match="44100"):
        VoiceActivity(44100)

"""The voice that always works."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from speech.audio import level_dbfs, seconds_of
from speech.errors import EngineUnavailable
from speech.voices.espeak import EspeakVoice

FEE = "Dạ, lệ phí đăng ký khai sinh đúng hạn là không đồng."
PLACE = "Anh chị nộp hồ sơ tại trung tâm phục vụ hành chính công của phường."


@pytest.fixture(scope="module")
def voice() -> EspeakVoice:
    return EspeakVoice()


def test_it_speaks_sentence_by_sentence(voice: EspeakVoice) -> None:
    said = list(voice.speak(f"{FEE} {PLACE}"))
    assert len(said) == 2
    for sound in said:
        # A dozen syllables: neither gabbled nor dragged.
        assert 2 < seconds_of(sound, voice.sample_rate) < 6
        assert -35 < level_dbfs(sound) < -6


def test_tones_are_heard(voice: EspeakVoice) -> None:
    sounds = {b"".join(voice.speak(word)) for word in ("ma", "mà", "má", "mả", "mã", "mạ")}
    assert len(sounds) == 6


def test_many_calls_at_once_hear_each_its_own(voice: EspeakVoice) -> None:
    texts = [f"{FEE} {word} {PLACE}" for word in ("một.", "hai.", "ba.", "bốn.")] * 6
    alone = [sum(map(len, voice.speak(text))) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda text: sum(map(len, voice.speak(text))), texts))
    # The engine adds a little chance to the sound: a few samples more or less.
    assert together == pytest.approx(alone, rel=0.02)


def test_first_sound_comes_at_once(voice: EspeakVoice) -> None:
    first = []
    for _ in range(5):
        begun = time.perf_counter()
        next(voice.speak(f"{FEE} {PLACE}"))
        first.append(time.perf_counter() - begun)
    assert min(first) < 0.1


@pytest.mark.parametrize("text", ["", "  ", "…", "\x00", "?!"])
def test_without_words_there_is_silence(voice: EspeakVoice, text: str) -> None:
    assert b"".join(voice.speak(text)) == b""


def test_strange_characters_do_no_harm(voice: EspeakVoice) -> None:
    plain = b"".join(voice.speak("Dạ có ạ"))
    strange = b"".join(voice.speak("Dạ\x00 có 👶 ạ <break time='9s'/>"))
    assert np.frombuffer(strange, np.int16).any()
    assert len(strange) >= len(plain) / 2


def test_a_missing_package_says_what_to_do() -> None:
    # In a process of its own: here the engine is loaded already.
    program = (
        "import sys; sys.modules['espeakng_loader'] = None\n"
        "from speech.voices.espeak import EspeakVoice\n"
        "EspeakVoice()"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.returncode == 1
    last = ended.stderr.strip().splitlines()[-1]
    assert EngineUnavailable.__name__ in last
    assert "uv sync --extra voices" in last


def test_missing_data_says_what_to_do() -> None:
    program = (
        "import espeakng_loader; espeakng_loader.get_data_path = lambda: '/nowhere'\n"
        "from speech.voices.espeak import EspeakVoice\n"
        "EspeakVoice()"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.returncode == 1
    last = ended.stderr.strip().splitlines()[-1]
    assert "/nowhere" in last and "uv sync" in last

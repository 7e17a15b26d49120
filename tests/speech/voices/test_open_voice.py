"""Which voice the settings choose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from settings import Settings
from speech.audio import seconds_of
from speech.errors import EngineUnavailable
from speech.voices import open_voice
from speech.voices.cache import SoundCache
from speech.voices.google import NAME
from tests.speech.voices.google_server import SOUND
from tests.speech.voices.tiny_piper_voice import make_voice

TEXT = "Dạ, lệ phí là không đồng."


def chosen(folder: Path, **more: Any) -> Settings:
    return Settings(_env_file=None, spoken_cache=folder / "spoken", **more)  # type: ignore[call-arg]


def test_without_a_file_it_is_espeak(tmp_path: Path) -> None:
    assert open_voice(chosen(tmp_path)).name.startswith("espeak-ng")


def test_with_a_file_it_is_piper_which_is_kept(tmp_path: Path) -> None:
    settings = chosen(tmp_path, piper_voice=make_voice(tmp_path))
    voice = open_voice(settings)
    assert voice.name.startswith("piper tiny")
    said = b"".join(voice.speak(TEXT))
    assert seconds_of(said, voice.sample_rate) > 0.5
    assert SoundCache(settings.spoken_cache).has(voice.name, TEXT)


def test_espeak_may_be_wanted_all_the_same(tmp_path: Path) -> None:
    settings = chosen(tmp_path, piper_voice=make_voice(tmp_path), voice="espeak")
    assert open_voice(settings).name.startswith("espeak-ng")


def test_piper_without_a_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="PIPER_VOICE"):
        open_voice(chosen(tmp_path, voice="piper"))


def test_google_is_heard_where_it_was_rendered_ahead(tmp_path: Path) -> None:
    settings = chosen(tmp_path, google_voice=True)
    SoundCache(settings.spoken_cache).store(NAME, TEXT, SOUND)
    voice = open_voice(settings)
    rendered = b"".join(voice.speak(TEXT))
    assert seconds_of(rendered, voice.sample_rate) == pytest.approx(1, abs=0.1)
    # Any other text is said in the house.
    assert seconds_of(b"".join(voice.speak("Anh chị nộp ở phường.")), voice.sample_rate) > 1.3
    # Without the setting it is not heard, though it is there.
    off = open_voice(chosen(tmp_path))
    assert seconds_of(b"".join(off.speak(TEXT)), off.sample_rate) > 1.3

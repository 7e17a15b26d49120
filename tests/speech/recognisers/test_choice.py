"""Which engine the settings mean."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from settings import Settings
from speech.errors import EngineUnavailable
from speech.models import VOSK_VI
from speech.recognisers import open_recogniser


def settings(models: Path, recogniser: str) -> Settings:
    return Settings(speech_models=models, recogniser=recogniser, _env_file=None)


def test_auto_is_viet_asr_where_no_model_of_vosk_is(tmp_path: Path) -> None:
    assert open_recogniser(settings(tmp_path, "auto")).name == "viet-asr"


def test_auto_is_vosk_where_its_model_is(tmp_path: Path, vosk_model: Path) -> None:
    (tmp_path / VOSK_VI.folder).symlink_to(vosk_model)
    assert open_recogniser(settings(tmp_path, "auto")).name == "vosk"


def test_auto_goes_on_with_viet_asr_when_the_model_of_vosk_is_broken(
    tmp_path: Path, vosk_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(vosk_model, tmp_path / VOSK_VI.folder)
    (tmp_path / VOSK_VI.folder / "am" / "final.mdl").write_bytes(b"")
    assert open_recogniser(settings(tmp_path, "auto")).name == "viet-asr"
    assert "bot models pull vosk-vi" in capsys.readouterr().out


def test_what_was_asked_for_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="bot models pull vosk-vi"):
        open_recogniser(settings(tmp_path, "vosk"))
    assert open_recogniser(settings(tmp_path, "viet-asr")).name == "viet-asr"


def test_with_no_engine_at_all_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "vietasr", None)
    with pytest.raises(EngineUnavailable, match="uv sync --extra speech"):
        open_recogniser(settings(tmp_path, "auto"))

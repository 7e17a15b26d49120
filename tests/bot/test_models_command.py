"""`bot models` as an operator types it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from settings import get_settings
from speech.models import CATALOGUE, VOSK_VI, Model, RemoteFile
from tests.bot.test_command import run
from tests.speech.file_server import FileServer, serving
from tests.speech.test_models import ARCHIVE, CONTENT


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for models, which the settings name."""
    monkeypatch.setattr(get_settings(), "speech_models", tmp_path / "models")
    monkeypatch.setenv("COLUMNS", "160")
    return tmp_path / "models"


def test_the_list_says_what_there_is_and_what_is_here(models: Path) -> None:
    listed = CliRunner().invoke(app, ["models", "list"])
    assert listed.exit_code == 0
    for key in CATALOGUE:
        assert key in listed.output
    assert "chưa có" in listed.output
    (models / VOSK_VI.folder).mkdir(parents=True)
    assert "đã có" in CliRunner().invoke(app, ["models", "list"]).output


def test_a_model_is_pulled_once(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(FileServer({"/a-model.zip": ARCHIVE}, cut_after=[70_000])) as server:
        digest = hashlib.sha256(ARCHIVE).hexdigest()
        file = RemoteFile(f"{server.url}/a-model.zip", len(ARCHIVE), digest)
        model = Model("a-model", "Thử", "Apache-2.0", "a-model", (file,))
        monkeypatch.setitem(CATALOGUE, "a-model", model)
        done = CliRunner().invoke(app, ["models", "pull", "a-model"])
        assert done.exit_code == 0, done.output
        assert "Đã tải và kiểm tra xong" in done.output
        weights = models / "a-model" / "am" / "final.mdl"
        assert weights.read_bytes() == CONTENT["a-model/am/final.mdl"]
        asked = len(server.asked)
        assert "Đã có" in CliRunner().invoke(app, ["models", "pull", "a-model"]).output
        assert len(server.asked) == asked
        weights.write_bytes(b"short")
        assert "bị hỏng" in CliRunner().invoke(app, ["models", "list"]).output
        assert CliRunner().invoke(app, ["models", "pull", "a-model"]).exit_code == 0
        assert weights.read_bytes() == CONTENT["a-model/am/final.mdl"]


def test_an_unknown_name_is_answered_with_the_names(models: Path) -> None:
    done = CliRunner().invoke(app, ["models", "pull", "vosk-xx"])
    assert done.exit_code != 0
    assert "vosk-vi" in done.output


def test_a_folder_that_cannot_be_used_ends_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file, not a folder")
    done = run("models", "pull", "vosk-vi", SPEECH_MODELS=str(tmp_path / "models"))
    assert done.returncode == 1
    assert "Lỗi: Không ghi được vào" in done.stderr
    assert "Traceback" not in done.stderr

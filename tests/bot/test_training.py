from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.dialogue.training import find_model, model_path
from bot.errors import NotReady
from settings import ROOT, Settings
from tests.support import bot_command

PARTS = ("actions", "bot", "knowledge", "nlu_data", "settings", "vietnamese")
PRINT_PATH = (
    "from bot.dialogue.training import model_path; from settings import get_settings; "
    "print(model_path(get_settings()).name)"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project that a test may change."""
    without_page = shutil.ignore_patterns("web", "__pycache__")
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=without_page)
    for file in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


def test_without_a_model_it_is_said_what_to_run(settings: Settings, tmp_path: Path) -> None:
    nowhere = settings.model_copy(update={"model_directory": tmp_path})
    with pytest.raises(NotReady, match="bot train"):
        find_model(nowhere)


def test_the_model_of_the_present_data_is_found(settings: Settings, model: Path) -> None:
    assert find_model(settings) == model == model_path(settings)


@pytest.mark.slow
@pytest.mark.parametrize(
    "changed",
    [
        "nlu_data/nlu/aspects.yml",
        "nlu_data/core/rules.yml",
        "config.yml",
        "domain.yml",
        "bot/nlu/intent_arbiter.py",
        "vietnamese/normaliser.py",
    ],
)
def test_a_model_belongs_to_the_data_and_the_code_it_was_trained_with(
    checkout: Path, changed: str
) -> None:
    before = _model_name(checkout)
    assert before == _model_name(checkout)
    with (checkout / changed).open("a", encoding="utf-8") as file:
        file.write("\n# thay đổi\n")
    assert _model_name(checkout) != before


@pytest.mark.slow
def test_broken_training_data_is_refused_with_a_reason(checkout: Path) -> None:
    (checkout / "nlu_data" / "core" / "rules.yml").write_text(
        'version: "3.1"\nrules:\n- rule: a\n  steps:\n  - intent: [greet\n', encoding="utf-8"
    )
    done = subprocess.run(
        bot_command("train"), cwd=checkout, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 1
    assert "Huấn luyện không thành công" in done.stderr
    assert not list((checkout / "models").glob("*.tar.gz"))


def _model_name(checkout: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", PRINT_PATH], cwd=checkout, capture_output=True, text=True, check=True
    ).stdout.strip()

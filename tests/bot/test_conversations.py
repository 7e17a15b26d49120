"""Whole conversations, as Rasa tests them: `tests/conversations/` against the trained model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.dialogue import rasa_speed
from bot.dialogue.in_process_actions import InProcessActions
from settings import ROOT

CONVERSATIONS = ROOT / "tests" / "conversations"


@pytest.mark.parametrize(
    "file", sorted(CONVERSATIONS.glob("test_*.yml")), ids=lambda file: file.stem
)
async def test_the_conversation_goes_as_written(file: Path, model: Path, tmp_path: Path) -> None:
    from rasa.core.agent import Agent
    from rasa.core.test import test as run_stories

    rasa_speed.install()
    agent = Agent(action_endpoint=InProcessActions())
    agent.load_model(model)
    evaluation = await run_stories(
        str(file), agent, e2e=True, out_directory=str(tmp_path), disable_plotting=True
    )
    failed = tmp_path / "failed_test_stories.yml"
    assert evaluation["report"]["conversation_accuracy"]["accuracy"] == 1.0, (
        failed.read_text(encoding="utf-8") if failed.is_file() else json.dumps(evaluation)
    )

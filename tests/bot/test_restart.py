"""A conversation outlives the process that had it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from actions.answer import Answer
from tests.bot.asking import answer_of, new_sender
from tests.support import RunningServer


@pytest.mark.slow
def test_after_a_power_cut_the_follow_up_is_understood(model: Path, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/assistant.db"
    sender = new_sender()
    with RunningServer(DATABASE_URL=database) as server:
        before = _ask(server, sender, "làm giấy khai sinh cho con")
        server.kill()
    with RunningServer(DATABASE_URL=database) as server:
        after = _ask(server, sender, "lệ phí bao nhiêu")
        assert _ask(server, sender, "nhắc lại") == after
    assert after.procedure is not None
    assert after.procedure == before.procedure
    assert after.aspect == "fee"


def _ask(server: RunningServer, sender: str, message: str) -> Answer:
    response = httpx.post(
        f"{server.url}/webhooks/rest/webhook",
        json={"sender": sender, "message": message},
        timeout=30,
    )
    return answer_of(response.json())

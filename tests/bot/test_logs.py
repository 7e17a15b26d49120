"""What a citizen writes is kept in the conversation and printed nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from actions.answer import Kind
from knowledge.database import connect
from tests.bot.asking import answer_of, new_sender
from tests.support import RunningServer

# Each could name a person; no two share a word.
SECRETS = ("Nguyễn Thị Bí Mật", "048099012345", "0905123456")


@pytest.mark.slow
def test_the_log_has_events_and_no_words_of_a_citizen(model: Path, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/assistant.db"
    with RunningServer(DATABASE_URL=database, LOG_LEVEL="INFO") as server:
        for secret in SECRETS:
            _ask(server, f"tôi là {secret} muốn làm khai sinh")
        _ask(server, f"{SECRETS[0]} " * 100)
        httpx.post(f"{server.url}/webhooks/rest/webhook", json={"sender": 5, "message": SECRETS[0]})
        httpx.get(f"{server.url}/api/procedures/search", params={"q": SECRETS[0]})
        _forbid_writing(database)
        answered = _ask(server, f"{SECRETS[0]} {SECRETS[1]} làm khai sinh")
        log = server.log()
    assert answered is not Kind.ERROR
    assert "disk is full" in log
    events = [json.loads(line) for line in log.splitlines() if line.startswith('{"')]
    assert "dialogue.turn" in [event["event"] for event in events if "milliseconds" in event]
    for secret in SECRETS:
        assert secret not in log
        assert json.dumps(secret).strip('"') not in log


def _ask(server: RunningServer, message: str) -> Kind:
    response = httpx.post(
        f"{server.url}/webhooks/rest/webhook",
        json={"sender": new_sender(), "message": message},
        timeout=30,
    )
    return answer_of(response.json()).kind


def _forbid_writing(database: str) -> None:
    """From now on no event of a conversation can be stored, as when the disk is full."""
    with connect(database).begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON events "
            "BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        )

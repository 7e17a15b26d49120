"""The actions in a server of their own, as Rasa's operators may run them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from actions.answer import Answer, Kind
from bot.runtime import Runtime
from settings import ROOT, Settings
from tests.bot.asking import answer_of, new_sender
from tests.support import RunningServer, free_port

pytestmark = pytest.mark.slow

QUESTIONS = ("làm giấy khai sinh cần giấy tờ gì", "lệ phí bao nhiêu", "bạn giúp được những việc gì")
STARTUP_SECONDS = 120


@contextmanager
def rasa(*arguments: str, health: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command of Rasa itself, on the loopback interface, from when its `health` address answers
    until the `with` block is left."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "rasa", *arguments],
            cwd=ROOT,
            env={**os.environ, "SANIC_HOST": "127.0.0.1", "RASA_TELEMETRY_ENABLED": "false"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            deadline = time.monotonic() + STARTUP_SECONDS
            while not _answers(health):
                log.seek(0)
                assert process.poll() is None, log.read().decode()
                assert time.monotonic() < deadline, log.read().decode()
                time.sleep(0.3)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def action_port(model: Path) -> Iterator[int]:
    """The port of a running `rasa run actions`."""
    port = free_port()
    with rasa(
        *("run", "actions", "--actions", "actions", "--port", str(port)),
        health=f"http://127.0.0.1:{port}/health",
    ):
        yield port


async def test_a_separate_action_server_gives_the_same_answers(
    action_port: int, runtime: Runtime, settings: Settings, model: Path
) -> None:
    remote = settings.model_copy(
        update={"action_server_url": f"http://127.0.0.1:{action_port}/webhook"}
    )
    other = Runtime(remote, lambda: model)
    other.start()
    other.wait_until_ready()
    here, there = new_sender(), new_sender()
    for question in QUESTIONS:
        local = answer_of(await runtime.handle(here, question))
        assert answer_of(await other.handle(there, question)) == local
        assert local.kind is not Kind.ERROR
    other.stop()


def test_the_server_speaks_to_it_when_told_so(action_port: int) -> None:
    with RunningServer(ACTION_SERVER_URL=f"http://127.0.0.1:{action_port}/webhook") as server:
        assert _ask(server.url, QUESTIONS[0]).kind is Kind.PROCEDURE


def test_without_the_action_server_the_citizen_gets_an_error_answer(model: Path) -> None:
    with RunningServer(ACTION_SERVER_URL=f"http://127.0.0.1:{free_port()}/webhook") as server:
        assert _ask(server.url, QUESTIONS[0]).kind is Kind.ERROR
        assert _ask(server.url, "xin chào").kind is Kind.GREETING


def test_rasas_own_server_answers_over_its_rest_channel(
    action_port: int, model: Path, tmp_path: Path
) -> None:
    endpoints = (ROOT / "endpoints.yml").read_text(encoding="utf-8")
    (tmp_path / "endpoints.yml").write_text(
        endpoints.replace(":5055/", f":{action_port}/"), encoding="utf-8"
    )
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with rasa(
        *("run", "-i", "127.0.0.1", "--port", str(port), "-m", str(model)),
        *("--endpoints", str(tmp_path / "endpoints.yml"), "--credentials", "credentials.yml"),
        health=url,
    ):
        messages = httpx.post(
            f"{url}/webhooks/rest/webhook",
            json={"sender": new_sender(), "message": QUESTIONS[0]},
            timeout=60,
        ).json()
    [answer] = [Answer.model_validate(said["custom"]) for said in messages if "custom" in said]
    assert answer.procedure is not None
    assert answer.procedure.code == "1.001193"
    assert answer.text in [said.get("text") for said in messages]


def _ask(url: str, message: str) -> Answer:
    body = {"sender": new_sender(), "message": message}
    return answer_of(httpx.post(f"{url}/webhooks/rest/webhook", json=body, timeout=60).json())


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.TransportError:
        return False

"""What one network address may do over the portal, whatever conversations it begins."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest

from tests.bot.portal_client import BASE, Citizen
from tests.knowledge.dossiers.examples import WRONG_DIGITS
from tests.support import RunningServer

ALLOWED = 15
PROOFS_PER_CALLER = 10

_addresses = count(1)


@pytest.fixture(scope="module")
def server(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    database = f"sqlite:///{tmp_path_factory.mktemp('limits')}/assistant.db"
    with RunningServer(
        DATABASE_URL=database,
        CONVERSATIONS_PER_CALLER=str(ALLOWED),
        MESSAGES_PER_CALLER=str(ALLOWED),
    ) as started:
        yield started


@pytest.fixture
def client(server: RunningServer) -> Iterator[httpx.Client]:
    """Somebody at an address of their own, behind the proxy on this machine."""
    headers = {"X-Forwarded-For": f"203.0.113.{next(_addresses)}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60) as opened:
        yield opened


def test_conversations_are_not_begun_without_end(client: httpx.Client) -> None:
    answers = [client.post(BASE) for _ in range(ALLOWED + 5)]
    assert [answer.status_code for answer in answers] == [201] * ALLOWED + [429] * 5
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 600
    assert "quá nhiều cuộc trò chuyện mới" in answers[-1].json()["detail"]


def test_messages_are_not_taken_without_end_and_a_refused_one_leaves_no_trace(
    client: httpx.Client,
) -> None:
    first, second = Citizen(client), Citizen(client)
    for number in range(ALLOWED):
        (first if number % 2 else second).say("xin chào")
    kept = len(first.until(0, 14))

    refused = first.request(
        "POST", "/messages", json={"client_id": str(uuid.uuid4()), "text": "còn tôi"}
    )

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "quá nhiều tin nhắn" in refused.json()["detail"]
    assert len(first.events()) == kept


def test_another_address_goes_on(client: httpx.Client, server: RunningServer) -> None:
    for _ in range(ALLOWED + 1):
        client.post(BASE)
    elsewhere = {"X-Forwarded-For": "198.51.100.1"}
    with httpx.Client(base_url=server.url, headers=elsewhere, timeout=60) as other:
        assert Citizen(other).ask("xin chào")["from"] == "bot"


def test_this_machine_is_not_one_caller(server: RunningServer) -> None:
    with httpx.Client(base_url=server.url, timeout=60) as here:
        assert {here.post(BASE).status_code for _ in range(ALLOWED + 5)} == {201}


def test_wrong_proofs_are_counted_over_all_conversations_of_a_caller(
    client: httpx.Client, server: RunningServer
) -> None:
    def tries(number: int, who: httpx.Client) -> str:
        code = f"000.00.19.H17-260814-{number:04d}"
        said = Citizen(who).ask(f"tra hồ sơ {code}, bốn số cuối {WRONG_DIGITS}")
        return str(said["text"])

    told = [tries(number, client) for number in range(PROOFS_PER_CALLER + 1)]

    assert all("không khớp, nên em chưa cho xem được" in text for text in told[:-1])
    assert "em tạm dừng tra cứu" in told[-1]
    with httpx.Client(
        base_url=server.url, headers={"X-Forwarded-For": "198.51.100.2"}, timeout=60
    ) as other:
        assert "Còn 4 lượt thử" in tries(5000, other)

"""Citizens and officers over a running server that has an officers' side."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.bot.portal_client import Citizen
from tests.support import RunningServer

TOKEN = "a-token-for-the-tests"
ALL_WEEK = "T2-CN 00:00-23:59"
WISH = "cho tôi gặp cán bộ"


class Officer:
    """An officer's client."""

    def __init__(self, client: httpx.Client, name: str = "Lan") -> None:
        self._client = client
        self.name = name

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self._client.get(f"/api/officer{path}", headers=_bearer(TOKEN), **more)

    def act(self, conversation_id: str, what: str, **body: Any) -> httpx.Response:
        return self._client.post(
            f"/api/officer/conversations/{conversation_id}/{what}",
            headers=_bearer(TOKEN),
            json={"officer": self.name, **body},
        )

    def say(self, conversation_id: str, text: str) -> httpx.Response:
        return self.act(conversation_id, "messages", client_id=str(uuid.uuid4()), text=text)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def client(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server whose officers are there the whole week."""
    database = f"sqlite:///{tmp_path_factory.mktemp('office')}/assistant.db"
    with (
        RunningServer(
            DATABASE_URL=database, OFFICER_TOKEN=TOKEN, OFFICE_HOURS=ALL_WEEK, HOLIDAYS=""
        ) as server,
        httpx.Client(base_url=server.url, timeout=60) as opened,
    ):
        yield opened


@pytest.fixture
def lan(client: httpx.Client) -> Officer:
    return Officer(client)


@pytest.fixture
def citizen(client: httpx.Client) -> Citizen:
    return Citizen(client)


def test_a_citizen_is_handed_over_and_back(citizen: Citizen, lan: Officer) -> None:
    told = citizen.ask(WISH)
    assert told["from"] == "system"
    assert told["custom"]["handover"]["state"] == "waiting"
    position = told["custom"]["handover"]["position"]
    queue = lan.get("/queue").json()
    assert queue["open"]
    [mine] = [shown for shown in queue["waiting"] if shown["id"] == citizen.id]
    assert (mine["position"], mine["text"]) == (position, WISH)

    assert lan.act(citizen.id, "accept").status_code == 200
    cursor = citizen.say("tôi hỏi về hộ khẩu")
    assert lan.say(citizen.id, "Dạ, anh/chị nói đi ạ.").status_code == 202
    [officer_said] = citizen.until(cursor, 1)
    assert (officer_said["from"], officer_said["custom"]) == ("officer", {"officer": "Lan"})
    assert lan.get(f"/conversations/{citizen.id}/events").json()["events"] == citizen.events()

    assert lan.act(citizen.id, "hand_back").status_code == 200
    assert citizen.events()[-1]["custom"]["handover"] == {"state": "bot"}
    assert citizen.ask("cảm ơn")["from"] == "bot"


def test_two_officers_do_not_speak_at_once(
    citizen: Citizen, lan: Officer, client: httpx.Client
) -> None:
    minh = Officer(client, "Minh")
    citizen.ask(WISH)
    assert lan.act(citizen.id, "accept").status_code == 200
    for response in (
        minh.act(citizen.id, "accept"),
        minh.say(citizen.id, "Dạ"),
        minh.act(citizen.id, "hand_back"),
    ):
        assert response.status_code == 409
        assert "Lan" in response.json()["detail"]


def test_officers_do_not_read_who_did_not_ask_for_them(citizen: Citizen, lan: Officer) -> None:
    citizen.ask("xin chào")
    assert lan.get(f"/conversations/{citizen.id}/events").status_code == 404
    assert lan.act(citizen.id, "accept").status_code == 409
    assert lan.act("unknown", "accept").status_code == 404
    assert lan.act("a%00b", "accept").status_code == 404


def test_the_citizen_gives_up_waiting(citizen: Citizen, lan: Officer) -> None:
    citizen.ask(WISH)
    assert citizen.ask("Không chờ nữa")["custom"]["handover"] == {"state": "bot"}
    assert citizen.id not in [shown["id"] for shown in lan.get("/queue").json()["waiting"]]


def test_the_number_to_call_back_is_for_the_officer_who_accepts(
    citizen: Citizen, lan: Officer, client: httpx.Client
) -> None:
    citizen.ask(WISH)
    path = f"/conversations/{citizen.id}/call_back"
    assert lan.get(path, params={"officer": "Lan"}).status_code == 409
    lan.act(citizen.id, "accept")
    assert lan.get(path, params={"officer": "Lan"}).json() == {"phone": None}

    citizen.say("gọi lại cho tôi số 0905 123 456")
    shown = lan.get(path, params={"officer": "Lan"})
    assert shown.json() == {"phone": "0905 123 456"}
    assert shown.headers["cache-control"] == "no-store"
    assert lan.get(path, params={"officer": "Minh"}).status_code == 409
    assert lan.get(path).status_code == 422
    read = lan.get(f"/conversations/{citizen.id}/events").json()["events"]
    assert read[-1]["text"] == "gọi lại cho tôi số [số điện thoại]"


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN.upper(), "ắ"])
def test_without_the_right_token_there_is_nothing(client: httpx.Client, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".strip().encode()}
    for method, path in [
        ("GET", "/queue"),
        ("GET", "/conversations/x/events"),
        ("GET", "/conversations/x/call_back?officer=Lan"),
        ("POST", "/conversations/x/accept"),
        ("POST", "/conversations/x/messages"),
        ("POST", "/conversations/x/hand_back"),
    ]:
        response = client.request(method, f"/api/officer{path}", headers=headers)
        assert response.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"officer": ""},
        {"officer": "  "},
        {"officer": "a" * 81},
        {"text": ""},
        {"text": "\u200b"},
        {"client_id": "x"},
    ],
)
def test_a_wrong_request_is_refused(citizen: Citizen, lan: Officer, body: dict[str, str]) -> None:
    right = {"client_id": str(uuid.uuid4()), "text": "Dạ"}
    response = lan.act(citizen.id, "messages", **{**right, **body})
    assert response.status_code == 422
    [problem] = response.json()["problems"]
    assert problem["field"] == next(iter(body))
    assert " " in problem["problem"]

"""The microphone's WebSocket: who takes a place, and who leaves early."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message
from starlette.websockets import WebSocket

from bot.server import listening, speech
from knowledge.library import Library
from settings import Settings
from tests.bot.web.portal import Portal

LISTEN = "/api/speech/listen"


@pytest.fixture
def client(settings: Settings, library: Library) -> Iterator[TestClient]:
    with TestClient(Portal(settings, library).app) as opened:
        yield opened


def test_who_has_not_said_who_they_are_takes_no_place(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "LISTENED_TO_AT_ONCE", 1)
    opened = client.post("/api/conversations").json()
    first = {"conversation": opened["id"], "secret": opened["secret"]}
    with client.websocket_connect(LISTEN), client.websocket_connect(LISTEN) as socket:
        socket.send_json(first)
        assert socket.receive_json() == {"ready": True}


def test_one_caller_does_not_hold_all_places(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech, "LISTENED_TO_AT_ONCE", 2)
    monkeypatch.setattr(speech, "LISTENED_TO_OF_ONE_CALLER", 1)
    neighbour = TestClient(client.app, client=("192.0.2.7", 50000))
    opened = client.post("/api/conversations").json()
    who = {"conversation": opened["id"], "secret": opened["secret"]}

    def answer(of: TestClient) -> object:
        with of.websocket_connect(LISTEN) as socket:
            socket.send_json(who)
            return socket.receive_json()

    with client.websocket_connect(LISTEN) as socket:
        socket.send_json(who)
        assert socket.receive_json() == {"ready": True}
        assert answer(client) == {"error": "busy"}
        assert answer(neighbour) == {"ready": True}
    assert answer(client) == {"ready": True}, "who has left holds no place"


async def test_who_left_before_the_refusal_is_no_error(client: TestClient) -> None:
    received: list[Message] = [
        {"type": "websocket.connect"},
        {"type": "websocket.receive", "text": "no json"},
    ]

    async def receive() -> Message:
        return received.pop(0)

    async def send(message: Message) -> None:
        if message["type"] != "websocket.accept":
            raise OSError("the connection is closed")

    scope = {"type": "websocket", "path": LISTEN, "headers": [], "app": client.app}
    await listening.listen(WebSocket(scope, receive, send))

"""A client of the portal's protocol, as docs/protocol.md describes it."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

Event = dict[str, Any]
BASE = "/api/conversations"


class Citizen:
    """One conversation over HTTP, from one device."""

    def __init__(self, client: httpx.Client, opened: dict[str, str] | None = None) -> None:
        """`opened`: the id and secret of a conversation; a new one without."""
        self.client = client
        opened = opened or client.post(BASE).raise_for_status().json()
        self.id, self.secret = opened["id"], opened["secret"]
        self.headers = {"Authorization": f"Bearer {self.secret}"}

    def request(self, method: str, path: str = "", **more: Any) -> httpx.Response:
        headers = {**self.headers, **more.pop("headers", {})}
        return self.client.request(method, f"{BASE}/{self.id}{path}", headers=headers, **more)

    def say(self, text: str, client_id: str | None = None) -> int:
        body = {"client_id": client_id or str(uuid.uuid4()), "text": text}
        response = self.request("POST", "/messages", json=body)
        assert response.status_code == 202, response.text
        return int(response.json()["cursor"])

    def events(self, after: int = 0, wait: float = 0) -> list[Event]:
        response = self.request("GET", "/events", params={"after": after, "wait": wait})
        assert response.status_code == 200, response.text
        events: list[Event] = response.json()["events"]
        return events

    def ask(self, text: str) -> Event:
        """Say something and wait for the first event that follows it."""
        return self.until(self.say(text), 1)[0]

    def until(self, after: int, count: int) -> list[Event]:
        """Wait for so many events after a cursor."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            events = self.events(after, wait=5)
            if len(events) >= count:
                return events
        raise AssertionError(f"fewer than {count} events: {events}")

    @contextmanager
    def stream(self, after: int = 0, **headers: str) -> Iterator[Iterator[Event]]:
        """The events of an open stream, as they come."""
        with self.client.stream(
            "GET",
            f"{BASE}/{self.id}/events",
            params={"after": after},
            headers={**self.headers, "Accept": "text/event-stream", **headers},
        ) as response:
            assert response.status_code == 200
            assert response.headers["content-type"].startswith("text/event-stream")
            yield _read(response.iter_lines())


def _read(lines: Iterator[str]) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in lines:
        if not line:
            if "data" in fields:
                assert fields["event"] == "message"
                event = json.loads(fields["data"])
                assert fields["id"] == str(event["cursor"])
                yield event
            fields = {}
        else:
            name, _, value = line.partition(": ")
            fields[name] = value

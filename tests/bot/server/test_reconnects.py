"""Connections that break at any moment: nothing is lost and nothing comes twice."""

from __future__ import annotations

import asyncio
import json
import random
import time
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support import RunningServer

CITIZENS = 10
CUTS_EACH = 50
MESSAGES_EACH = 30
# A phone sleeps, a train enters a tunnel: a connection lives this long at most, in seconds.
LONGEST_CONNECTION = 0.4
LONGEST_REQUEST = 1.0


class Phone:
    """A citizen on a bad line. Counts what comes, and takes nothing that has not come whole."""

    def __init__(self, url: str, chance: random.Random) -> None:
        self.url = url
        self.received: list[dict[str, Any]] = []
        self.sent: dict[str, str] = {}
        self.cuts = self.lost_replies = 0
        self._chance = chance

    async def begin(self) -> None:
        async with httpx.AsyncClient(base_url=self.url, timeout=30) as client:
            opened = (await client.post("/api/conversations")).raise_for_status().json()
        self.path = f"/api/conversations/{opened['id']}"
        self.headers = {"Authorization": f"Bearer {opened['secret']}"}

    @property
    def cursor(self) -> int:
        return int(self.received[-1]["cursor"]) if self.received else 0

    async def listen(self, seconds: float | None = None) -> None:
        """Follow the stream for so long, then cut it, wherever in an event that is."""
        try:
            async with asyncio.timeout(seconds):
                await self._follow()
        except (TimeoutError, httpx.TransportError):
            self.cuts += 1

    async def listen_with_cuts(self, cuts: int) -> None:
        while self.cuts < cuts:
            await self.listen(self._chance.uniform(0.0, LONGEST_CONNECTION))

    async def talk(self, messages: int) -> None:
        """Send messages, each again and again until an answer to the request comes through."""
        for number in range(messages):
            client_id, words = str(uuid.uuid4()), f"cảm ơn lần {number}"
            self.sent[client_id] = words
            while not await self._send(
                client_id, words, self._chance.uniform(0.0, LONGEST_REQUEST)
            ):
                self.lost_replies += 1
            await asyncio.sleep(self._chance.uniform(0, 2 * LONGEST_CONNECTION))

    async def _send(self, client_id: str, words: str, seconds: float) -> bool:
        body = {"client_id": client_id, "text": words}
        try:
            async with (
                asyncio.timeout(seconds),
                httpx.AsyncClient(base_url=self.url, headers=self.headers) as client,
            ):
                response = await client.post(f"{self.path}/messages", json=body)
        except (TimeoutError, httpx.TransportError):
            return False
        return response.status_code == 202

    async def _follow(self) -> None:
        headers = {**self.headers, "Accept": "text/event-stream"}
        if self.received and self._chance.random() < 0.5:
            headers["Last-Event-ID"] = str(self.cursor)
            parameters = {}
        else:
            parameters = {"after": self.cursor}
        async with (
            httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30) as client,
            client.stream("GET", f"{self.path}/events", params=parameters) as response,
        ):
            buffer = b""
            async for chunk in response.aiter_raw():
                *whole, buffer = (buffer + chunk).split(b"\n\n")
                for event in whole:
                    self._take(event.decode())

    def _take(self, event: str) -> None:
        for line in event.splitlines():
            if line.startswith("data: "):
                self.received.append(json.loads(line.removeprefix("data: ")))

    async def kept(self) -> list[dict[str, Any]]:
        """What the server has, once every message is answered."""
        async with (
            asyncio.timeout(60),
            httpx.AsyncClient(base_url=self.url, headers=self.headers, timeout=30) as client,
        ):
            while True:
                events = (await client.get(f"{self.path}/events")).json()["events"]
                if len(events) >= 2 * len(self.sent):
                    return list(events)
                await asyncio.sleep(0.2)


@pytest.mark.slow
async def test_five_hundred_cuts_lose_nothing_and_double_nothing(server_url: str) -> None:
    phones = [Phone(server_url, random.Random(number)) for number in range(CITIZENS)]
    await asyncio.gather(*(phone.begin() for phone in phones))
    await asyncio.gather(
        *(phone.listen_with_cuts(CUTS_EACH) for phone in phones),
        *(phone.talk(MESSAGES_EACH) for phone in phones),
    )
    lost, doubled, events = await _compare(phones)
    print(
        f"\n{sum(phone.cuts for phone in phones)} cuts, "
        f"{sum(phone.lost_replies for phone in phones)} requests sent again, "
        f"{events} events: {lost} lost, {doubled} doubled"
    )
    assert (lost, doubled) == (0, 0)
    assert sum(phone.cuts for phone in phones) >= CITIZENS * CUTS_EACH


@pytest.mark.slow
async def test_a_server_that_is_killed_loses_nothing_and_doubles_nothing(
    model: Path, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path}/assistant.db"
    phones = [Phone("", random.Random(number)) for number in range(5)]
    with RunningServer(DATABASE_URL=database) as first:
        for phone in phones:
            phone.url = first.url
            await phone.begin()
        listening = [asyncio.create_task(phone.listen()) for phone in phones]
        talking = [asyncio.create_task(phone.talk(10)) for phone in phones]
        await asyncio.sleep(2)
        first.kill()
        await asyncio.gather(*listening)
    with RunningServer(DATABASE_URL=database) as second:
        for phone in phones:
            phone.url = second.url
        started = time.monotonic()
        await asyncio.gather(*talking)
        lost, doubled, events = await _compare(phones)
    seconds = time.monotonic() - started
    print(f"\nkilled once, {events} events, {seconds:.0f} s: {lost} lost, {doubled} doubled")
    assert (lost, doubled) == (0, 0)


async def _compare(phones: list[Phone]) -> tuple[int, int, int]:
    """How many events were lost and doubled, and how many there are; phones hear to the end."""
    lost = doubled = events = 0
    for phone in phones:
        kept = await phone.kept()
        await phone.listen(2)
        cursors = [event["cursor"] for event in phone.received]
        lost += len({event["cursor"] for event in kept} - set(cursors))
        doubled += len(cursors) - len(set(cursors))
        events += len(kept)
        assert cursors == sorted(cursors)
        assert [event for event in phone.received if event["cursor"] <= len(kept)] == kept
        said = {event["client_id"]: event["text"] for event in kept if event["from"] == "citizen"}
        assert said == phone.sent
        assert [event["from"] for event in kept].count("bot") == len(phone.sent)
    return lost, doubled, events

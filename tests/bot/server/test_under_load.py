"""Many messages at once: none is lost, and the server stays awake."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator

import httpx
import pytest

from actions.answer import Kind
from settings import Settings
from tests.bot.asking import answer_of, kept_messages, new_sender

WEBHOOK = "/webhooks/rest/webhook"


@pytest.fixture
async def client(server_url: str) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=300)
    async with httpx.AsyncClient(base_url=server_url, timeout=120, limits=limits) as opened:
        yield opened


@pytest.mark.slow
async def test_two_hundred_messages_of_one_citizen_are_all_answered_and_kept(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    sender = new_sender()
    sent = [f"cảm ơn lần {number}" for number in range(200)]
    responses = await asyncio.gather(
        *(client.post(WEBHOOK, json={"sender": sender, "message": message}) for message in sent)
    )
    assert {response.status_code for response in responses} == {200}
    assert all(answer_of(response.json()).kind is not Kind.ERROR for response in responses)
    assert sorted(kept_messages(settings.database_url, sender)) == sorted(sent)


async def test_the_server_stays_awake_while_it_answers(client: httpx.AsyncClient) -> None:
    await client.get("/health")
    answering = [
        asyncio.create_task(
            client.post(
                WEBHOOK,
                json={"sender": new_sender(), "message": "đăng ký kết hôn cần giấy tờ gì"},
            )
        )
        for _ in range(30)
    ]
    waits = []
    while not all(task.done() for task in answering):
        asked = time.perf_counter()
        assert (await client.get("/health")).status_code == 200
        waits.append(time.perf_counter() - asked)
        await asyncio.sleep(0.01)
    assert {task.result().status_code for task in answering} == {200}
    assert len(waits) >= 10
    assert statistics.quantiles(waits, n=20)[-1] < 0.1

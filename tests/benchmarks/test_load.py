"""What the load generator takes for an answer, asked of a small REST channel."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Response

from benchmarks.load import REST, Load, is_answered

app = FastAPI()
SAID: dict[str, list[dict[str, Any]]] = {
    "answered": [{"recipient_id": "a", "text": "Dạ, ở phường ạ.", "custom": {"kind": "answer"}}],
    "two utterances": [{"custom": {"kind": "smalltalk"}}, {"text": "Dạ, em chào anh/chị."}],
    "nothing": [],
    "starting": [{"text": "Dạ, em đang khởi động.", "custom": {"kind": "error"}}],
}


@app.post(REST)
def webhook(incoming: dict[str, str], response: Response) -> list[dict[str, Any]]:
    if incoming["message"] not in SAID:
        response.status_code = 500
        return []
    return SAID[incoming["message"]]


@pytest.mark.parametrize(
    ("message", "counts"),
    [
        ("answered", True),
        ("two utterances", True),
        ("nothing", False),
        ("starting", False),
        ("broken", False),
    ],
)
async def test_only_text_that_reports_no_failure_is_an_answer(message: str, counts: bool) -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as http:
        assert await is_answered(http, "citizen", message) is counts


def test_slices_of_time_add_up() -> None:
    load = Load(seconds=2.0, milliseconds=[10.0, 20.0], errors=1)
    load.add(Load(seconds=2.0, milliseconds=[30.0, 40.0]))
    assert load.throughput == 1.0
    assert load.figures() == {
        "messages": 4,
        "messages_per_second": 1.0,
        "p50_ms": 25.0,
        "p95_ms": 38.5,
        "errors": 1,
    }

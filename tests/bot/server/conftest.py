from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from actions.answer import Answer
from tests.bot.asking import answer_of, new_sender

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def client(server_url: str) -> Iterator[httpx.Client]:
    """An HTTP client of the running server."""
    with httpx.Client(base_url=server_url, timeout=60) as opened:
        yield opened


@pytest.fixture
def ask(client: httpx.Client) -> Ask:
    """Asks over the REST channel, in one conversation for the whole test."""
    here = new_sender()

    def ask_it(message: str, sender: str = here, **more: Any) -> Answer:
        response = client.post(
            "/webhooks/rest/webhook", json={"sender": sender, "message": message, **more}
        )
        assert response.status_code == 200, response.text
        return answer_of(response.json())

    return ask_it

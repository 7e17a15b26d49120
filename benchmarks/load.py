"""The load: so many citizens at once, each waiting for an answer before writing again."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from benchmarks.figures import percentile
from benchmarks.questions import AskedQuestion, conversations

TIMEOUT_SECONDS = 60.0
REST = "/webhooks/rest/webhook"
_senders = itertools.count()


@dataclass
class Load:
    """What clients saw: the milliseconds of each answered message, and how many failed."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    errors: int = 0

    def add(self, other: Load) -> None:
        """Count what another slice of time has seen."""
        self.seconds += other.seconds
        self.milliseconds += other.milliseconds
        self.errors += other.errors

    @property
    def throughput(self) -> float:
        """Answered messages a second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def figures(self) -> dict[str, float]:
        return {
            "messages": len(self.milliseconds),
            "messages_per_second": round(self.throughput, 1),
            "p50_ms": round(percentile(self.milliseconds, 50), 1),
            "p95_ms": round(percentile(self.milliseconds, 95), 1),
            "errors": self.errors,
        }


async def drive(
    url: str, questions: Sequence[AskedQuestion], clients: int, seconds: float, offset: int = 0
) -> Load:
    """Keep `clients` citizens talking to the REST channel at `url` for `seconds`.

    `offset` chooses where in the questions to begin. A message under way at the end is waited
    for and counted, with the time it takes.
    """
    load = Load()
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=TIMEOUT_SECONDS) as http:
        started = time.perf_counter()
        deadline = started + seconds
        await asyncio.gather(
            *(
                _talk(http, questions, offset + 7 * client, deadline, load)
                for client in range(clients)
            )
        )
        load.seconds = time.perf_counter() - started
    return load


async def _talk(
    http: httpx.AsyncClient,
    questions: Sequence[AskedQuestion],
    offset: int,
    deadline: float,
    load: Load,
) -> None:
    for messages in conversations(questions, offset):
        sender = f"citizen-{next(_senders)}"
        for message in messages:
            if time.perf_counter() >= deadline:
                return
            asked = time.perf_counter()
            if await is_answered(http, sender, message):
                load.milliseconds.append((time.perf_counter() - asked) * 1000)
            else:
                load.errors += 1


async def is_answered(http: httpx.AsyncClient, sender: str, message: str) -> bool:
    """Whether a message gets an answer that has text in it and does not report a failure."""
    try:
        response = await http.post(REST, json={"sender": sender, "message": message})
    except httpx.TransportError:
        return False
    if response.status_code != 200:
        return False
    said = response.json()
    failed = any((utterance.get("custom") or {}).get("kind") == "error" for utterance in said)
    return not failed and any(utterance.get("text") for utterance in said)

"""Knows at any moment whether the bot can be asked, so that no caller waits for finding out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import structlog

from bot.hotline.assistant import problem_of

log = structlog.get_logger()

SECONDS_BETWEEN = 2.0


class BotWatch:
    """`problem` says why the bot cannot be asked; it is empty when it can."""

    def __init__(self, client: httpx.AsyncClient, seconds_between: float = SECONDS_BETWEEN) -> None:
        """`client` is as for `BotAssistant`."""
        self.problem = "the bot was not asked yet"
        self._client = client
        self._seconds_between = seconds_between

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look now, and then again and again until the `async with` block is left."""
        await self._look()
        watching = asyncio.create_task(self._look_for_ever())
        try:
            yield
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def _look_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self._seconds_between)
            await self._look()

    async def _look(self) -> None:
        before, self.problem = self.problem, await problem_of(self._client)
        if self.problem and self.problem != before:
            log.error("hotline.bot_lost", reason=self.problem)
        elif before and not self.problem:
            log.info("hotline.bot_found")

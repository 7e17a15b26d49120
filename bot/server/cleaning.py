"""Deletes old conversations while the server runs: when it starts, and once a day."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from bot.dialogue.retention import delete_old_conversations
from knowledge.database import connect
from knowledge.errors import KnowledgeError
from settings import Settings

log = structlog.get_logger()

SECONDS_BETWEEN = 24 * 60 * 60


@asynccontextmanager
async def daily_cleaning(
    settings: Settings, seconds_between: float = SECONDS_BETWEEN
) -> AsyncIterator[None]:
    """Clean in the background until the `async with` block is left; requests never wait for it."""
    cleaning = asyncio.create_task(_clean_for_ever(settings, seconds_between))
    try:
        yield
    finally:
        cleaning.cancel()
        await asyncio.gather(cleaning, return_exceptions=True)


async def _clean_for_ever(settings: Settings, seconds_between: float) -> None:
    while True:
        try:
            deleted = await asyncio.to_thread(_clean, settings)
            log.info("retention.cleaned", conversations=deleted, days=settings.retention_days)
        except KnowledgeError as error:
            log.error("retention.failed", reason=str(error))
        await asyncio.sleep(seconds_between)


def _clean(settings: Settings) -> int:
    engine = connect(settings.database_url)
    try:
        return delete_old_conversations(engine, settings.retention_days)
    finally:
        engine.dispose()

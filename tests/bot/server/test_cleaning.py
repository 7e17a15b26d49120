"""The server deletes old conversations by itself, while it answers."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import insert, select
from sqlalchemy.engine import Engine
from structlog.testing import capture_logs

from bot.server.cleaning import daily_cleaning
from knowledge.database import connect, upgrade
from settings import Settings

EVENTS = SQLTrackerStore.SQLEvent.__table__
# Seconds after which something is taken to happen no more.
WAIT = 10.0


@pytest.fixture
def kept(tmp_path: Path) -> Engine:
    """A database with two conversations: one of yesterday and one of a hundred days ago."""
    engine = connect(f"sqlite:///{tmp_path}/assistant.db")
    upgrade(engine)
    SQLTrackerStore.Base.metadata.create_all(engine)
    add(engine, "yesterday", 1)
    add(engine, "long ago", 100)
    return engine


def add(engine: Engine, sender: str, days_ago: int) -> None:
    moment = time.time() - days_ago * 24 * 60 * 60
    with engine.begin() as connection:
        connection.execute(
            insert(EVENTS).values(sender_id=sender, type_name="user", data="{}", timestamp=moment)
        )


def count(engine: Engine) -> int:
    with engine.connect() as connection:
        return len(connection.execute(select(EVENTS.c.id)).all())


async def until_there_are(events: int, engine: Engine) -> None:
    deadline = time.monotonic() + WAIT
    while count(engine) != events:
        assert time.monotonic() < deadline, f"{count(engine)} events, not {events}"
        await asyncio.sleep(0.02)


async def test_it_cleans_at_the_start_and_again_later(kept: Engine) -> None:
    settings = Settings(database_url=str(kept.url), retention_days=90)
    async with daily_cleaning(settings, seconds_between=0.05):
        await until_there_are(1, kept)
        add(kept, "again long ago", 100)
        await until_there_are(1, kept)


async def test_it_holds_nobody_up(kept: Engine) -> None:
    """Another writer has the database for a while; the event loop goes on."""
    settings = Settings(database_url=str(kept.url), retention_days=90)
    with kept.connect() as writer:
        writer.exec_driver_sql("BEGIN IMMEDIATE")
        async with daily_cleaning(settings):
            longest = 0.0
            for _ in range(20):
                before = time.perf_counter()
                await asyncio.sleep(0.01)
                longest = max(longest, time.perf_counter() - before)
            writer.rollback()
            await until_there_are(1, kept)
    assert longest < 5


async def test_a_failure_is_logged_and_tried_again() -> None:
    settings = Settings(database_url="postgresql://nobody:nothing@127.0.0.1:1/none")
    with capture_logs() as events:
        async with daily_cleaning(settings, seconds_between=0.01):
            deadline = time.monotonic() + WAIT
            while len(events) < 2 and time.monotonic() < deadline:
                await asyncio.sleep(0.02)
    assert [event["event"] for event in events[:2]] == ["retention.failed", "retention.failed"]
    assert "bot db clean" in events[0]["reason"]

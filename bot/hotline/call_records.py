"""What is kept of calls: one JSON line each, in a file a day, and recordings where wanted."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger()

SECONDS_BETWEEN_CLEANINGS = 24 * 60 * 60
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})[.-]")


class CallRecords:
    """The folder of the records; made when the first call ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, record: dict[str, Any]) -> None:
        """Add a record, readable by this user alone. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        line = json.dumps(record, ensure_ascii=False) + "\n"
        path = self._folder / f"{today().isoformat()}.jsonl"
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with open(descriptor, "a", encoding="utf-8") as file:
            file.write(line)


def today() -> date:
    """The day, by UTC, after which files are named."""
    return datetime.now(UTC).date()


def delete_old(folder: Path, days: int) -> int:
    """Delete the files of a folder that were named after a day before `days` ago; how many."""
    last = today() - timedelta(days=days)
    deleted = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        named = _DAY.match(path.name)
        if named and path.is_file() and _is_before(named[1], last):
            path.unlink()
            deleted += 1
    return deleted


@asynccontextmanager
async def daily_cleaning(
    folders: list[Path], days: int, seconds_between: float = SECONDS_BETWEEN_CLEANINGS
) -> AsyncIterator[None]:
    """Clean now and once a day, in the background, until the `async with` block is left."""
    cleaning = asyncio.create_task(_clean_for_ever(folders, days, seconds_between))
    try:
        yield
    finally:
        cleaning.cancel()
        await asyncio.gather(cleaning, return_exceptions=True)


async def _clean_for_ever(folders: list[Path], days: int, seconds_between: float) -> None:
    while True:
        for folder in folders:
            try:
                deleted = await asyncio.to_thread(delete_old, folder, days)
                log.info("hotline.cleaned", files=deleted, days=days)
            except OSError as error:
                log.error("hotline.not_cleaned", reason=str(error))
        await asyncio.sleep(seconds_between)


def _is_before(day: str, last: date) -> bool:
    try:
        return date.fromisoformat(day) < last
    except ValueError:
        return False

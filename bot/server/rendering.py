"""With GOOGLE_VOICE: renders published texts while the server runs, when it starts and when
something was published. No request and no call waits for it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.published_texts import published_texts
from knowledge.errors import KnowledgeError
from knowledge.library import Library
from settings import Settings
from speech.errors import EngineUnavailable

log = structlog.get_logger()

# How often is looked for what was published, and for a service that was not there.
SECONDS_BETWEEN = 15 * 60.0


class _Stopped(Exception):
    """The server is stopping."""


@asynccontextmanager
async def rendering_ahead(
    library: Library, settings: Settings, seconds_between: float = SECONDS_BETWEEN
) -> AsyncIterator[None]:
    """Render in a thread until the `async with` block is left; without GOOGLE_VOICE nothing."""
    if not settings.google_voice:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(
        target=_render_until, args=(stop, library, settings, seconds_between), name="rendering"
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        await asyncio.to_thread(thread.join)


def _render_until(
    stop: threading.Event, library: Library, settings: Settings, seconds_between: float
) -> None:
    rendered = -1
    while not stop.is_set():
        try:
            library.refresh()
            if (revision := library.revision) != rendered:
                _render(stop, library, settings)
                rendered = revision
        except _Stopped:
            return
        except (EngineUnavailable, KnowledgeError) as error:
            log.error("voices.rendering_failed", reason=str(error))
        except SQLAlchemyError as error:
            # The database may be back at the next look.
            log.error("voices.rendering_failed", reason=type(error).__name__)
        stop.wait(seconds_between)


def _render(stop: threading.Event, library: Library, settings: Settings) -> None:
    try:
        from speech.voices.cache import SoundCache
        from speech.voices.google import GoogleVoice
        from speech.voices.rendering import render_ahead
    except ImportError as error:
        raise EngineUnavailable("Hãy chạy `uv sync --extra speech`.") from error

    def sleep(seconds: float) -> None:
        if stop.wait(seconds):
            raise _Stopped

    def may_go_on(_so_far: object) -> None:
        if stop.is_set():
            raise _Stopped

    cache = SoundCache(settings.spoken_cache, unused_days=settings.retention_days)
    with GoogleVoice(sleep=sleep) as voice:
        done = render_ahead(published_texts(library), voice, cache, sleep, may_go_on)
    log.info("voices.rendered", made=done.made, already=done.already, refused=done.refused)

"""Builds the FastAPI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from bot.conversations.opening import open_channel
from bot.installation_key import installation_key
from bot.runtime import Runtime
from bot.server import (
    api_docs,
    chat,
    conversations,
    dossiers,
    errors,
    health,
    listening,
    officer,
    page,
    privacy,
    procedures,
    protection,
    speech,
)
from bot.server.cleaning import daily_cleaning
from bot.server.rendering import rendering_ahead
from knowledge.library import Library
from settings import Settings


def create_app(runtime: Runtime, library: Library, settings: Settings) -> FastAPI:
    """The application over a runtime that loads while it already answers.

    Raises `OfficeHoursInvalid` for settings that cannot be read, or `SecretKeyUnavailable`.
    """
    key = installation_key(settings)
    channel = open_channel(runtime, settings, key)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        runtime.start()
        channel.start()
        async with daily_cleaning(settings), rendering_ahead(library, settings):
            yield
        await channel.stop()
        runtime.stop()

    app = FastAPI(
        title="Trợ lý thủ tục hành chính Đà Nẵng",
        description="Trả lời câu hỏi về thủ tục hành chính từ hồ sơ đã công bố, có nguồn.",
        version="0.1.0",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    # The newest version that the Swagger page of `api_docs` draws.
    app.openapi_version = "3.0.2"
    app.state.runtime = runtime
    app.state.library = library
    app.state.channel = channel
    app.state.settings = settings
    app.state.installation_key = key
    app.state.speech = speech.SpeechEngines(settings)
    protection.install(app)
    errors.install(app)
    app.include_router(health.router)
    app.include_router(chat.router)
    app.include_router(conversations.router)
    app.include_router(officer.router)
    app.include_router(procedures.router)
    app.include_router(privacy.router)
    app.include_router(dossiers.router)
    app.include_router(speech.router)
    app.include_router(listening.router)
    api_docs.install(app)
    page.install(app)
    return app

"""The FastAPI application of the hotline: call control, WebSocket calls, health and metrics."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from bot.hotline import media
from bot.hotline.call_records import daily_cleaning
from bot.hotline.calls import Next, is_call_id
from bot.hotline.service import Hotline
from settings import Settings
from speech.telephony import audiosocket
from speech.telephony.audiosocket import AudioSocketServer
from speech.telephony.audiosocket_frames import KINDS
from speech.telephony.switchboard import Announced, CallRefused

# What `/calls/{id}/start` answers where the call is to be connected.
CONNECT = "hotline"
_LONGEST_FORM_BYTES = 4096
_LONGEST_CALLER = 64


class Health(BaseModel):
    """The process is up."""

    status: str = "ok"


class Readiness(BaseModel):
    """What is in; `reason` says what an operator can do."""

    ready: bool
    recogniser: str
    voice: str
    bot: bool
    calls: int
    reason: str = ""


def create_app(hotline: Hotline, settings: Settings, listener: socket.socket) -> FastAPI:
    """The application; while it runs, it takes AudioSocket calls on `listener`."""
    limits = audiosocket.Limits(connections=2 * settings.calls_at_once + 20)
    audiosocket_server = AudioSocketServer(hotline, limits)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await audiosocket_server.start(listener)
        folders = [settings.call_records, *([settings.call_audio] if settings.call_audio else [])]
        async with (
            hotline.bot.running(),
            daily_cleaning(folders, settings.retention_days),
        ):
            yield
        await audiosocket_server.stop()
        await hotline.close()

    app = FastAPI(title="Tổng đài", lifespan=lifespan, docs_url=None, redoc_url=None)
    _add_call_control(app, hotline)
    _add_operation(app, hotline)
    media.install(app, hotline, settings.twilio_auth_token.get_secret_value())
    return app


def _add_call_control(app: FastAPI, hotline: Hotline) -> None:
    @app.api_route("/calls/{call_id}/start", methods=["GET", "POST"])
    async def start(
        call_id: str, fields: Annotated[dict[str, str], Depends(_fields)]
    ) -> PlainTextResponse:
        """A call is about to be connected: does the hotline take it?"""
        rate = fields.get("rate", "")
        if not is_call_id(call_id) or not (rate == "" or rate in map(str, KINDS)):
            return PlainTextResponse(Next.OFFICER, status_code=400)
        announced = Announced(
            fields.get("caller", "")[:_LONGEST_CALLER], int(rate) if rate else None
        )
        try:
            hotline.announce(call_id, announced)
        except CallRefused:
            return PlainTextResponse(Next.OFFICER)
        return PlainTextResponse(CONNECT)

    @app.get("/calls/{call_id}/next")
    async def what_next(call_id: str) -> PlainTextResponse:
        """The sound has ended: what becomes of the caller?"""
        return PlainTextResponse(await hotline.next(call_id))

    @app.delete("/calls/{call_id}")
    async def end(call_id: str) -> Response:
        """End a call after the present sentence."""
        return Response(status_code=204 if hotline.end(call_id) else 404)


def _add_operation(app: FastAPI, hotline: Hotline) -> None:
    @app.get("/health")
    async def health() -> Health:
        return Health()

    @app.get("/ready", responses={503: {"model": Readiness}})
    async def ready(response: Response) -> Readiness:
        """200 when a call can be taken, else 503 with the reason."""
        reason = hotline.bot.problem
        if reason:
            response.status_code = 503
        return Readiness(
            ready=not reason,
            recogniser=hotline.recogniser.name,
            voice=hotline.voice.name,
            bot=not reason,
            calls=hotline.calls,
            reason=reason,
        )

    @app.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _fields(request: Request) -> dict[str, str]:
    """What a dialplan sends: fields of a form, or of the query."""
    form = b""
    async for chunk in request.stream():
        form += chunk
        if len(form) > _LONGEST_FORM_BYTES:
            break
    read = parse_qs(form[:_LONGEST_FORM_BYTES].decode("utf-8", "replace"))
    return {**request.query_params, **{name: values[0] for name, values in read.items()}}

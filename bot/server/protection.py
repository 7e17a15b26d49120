"""What stands before every route: a bound on the request's size, and security headers."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A thousand characters of Vietnamese in JSON escapes, with metadata, stay well below.
MAX_BODY_BYTES = 64 * 1024

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self)",
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
    ),
}
# Swagger's page draws itself with inline scripts from another host; it is for developers only.
WITHOUT_POLICY = ("/docs",)


class BoundedBody:
    """Refuses a larger request with 413, whether it states its length or not."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0

        async def bounded_receive() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES:
                raise HTTPException(413, f"Yêu cầu lớn quá {MAX_BODY_BYTES // 1024} KB.")
            return message

        await self._app(scope, bounded_receive, send)


class SecurityHeaders:
    """Adds `HEADERS` to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    if name != "Content-Security-Policy" or not scope["path"].startswith(
                        WITHOUT_POLICY
                    ):
                        headers[name] = value
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def install(app: FastAPI) -> None:
    """Put both before the routes."""
    app.add_middleware(BoundedBody)
    app.add_middleware(SecurityHeaders)

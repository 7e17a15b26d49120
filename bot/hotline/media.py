"""The WebSocket addresses to which Asterisk and Twilio connect for a call."""

from __future__ import annotations

import asyncio

import structlog
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

from bot.hotline.calls import is_call_id
from speech.errors import BadFrame
from speech.telephony import twilio, websocket
from speech.telephony.chan_websocket import AsteriskDialect
from speech.telephony.switchboard import Switchboard
from speech.telephony.twilio import TwilioDialect
from speech.telephony.websocket import Message, SocketClosed

log = structlog.get_logger()

# The subprotocol that Asterisk asks for.
ASTERISK_SUBPROTOCOL = "media"
POLICY_VIOLATION = 1008


def install(app: FastAPI, switchboard: Switchboard, twilio_token: str) -> None:
    """`twilio_token`: without one, Twilio's address is closed."""

    @app.websocket("/media/asterisk")
    async def asterisk(connection: WebSocket, call: str = "") -> None:
        if not is_call_id(call):
            log.warning("chan_websocket.refused", reason="no call=ID in the address")
            await connection.close(POLICY_VIOLATION)
            return
        offered = connection.scope.get("subprotocols", [])
        await connection.accept(
            subprotocol=ASTERISK_SUBPROTOCOL if ASTERISK_SUBPROTOCOL in offered else None
        )
        socket = _Socket(connection)
        try:
            start = await _first(socket)
            dialect = AsteriskDialect(start, call, switchboard.announced(call).caller)
            await websocket.serve(dialect, socket, switchboard)
        except (BadFrame, SocketClosed, TimeoutError) as error:
            log.warning("chan_websocket.ended", call=call, reason=str(error) or "no start came")
        finally:
            await socket.close()

    @app.websocket("/media/twilio")
    async def media_stream(connection: WebSocket) -> None:
        if not _is_from_twilio(connection, twilio_token):
            log.warning("twilio.refused", reason="closed, or the signature is wrong")
            await connection.close(POLICY_VIOLATION)
            return
        await connection.accept()
        socket = _Socket(connection)
        try:
            start = await _first(socket)
            if twilio.is_preface(start):
                start = await _first(socket)
            dialect = TwilioDialect(start)
            # The signature covers the address alone, and an id names files.
            if not is_call_id(dialect.call_id):
                raise BadFrame("the callSid is no id of a call")
            await websocket.serve(dialect, socket, switchboard)
        except (BadFrame, SocketClosed, TimeoutError) as error:
            log.warning("twilio.ended", reason=str(error) or "no start came")
        finally:
            await socket.close()


def _is_from_twilio(connection: WebSocket, token: str) -> bool:
    url = connection.url
    query = f"?{url.query}" if url.query else ""
    # TLS ends at the proxy before us; Twilio signs the address that it knows.
    signed = f"wss://{connection.headers.get('host', '')}{url.path}{query}"
    signature = connection.headers.get("x-twilio-signature", "")
    return bool(token) and twilio.is_signed(token, signed, signature)


async def _first(socket: _Socket) -> Message:
    async with asyncio.timeout(websocket.Limits.start_seconds):
        return await socket.receive()


class _Socket:
    """FastAPI's WebSocket as the one of `speech.telephony.websocket`."""

    def __init__(self, connection: WebSocket) -> None:
        self._connection = connection

    async def receive(self) -> Message:
        try:
            message = await self._connection.receive()
        except RuntimeError as error:
            raise SocketClosed("closed") from error
        if message["type"] == "websocket.disconnect":
            raise SocketClosed("closed")
        text = message.get("text")
        return text if text is not None else message.get("bytes") or b""

    async def send(self, message: Message) -> None:
        try:
            if isinstance(message, str):
                await self._connection.send_text(message)
            else:
                await self._connection.send_bytes(message)
        except (RuntimeError, WebSocketDisconnect) as error:
            raise SocketClosed("closed") from error

    async def close(self) -> None:
        try:
            async with asyncio.timeout(websocket.Limits.unread_seconds):
                await self._connection.close()
        except (RuntimeError, WebSocketDisconnect, TimeoutError):
            pass  # it is closed already, or its peer does not read

"""The other end of a WebSocket, in memory: what it says is put in, what it hears is looked at."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from speech.telephony.websocket import Message, SocketClosed


class ScriptedSocket:
    """A `Socket` whose other end is the test."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.closed = False
        self.reading = asyncio.Event()
        self.reading.set()
        self._incoming: asyncio.Queue[Message | None] = asyncio.Queue()

    def say(self, message: Message | dict[str, Any]) -> None:
        """The other end sends something; a dict as JSON."""
        self._incoming.put_nowait(json.dumps(message) if isinstance(message, dict) else message)

    def go_away(self) -> None:
        self._incoming.put_nowait(None)

    def objects(self) -> list[dict[str, Any]]:
        """The text messages that were sent."""
        return [json.loads(message) for message in self.sent if isinstance(message, str)]

    def sound(self) -> bytes:
        """The binary messages that were sent, joined."""
        return b"".join(message for message in self.sent if isinstance(message, bytes))

    async def receive(self) -> Message:
        message = await self._incoming.get()
        if message is None:
            raise SocketClosed("closed")
        return message

    async def send(self, message: Message) -> None:
        await self.reading.wait()
        if self.closed:
            raise SocketClosed("closed")
        self.sent.append(message)

    async def close(self) -> None:
        self.closed = True

"""The PBX's side of AudioSocket, and a switchboard that is no assistant."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from speech.call.line import Event, HungUp, Line
from speech.telephony.audiosocket import AudioSocketServer, Limits
from speech.telephony.audiosocket_frames import DIGIT, HANG_UP, ID, RATES, Frame
from speech.telephony.switchboard import Announced, CallRefused

Talk = Callable[[Line], Coroutine[Any, Any, None]]


class Pbx:
    """One call as Asterisk makes it."""

    def __init__(self, port: int, call_id: str | None = None) -> None:
        self.call_id = call_id or str(uuid4())
        self._port = port
        self._unread = b""

    async def __aenter__(self) -> Pbx:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.writer.transport.abort()

    def identify(self) -> None:
        self.send(Frame(ID, UUID(self.call_id).bytes))

    def say(self, pcm: bytes, kind: int = 0x10) -> None:
        self.send(Frame(kind, pcm))

    def press(self, key: str) -> None:
        self.send(Frame(DIGIT, key.encode()))

    def hang_up(self) -> None:
        self.send(Frame(HANG_UP))

    def send(self, frame: Frame) -> None:
        self.writer.write(bytes(frame))

    async def frame(self) -> Frame | None:
        """The next frame; None when the connection is closed."""
        try:
            header = await self.reader.readexactly(3)
            payload = await self.reader.readexactly(int.from_bytes(header[1:], "big"))
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        return Frame(header[0], payload)

    async def hear(self, byte_count: int) -> bytes:
        """So many bytes of sound that are not silence."""
        heard = b""
        while len(heard) < byte_count:
            frame = await self.frame()
            assert frame is not None
            if frame.kind in RATES and any(frame.payload):
                heard += frame.payload
        return heard

    async def until_closed(self) -> list[Frame]:
        """Every frame up to the end of the connection."""
        frames = []
        async with asyncio.timeout(10):
            while (frame := await self.frame()) is not None:
                frames.append(frame)
        return frames


class Switchboard:
    """Holds each call by `talk`; refuses a second one with the same id."""

    def __init__(self, talk: Talk | None = None) -> None:
        self.announcements: dict[str, Announced] = {}
        self.lines: dict[str, Line] = {}
        self.events: dict[str, list[Event]] = {}
        self._talk = talk or self.echo

    def announced(self, call_id: str) -> Announced:
        return self.announcements.get(call_id, Announced())

    async def take(self, line: Line) -> None:
        if line.call_id in self.lines:
            raise CallRefused("a call with this id is going on")
        self.lines[line.call_id] = line
        try:
            await self._talk(line)
        finally:
            del self.lines[line.call_id]

    async def echo(self, line: Line) -> None:
        """Play back what is said until the line ends."""
        events = self.events.setdefault(line.call_id, [])
        async for event in line.events():
            events.append(event)
            if hasattr(event, "pcm"):
                line.play(event.pcm)

    def ending(self, call_id: str) -> str:
        """Why a call ended."""
        last = self.events[call_id][-1]
        assert isinstance(last, HungUp)
        return last.reason


@asynccontextmanager
async def running(switchboard: Switchboard, **limits: float) -> AsyncIterator[int]:
    """A server on a port of the loopback interface."""
    server = AudioSocketServer(switchboard, Limits(**limits))
    listener = socket.create_server(("127.0.0.1", 0))
    await server.start(listener)
    try:
        yield listener.getsockname()[1]
    finally:
        await server.stop()

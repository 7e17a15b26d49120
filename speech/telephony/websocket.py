"""Calls over a WebSocket whose other end has a queue for what the caller hears.

What differs between Asterisk and Twilio is in a `Dialect`, which is pure.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Protocol

import structlog

from speech.audio import BYTES_PER_SAMPLE
from speech.call.line import Event, HungUp
from speech.errors import BadFrame
from speech.telephony.event_queue import EventQueue
from speech.telephony.playout import RemotePlayout
from speech.telephony.switchboard import CallRefused, Switchboard

log = structlog.get_logger()

Message = str | bytes

# How much the other end is given before it is heard: enough for a busy machine, little to drop.
AHEAD_SECONDS = 3.0
PIECE_SECONDS = 0.2


class SocketClosed(ConnectionError):
    """The other end has closed the WebSocket."""


class Socket(Protocol):
    """A WebSocket that was accepted."""

    async def receive(self) -> Message:
        """The next message. Raises `SocketClosed`."""

    async def send(self, message: Message) -> None:
        """Raises `SocketClosed`. Waits while the other end does not read."""

    async def close(self) -> None:
        """More than once does no harm."""


@dataclass(frozen=True)
class Flow:
    """The other end wants more sound, or none for now."""

    open: bool


@dataclass(frozen=True)
class Mark:
    """The other end has played everything that was sent before the mark of this name."""

    name: str


class Dialect(Protocol):
    """What is said on the socket, for one call, from its start on."""

    name: str
    call_id: str
    caller: str
    sample_rate: int

    def read(self, message: Message) -> Iterable[Event | Flow | Mark]:
        """What a message means. Raises `BadFrame`."""

    def sound(self, pcm: bytes) -> Iterable[Message]:
        """Queue sound at the other end."""

    def mark(self, name: str) -> Iterable[Message]:
        """Ask to be told when everything before was played, a rest of less than a frame too."""

    def flush(self) -> Iterable[Message]:
        """Drop what is queued at the other end, marks too."""

    def hang_up(self) -> Iterable[Message]:
        """End the call."""


@dataclass(frozen=True)
class Limits:
    """How long, in seconds, a peer may leave us waiting."""

    start_seconds: float = 5
    silence_seconds: float = 60
    unread_seconds: float = 2
    # Beyond the moment at which all that was sent must have been played.
    mark_seconds: float = 5


async def serve(
    dialect: Dialect, socket: Socket, switchboard: Switchboard, limits: Limits | None = None
) -> None:
    """One call, until it is over; then the socket is closed."""
    limits = limits or Limits()
    line = WebSocketLine(dialect, socket, limits)
    work = [asyncio.create_task(line.receive()), asyncio.create_task(line.send())]
    try:
        await switchboard.take(line)
    except CallRefused as error:
        log.warning(f"{dialect.name}.refused", call=dialect.call_id, reason=str(error))
    finally:
        await line.hang_up()
        await socket.close()
        for task in work:
            task.cancel()
        for ending in await asyncio.gather(*work, return_exceptions=True):
            if isinstance(ending, Exception):
                log.error(f"{dialect.name}.failed", call=dialect.call_id, exc_info=ending)


class WebSocketLine:
    """A call over a WebSocket; see `speech.call.line.Line`."""

    def __init__(self, dialect: Dialect, socket: Socket, limits: Limits) -> None:
        self.call_id = dialect.call_id
        self.caller = dialect.caller
        self.sample_rate = dialect.sample_rate
        self._dialect = dialect
        self._socket = socket
        self._limits = limits
        self._bytes_per_second = dialect.sample_rate * BYTES_PER_SAMPLE
        self._events = EventQueue()
        self._remote = RemotePlayout()
        self._waiting = bytearray()
        self._flushing = False
        self._flowing = True
        # How often sound was queued, and how often the last time all was known to be heard.
        self._played_count = 0
        self._confirmed_count = 0
        # Marks to be sent, and those not reported yet.
        self._names = (str(number) for number in count(1))
        self._unsent_marks: list[str] = []
        self._marks: dict[str, asyncio.Event] = {}
        self._wake = asyncio.Event()
        self._hung_up = asyncio.Event()

    def events(self) -> AsyncIterator[Event]:
        return self._events.events()

    def play(self, pcm: bytes) -> None:
        if pcm and not self._events.closed:
            self._waiting += pcm
            self._played_count += 1
            self._wake.set()

    def flush(self) -> None:
        if self._events.closed:
            return
        self._waiting.clear()
        self._unsent_marks.clear()
        self._remote.flushed(time.monotonic())
        self._confirmed_count = self._played_count
        self._flushing = True
        self._wake.set()
        self._release_marks()

    async def played(self) -> None:
        if self._events.closed or self._confirmed_count == self._played_count:
            return
        played_count = self._played_count
        name, reached = next(self._names), asyncio.Event()
        self._marks[name] = reached
        self._unsent_marks.append(name)
        self._wake.set()
        try:
            await self._reached(name, reached)
            self._confirmed_count = max(self._confirmed_count, played_count)
        finally:
            self._marks.pop(name, None)

    def heard_ms(self) -> int:
        return int(self._remote.heard(time.monotonic()) * 1000)

    async def hang_up(self) -> None:
        if self._events.closed:
            return
        self._end("hung up here")
        try:
            await self._send_all(self._dialect.hang_up())
        except (SocketClosed, TimeoutError) as error:
            log.warning(f"{self._dialect.name}.not_hung_up", call=self.call_id, reason=str(error))
        await self._socket.close()

    async def receive(self) -> None:
        """Take in what the other end sends until the call is over."""
        try:
            while not self._events.closed:
                async with asyncio.timeout(self._limits.silence_seconds):
                    message = await self._socket.receive()
                for event in self._dialect.read(message):
                    await self._take_in(event)
        except SocketClosed:
            self._end("the peer closed the connection")
        except TimeoutError:
            self._fail(f"the peer is silent for {self._limits.silence_seconds:g} s")
        except BadFrame as error:
            self._fail(str(error))
        finally:
            self._end("nothing can be received")

    async def send(self) -> None:
        """Send what is to be heard, as far ahead as is good, until the call is over."""
        try:
            while not self._events.closed:
                await self._send_next()
        except SocketClosed:
            self._end("the peer closed the connection")
        except TimeoutError:
            self._fail("the peer stopped reading")
        finally:
            self._end("nothing can be sent")

    async def _take_in(self, event: Event | Flow | Mark) -> None:
        match event:
            case Flow(is_open):
                self._flowing = is_open
                self._wake.set()
            case Mark(name):
                if reached := self._marks.get(name):
                    reached.set()
            case HungUp(reason):
                self._end(reason)
            case _:
                await self._events.put(event)

    async def _send_next(self) -> None:
        self._wake.clear()
        now = time.monotonic()
        too_early = self._remote.ahead(now) - AHEAD_SECONDS
        if self._flushing:
            self._flushing = False
            await self._send_all(self._dialect.flush())
        elif self._waiting and self._flowing and too_early <= 0:
            piece = self._next_piece()
            self._remote.sent(len(piece) / self._bytes_per_second, now)
            await self._send_all(self._dialect.sound(piece))
        elif self._unsent_marks and not self._waiting:
            await self._send_all(self._dialect.mark(self._unsent_marks.pop(0)))
        else:
            await self._wait(too_early if self._waiting and self._flowing else None)

    def _next_piece(self) -> bytes:
        samples = int(self.sample_rate * PIECE_SECONDS)
        piece = bytes(self._waiting[: samples * BYTES_PER_SAMPLE])
        del self._waiting[: len(piece)]
        return piece

    async def _wait(self, seconds: float | None) -> None:
        """Until there is something to do, or for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _send_all(self, messages: Iterable[Message]) -> None:
        for message in messages:
            async with asyncio.timeout(self._limits.unread_seconds):
                await self._socket.send(message)

    async def _reached(self, name: str, reached: asyncio.Event) -> None:
        """Wait for a mark; a peer that never reports it must not hold the call for ever."""
        while not reached.is_set():
            queued = len(self._waiting) / self._bytes_per_second
            left = queued + self._remote.ahead(time.monotonic()) + self._limits.mark_seconds
            try:
                async with asyncio.timeout(left):
                    await reached.wait()
            except TimeoutError:
                if self._flowing and not self._waiting:
                    log.warning(f"{self._dialect.name}.mark_lost", call=self.call_id, mark=name)
                    return

    def _release_marks(self) -> None:
        for reached in self._marks.values():
            reached.set()

    def _fail(self, reason: str) -> None:
        if not self._events.closed:
            log.warning(f"{self._dialect.name}.ended", call=self.call_id, reason=reason)
        self._end(reason)

    def _end(self, reason: str) -> None:
        if self._events.closed:
            return
        self._events.close(reason)
        self._waiting.clear()
        self._release_marks()
        self._wake.set()
        log.info(f"{self._dialect.name}.closed", call=self.call_id, reason=reason)

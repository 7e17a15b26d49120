"""Asterisk's AudioSocket: a TCP server to which the PBX connects once for each call.

The protocol has no queue for what is played, so sound is sent at the pace at which it is heard,
silence where there is nothing to say: without it the caller gets no RTP, and the call is dropped.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

import structlog

from speech.call.line import Audio, Digit, Event
from speech.errors import BadFrame
from speech.telephony.audiosocket_frames import (
    DIGIT,
    ERROR,
    HANG_UP,
    KINDS,
    Frame,
    FrameParser,
    call_id_of,
)
from speech.telephony.event_queue import EventQueue
from speech.telephony.keys import KEYS
from speech.telephony.pacing import Pacer
from speech.telephony.playout import Playout
from speech.telephony.switchboard import CallRefused, Switchboard

log = structlog.get_logger()

USUAL_RATE = 8_000
# In the kernel, for what the peer has not read: small, so that one who stopped is noticed.
_SEND_BUFFER_BYTES = 16_384
_READ_BYTES = 4096


@dataclass(frozen=True)
class Limits:
    """How long, in seconds, a peer may leave us waiting, and how many may be connected."""

    id_seconds: float = 5
    first_sound_seconds: float = 0.2
    silence_seconds: float = 60
    unread_seconds: float = 2
    farewell_seconds: float = 1
    connections: int = 200


class AudioSocketServer:
    """Listens from `start` to `stop`."""

    def __init__(self, switchboard: Switchboard, limits: Limits | None = None) -> None:
        self._switchboard = switchboard
        self._limits = limits or Limits()
        self._calls: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self, listener: socket.socket) -> None:
        """Take the calls that come to a listening socket."""
        self._server = await asyncio.start_server(self._connected, sock=listener)

    async def stop(self) -> None:
        """Listen no more, and cut the calls that are left."""
        if self._server is not None:
            self._server.close()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = _address(writer)
        if len(self._calls) >= self._limits.connections:
            log.warning("audiosocket.refused", peer=peer, reason="too many connections")
            writer.transport.abort()
            return
        call = asyncio.create_task(self._serve(reader, writer, peer))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: str
    ) -> None:
        _tune(writer)
        connection = _Connection(reader, writer)
        try:
            await self._converse(connection, peer)
        except (BadFrame, TimeoutError) as error:
            log.warning("audiosocket.ended", peer=peer, reason=str(error))
        except ConnectionError as error:
            log.warning("audiosocket.ended", peer=peer, reason=f"connection lost: {error}")
        except Exception as error:
            # One broken call; the others must not notice.
            log.exception("audiosocket.failed", peer=peer, error=type(error).__name__)
        finally:
            await connection.close(self._limits.farewell_seconds)

    async def _converse(self, connection: _Connection, peer: str) -> None:
        """One call, from its id to its end."""
        limits = self._limits
        first = await connection.frame(limits.id_seconds, "no id came")
        if first is None:
            log.info("audiosocket.ended", peer=peer, reason="closed before the call's id")
            return
        call_id = call_id_of(first)
        announced = self._switchboard.announced(call_id)
        rate = announced.sample_rate
        early: list[Frame] = []
        if rate is None:
            rate, early = await connection.first_rate(limits.first_sound_seconds)
        line = AudioSocketLine(call_id, announced.caller, rate, connection, limits)
        talking = asyncio.create_task(self._switchboard.take(line))
        reading = asyncio.create_task(line.read(early))
        try:
            await talking
        except CallRefused as error:
            log.warning("audiosocket.refused", call=call_id, peer=peer, reason=str(error))
        finally:
            talking.cancel()
            await line.hang_up()
            reading.cancel()
            await asyncio.gather(talking, return_exceptions=True)
            with suppress(asyncio.CancelledError):
                await reading


class AudioSocketLine:
    """A call over AudioSocket; see `speech.call.line.Line`."""

    def __init__(
        self,
        call_id: str,
        caller: str,
        sample_rate: int,
        connection: _Connection,
        limits: Limits,
    ) -> None:
        self.call_id = call_id
        self.caller = caller
        self.sample_rate = sample_rate
        self._connection = connection
        self._limits = limits
        self._kind = KINDS[sample_rate]
        self._playout = Playout(sample_rate)
        self._events = EventQueue()
        self._unread_since: float | None = None
        self._pacer = Pacer(self._send_frame)

    def events(self) -> AsyncIterator[Event]:
        return self._events.events()

    def play(self, pcm: bytes) -> None:
        if not self._events.closed:
            self._playout.play(pcm)

    def flush(self) -> None:
        self._playout.flush()

    async def played(self) -> None:
        await self._playout.played()

    def heard_ms(self) -> int:
        return self._playout.heard_ms()

    async def hang_up(self) -> None:
        self._end("hung up here")
        self._connection.hang_up()

    async def read(self, early: list[Frame]) -> None:
        """Take in what the peer sends, `early` first, until the call is over."""
        try:
            for frame in early:
                await self._take_in(frame)
            while not self._events.closed:
                frame_or_end = await self._connection.frame(
                    self._limits.silence_seconds, "the peer is silent"
                )
                if frame_or_end is None:
                    self._end("the peer hung up")
                else:
                    await self._take_in(frame_or_end)
        except (BadFrame, TimeoutError) as error:
            self._fail(str(error))
        except ConnectionError as error:
            self._fail(f"connection lost: {error}")
        finally:
            self._end("nothing can be received")

    async def _take_in(self, frame: Frame) -> None:
        if frame.sample_rate is not None:
            if frame.sample_rate != self.sample_rate:
                raise BadFrame(f"sound of {frame.sample_rate} Hz in a call of {self.sample_rate}")
            if frame.payload:
                await self._events.put(Audio(frame.payload))
        elif frame.kind == DIGIT:
            key = chr(frame.payload[0])
            if key in KEYS:
                await self._events.put(Digit(key))
        elif frame.kind == HANG_UP:
            self._end("the caller hung up")
        elif frame.kind == ERROR:
            self._fail(f"the PBX reports the error {frame.payload.hex() or 'unknown'}")

    def _send_frame(self) -> None:
        if self._connection.unread_bytes > self._playout.frame_bytes:
            now = time.monotonic()
            self._unread_since = self._unread_since or now
            if now - self._unread_since > self._limits.unread_seconds:
                self._fail("the peer stopped reading")
            return
        self._unread_since = None
        self._connection.send(Frame(self._kind, self._playout.next_frame()))

    def _fail(self, reason: str) -> None:
        if not self._events.closed:
            log.warning("audiosocket.ended", call=self.call_id, reason=reason)
        self._end(reason)

    def _end(self, reason: str) -> None:
        if self._events.closed:
            return
        self._events.close(reason)
        self._pacer.stop()
        self._playout.flush()
        schedule = self._pacer.schedule
        log.info(
            "audiosocket.closed",
            call=self.call_id,
            reason=reason,
            late_frames=schedule.late,
            skipped_frames=schedule.skipped,
            largest_gap_ms=round(schedule.largest_gap * 1000),
        )


class _Connection:
    """Frames over a TCP connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._parser = FrameParser()
        self._frames = self._parser.feed(b"")
        self._hung_up = False

    async def frame(self, seconds: float, otherwise: str) -> Frame | None:
        """The next frame; None when the peer has closed.

        Raises `TimeoutError` with the words `otherwise` if none comes in time, `BadFrame`,
        `ConnectionError`.
        """
        try:
            async with asyncio.timeout(seconds):
                return await self._next()
        except TimeoutError:
            raise TimeoutError(f"{otherwise} for {seconds:g} s") from None

    async def _next(self) -> Frame | None:
        while (frame := next(self._frames, None)) is None:
            data = await self._reader.read(_READ_BYTES)
            if not data:
                return None
            self._frames = self._parser.feed(data)
        return frame

    async def first_rate(self, seconds: float) -> tuple[int, list[Frame]]:
        """The rate of the first sound and the frames up to it; the usual one if none comes."""
        early: list[Frame] = []
        try:
            async with asyncio.timeout(seconds):
                while (frame := await self._next()) is not None:
                    early.append(frame)
                    if frame.sample_rate is not None:
                        return frame.sample_rate, early
        except TimeoutError:
            pass
        return USUAL_RATE, early

    @property
    def unread_bytes(self) -> int:
        """What was sent and does not even fit into the kernel's buffer."""
        return self._writer.transport.get_write_buffer_size()

    def send(self, frame: Frame) -> None:
        if not self._writer.is_closing():
            self._writer.write(bytes(frame))

    def hang_up(self) -> None:
        """Say that the call is over."""
        if not self._hung_up:
            self._hung_up = True
            self.send(Frame(HANG_UP))

    async def close(self, seconds: float) -> None:
        """Hang up, and wait for the peer to close; then cut the connection.

        Closing first, with sound of the caller unread, would reset the connection, and Asterisk
        may not see the hang-up.
        """
        try:
            self.hang_up()
            async with asyncio.timeout(seconds):
                while await self._reader.read(_READ_BYTES):
                    pass
        except (TimeoutError, ConnectionError):
            pass
        finally:
            self._writer.transport.abort()


def _tune(writer: asyncio.StreamWriter) -> None:
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)


def _address(writer: asyncio.StreamWriter) -> str:
    """The PBX, for the log."""
    name = writer.get_extra_info("peername")
    return f"{name[0]}:{name[1]}" if name else "unknown"

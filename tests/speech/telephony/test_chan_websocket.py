from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from speech.audio import mulaw_to_pcm, pcm_to_mulaw
from speech.call.line import Audio, Digit, HungUp, Line
from speech.errors import BadFrame
from speech.telephony.chan_websocket import LARGEST_MESSAGE_BYTES, AsteriskDialect
from speech.telephony.websocket import AHEAD_SECONDS, Limits, serve
from tests.speech.telephony.audiosocket_pbx import Switchboard
from tests.speech.telephony.scripted_socket import ScriptedSocket

SECOND = b"\x01\x02" * 16_000


def start(codec: str = "slin16") -> str:
    return json.dumps(
        {
            "event": "MEDIA_START",
            "connection_id": "media-1",
            "channel": "WebSocket/hotline",
            "channel_id": "pbx-1.1",
            "format": codec,
            "optimal_frame_size": 640,
            "ptime": 20,
            "channel_variables": {},
        }
    )


def commands(socket: ScriptedSocket) -> list[str]:
    return [said["command"] for said in socket.objects()]


@asynccontextmanager
async def call(
    codec: str = "slin16", limits: Limits | None = None
) -> AsyncIterator[tuple[Line, ScriptedSocket, Switchboard]]:
    """A call that does nothing by itself until the block is left."""
    switchboard, socket = Switchboard(), ScriptedSocket()
    serving = asyncio.create_task(
        serve(AsteriskDialect(start(codec), "c1", "0905"), socket, switchboard, limits)
    )
    await asyncio.sleep(0.01)
    yield switchboard.lines["c1"], socket, switchboard
    socket.go_away()
    await serving


async def drained() -> None:
    await asyncio.sleep(0.03)


async def test_sound_goes_both_ways() -> None:
    async with call() as (line, socket, switchboard):
        assert (line.call_id, line.caller, line.sample_rate) == ("c1", "0905", 16_000)
        socket.say(b"\x05\x06" * 320)
        await drained()
        assert switchboard.events["c1"] == [Audio(b"\x05\x06" * 320)]
        assert commands(socket) == ["START_MEDIA_BUFFERING"]
        assert socket.sound() == b"\x05\x06" * 320


async def test_mulaw_is_translated() -> None:
    async with call("ulaw") as (line, socket, switchboard):
        assert line.sample_rate == 8000
        socket.say(bytes(range(160)))
        await drained()
        assert switchboard.events["c1"] == [Audio(mulaw_to_pcm(bytes(range(160))))]
        assert socket.sound() == pcm_to_mulaw(mulaw_to_pcm(bytes(range(160))))


async def test_keys_and_the_end_come_in_order() -> None:
    async with call() as (_, socket, switchboard):
        for digit in "1D#":
            socket.say({"event": "DTMF_END", "channel_id": "x", "digit": digit})
        socket.say({"event": "STATUS", "queue_length": 3})
        socket.say({"event": "QUEUE_DRAINED"})
        socket.go_away()
        await drained()
        assert switchboard.events["c1"] == [
            Digit("1"),
            Digit("#"),
            HungUp("the peer closed the connection"),
        ]


async def test_no_more_is_sent_ahead_than_can_be_dropped_cheaply() -> None:
    async with call() as (line, socket, _):
        line.play(SECOND * 10)
        await asyncio.sleep(0.5)
        sent_seconds = len(socket.sound()) / 32_000
        assert AHEAD_SECONDS <= sent_seconds <= AHEAD_SECONDS + 1
        assert all(len(message) <= LARGEST_MESSAGE_BYTES for message in socket.sent)
        assert 300 <= line.heard_ms() <= 700


async def test_sound_waits_while_asterisk_has_enough() -> None:
    async with call() as (line, socket, _):
        socket.say({"event": "MEDIA_XOFF"})
        await drained()
        line.play(SECOND)
        await drained()
        assert socket.sound() == b""
        socket.say({"event": "MEDIA_XON"})
        await asyncio.sleep(0.1)
        assert socket.sound() == SECOND


async def test_a_flush_empties_both_queues_and_ends_the_wait() -> None:
    async with call() as (line, socket, _):
        line.play(SECOND * 8)
        waiting = asyncio.create_task(line.played())
        await asyncio.sleep(0.3)
        line.flush()
        heard = line.heard_ms()
        await waiting
        line.play(b"\x09\x09" * 160)
        await drained()
        assert commands(socket) == [
            "START_MEDIA_BUFFERING",
            "FLUSH_MEDIA",
            "START_MEDIA_BUFFERING",
        ]
        assert socket.sent[-1] == b"\x09\x09" * 160
        assert 200 <= heard <= 500
        assert line.heard_ms() - heard <= 60


async def test_played_asks_asterisk_and_has_a_rest_of_a_frame_played() -> None:
    async with call() as (line, socket, _):
        line.play(b"\x01\x01" * 100)
        waiting = asyncio.create_task(line.played())
        await drained()
        stop = socket.objects()[-1]
        assert stop["command"] == "STOP_MEDIA_BUFFERING"
        assert not waiting.done()
        socket.say({"event": "MEDIA_BUFFERING_COMPLETED", "correlation_id": "another"})
        await drained()
        assert not waiting.done()
        completed = {"event": "MEDIA_BUFFERING_COMPLETED"}
        socket.say(completed | {"correlation_id": stop["correlation_id"]})
        await asyncio.wait_for(waiting, 1)


async def test_a_mark_that_never_comes_does_not_hold_the_call() -> None:
    async with call(limits=Limits(mark_seconds=0.2)) as (line, _, __):
        line.play(b"\x01\x01" * 1600)
        with capture_logs() as logs:
            await asyncio.wait_for(line.played(), 2)
        assert [entry["event"] for entry in logs] == ["chan_websocket.mark_lost"]


async def test_hanging_up_tells_asterisk_and_closes() -> None:
    async with call() as (line, socket, switchboard):
        await line.hang_up()
        await line.hang_up()
        line.play(SECOND)
        await drained()
        assert commands(socket) == ["HANGUP"]
        assert socket.closed
        assert switchboard.events["c1"] == [HungUp("hung up here")]


async def test_who_stops_reading_is_cut() -> None:
    async with call(limits=Limits(unread_seconds=0.2)) as (line, socket, switchboard):
        socket.reading.clear()
        line.play(SECOND)
        with capture_logs() as logs:
            await asyncio.sleep(0.6)
        assert switchboard.events["c1"] == [HungUp("the peer stopped reading")]
        assert socket.closed
        assert "the peer stopped reading" in [entry["reason"] for entry in logs]


async def test_who_is_silent_too_long_is_cut() -> None:
    async with call(limits=Limits(silence_seconds=0.2)) as (_, socket, switchboard):
        await asyncio.sleep(0.4)
        assert switchboard.events["c1"] == [HungUp("the peer is silent for 0.2 s")]
        assert socket.closed


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("not json", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[1]", "not an object"),
        (b"\x01\x02\x03", "half a sample"),
        ({"event": "ERROR", "error_text": "no such thing"}, "no such thing"),
        (start(), "second MEDIA_START"),
    ],
)
async def test_what_the_protocol_does_not_allow_ends_the_call(
    message: str | bytes, reason: str
) -> None:
    with capture_logs() as logs:
        async with call() as (_, socket, switchboard):
            socket.say(message)
            await drained()
            ended = switchboard.events["c1"][-1]
            assert isinstance(ended, HungUp)
            assert reason in ended.reason
            assert socket.closed
    assert any(reason in str(entry.get("reason")) for entry in logs)


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (b"\x00\x01", "text message was expected"),
        ("MEDIA_START connection_id:x format:ulaw", "is not JSON"),
        ('{"event": "DTMF_END"}', "f\\(json\\)"),
        (start("opus"), "codec 'opus'"),
    ],
)
def test_a_call_that_does_not_begin_as_it_should_is_refused(
    first: str | bytes, reason: str
) -> None:
    with pytest.raises(BadFrame, match=reason):
        AsteriskDialect(first, "c1", "")


@given(st.one_of(st.text(), st.binary(), st.dictionaries(st.text(), st.integers()).map(json.dumps)))
def test_any_message_is_understood_or_refused(message: str | bytes) -> None:
    dialect = AsteriskDialect(start(), "c1", "")
    try:
        list(dialect.read(message))
    except BadFrame as error:
        assert str(error)

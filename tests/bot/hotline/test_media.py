"""Calls over WebSockets to the whole hotline, as Asterisk and Twilio make them."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from websockets import connect
from websockets.exceptions import ConnectionClosed, InvalidStatusCode

from speech.telephony.twilio import signature_of
from tests.bot.hotline.running_hotline import RunningHotline
from tests.speech.telephony.test_chan_websocket import start
from tests.speech.telephony.test_twilio import CONNECTED, START

TOKEN = "a token to try with"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hotline(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHotline]:
    folder = tmp_path_factory.mktemp("media")
    with RunningHotline(server_url, folder, TWILIO_AUTH_TOKEN=TOKEN) as running:
        yield running


def address(hotline: RunningHotline, path: str) -> str:
    return hotline.url.replace("http", "ws") + path


async def test_asterisk_hears_the_greeting_and_is_told_to_hang_up(hotline: RunningHotline) -> None:
    call_id = str(uuid4())
    said = await asyncio.to_thread(hotline.start, call_id, caller="0905123456")
    assert said == "hotline"
    url = address(hotline, f"/media/asterisk?call={call_id}")
    async with connect(url, subprotocols=["media"]) as asterisk:
        assert asterisk.subprotocol == "media"
        await asterisk.send(start())
        sound, commands = b"", []
        async with asyncio.timeout(30):
            while not any(sound):
                message = await asterisk.recv()
                if isinstance(message, bytes):
                    sound += message
                else:
                    commands.append(json.loads(message)["command"])
            assert commands == ["START_MEDIA_BUFFERING"]
            await asterisk.send(bytes(640))
            await asterisk.send('{"event": "DTMF_END", "digit": "0"}')
            while "HANGUP" not in commands:
                message = await asterisk.recv()
                if isinstance(message, str):
                    command = json.loads(message)
                    commands.append(command["command"])
                    if command["command"] == "STOP_MEDIA_BUFFERING":
                        completed = {"event": "MEDIA_BUFFERING_COMPLETED"}
                        completed["correlation_id"] = command["correlation_id"]
                        await asterisk.send(json.dumps(completed))
            with pytest.raises(ConnectionClosed):
                await asterisk.recv()
    assert "FLUSH_MEDIA" in commands
    assert await asyncio.to_thread(hotline.next, call_id) == "officer"


@pytest.mark.parametrize("query", ["", "?call=", "?call=a%2Fb", f"?call={'1' * 65}"])
async def test_asterisk_must_say_which_call_it_is(hotline: RunningHotline, query: str) -> None:
    with pytest.raises(InvalidStatusCode, match="403"):
        async with connect(address(hotline, f"/media/asterisk{query}")):
            pass


@pytest.mark.parametrize("garbage", ["MEDIA_START format:ulaw", b"\x00" * 100, "{}", "x" * 100_000])
async def test_garbage_closes_the_connection(hotline: RunningHotline, garbage: str | bytes) -> None:
    async with connect(address(hotline, "/media/asterisk?call=garbage")) as asterisk:
        await asterisk.send(garbage)
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(asterisk.recv(), 10)


async def test_a_connection_that_says_nothing_is_closed(hotline: RunningHotline) -> None:
    async with connect(address(hotline, "/media/asterisk?call=silent")) as asterisk:
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(asterisk.recv(), 10)


async def test_a_second_connection_for_a_call_is_refused(hotline: RunningHotline) -> None:
    url = address(hotline, "/media/asterisk?call=twice")
    async with connect(url) as first, connect(url) as second:
        await first.send(start())
        assert await asyncio.wait_for(first.recv(), 30)
        await second.send(start())
        messages = []
        with pytest.raises(ConnectionClosed):
            while True:
                messages.append(await asyncio.wait_for(second.recv(), 10))
        assert [json.loads(message)["command"] for message in messages] == ["HANGUP"]
        assert first.open


async def test_twilio_hears_the_greeting(hotline: RunningHotline) -> None:
    path = "/media/twilio"
    headers = {
        "X-Twilio-Signature": signature_of(TOKEN, f"wss://127.0.0.1:{hotline.http_port}{path}")
    }
    async with connect(address(hotline, path), extra_headers=headers) as twilio:
        await twilio.send(CONNECTED)
        await twilio.send(json.dumps(START))
        message = json.loads(await asyncio.wait_for(twilio.recv(), 30))
        assert (message["event"], message["streamSid"]) == ("media", "MZ1")
        assert base64.b64decode(message["media"]["payload"])
        await twilio.send('{"event": "stop"}')
    assert await hotline.record("CA1")


async def test_an_id_that_could_name_another_file_is_refused(hotline: RunningHotline) -> None:
    path = "/media/twilio"
    headers = {
        "X-Twilio-Signature": signature_of(TOKEN, f"wss://127.0.0.1:{hotline.http_port}{path}")
    }
    about = {**START["start"], "callSid": "../CA1"}
    async with connect(address(hotline, path), extra_headers=headers) as twilio:
        await twilio.send(json.dumps({**START, "start": about}))
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(twilio.recv(), 10)


@pytest.mark.parametrize("signature", ["", "bm90IHRoZSBzaWduYXR1cmU=", "é"])
async def test_who_cannot_sign_is_not_twilio(hotline: RunningHotline, signature: str) -> None:
    with pytest.raises(InvalidStatusCode, match="403"):
        async with connect(
            address(hotline, "/media/twilio"), extra_headers={"X-Twilio-Signature": signature}
        ):
            pass

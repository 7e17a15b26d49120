from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.audio import mulaw_to_pcm, pcm_to_mulaw
from speech.call.line import Audio, Digit, HungUp
from speech.errors import BadFrame
from speech.telephony.twilio import TwilioDialect, is_preface, is_signed, signature_of
from speech.telephony.websocket import Mark, serve
from tests.speech.telephony.audiosocket_pbx import Switchboard
from tests.speech.telephony.scripted_socket import ScriptedSocket

CONNECTED = '{"event": "connected", "protocol": "Call", "version": "1.0.0"}'
START: dict[str, Any] = {
    "event": "start",
    "sequenceNumber": "1",
    "start": {
        "accountSid": "AC1",
        "streamSid": "MZ1",
        "callSid": "CA1",
        "tracks": ["inbound"],
        "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        "customParameters": {"caller": "+84905000000"},
    },
    "streamSid": "MZ1",
}
SOUND = bytes(range(160))


def media(payload: str, track: str = "inbound") -> dict[str, Any]:
    return {"event": "media", "media": {"track": track, "chunk": "1", "payload": payload}}


def dialect() -> TwilioDialect:
    return TwilioDialect(json.dumps(START))


def test_the_call_is_known_from_its_start() -> None:
    assert is_preface(CONNECTED)
    assert not is_preface(json.dumps(START))
    started = dialect()
    assert (started.call_id, started.caller, started.sample_rate) == ("CA1", "+84905000000", 8000)


def test_what_comes_in() -> None:
    mulaw = base64.b64encode(SOUND).decode()
    messages = [
        media(mulaw),
        media(mulaw, track="outbound"),
        {"event": "dtmf", "dtmf": {"track": "inbound_track", "digit": "5"}},
        {"event": "mark", "mark": {"name": "m1"}},
        {"event": "something new"},
        {"event": "stop", "stop": {}},
    ]
    talk = dialect()
    assert [event for said in messages for event in talk.read(json.dumps(said))] == [
        Audio(mulaw_to_pcm(SOUND)),
        Digit("5"),
        Mark("m1"),
        HungUp("the caller hung up"),
    ]


async def test_a_call_from_greeting_to_hang_up() -> None:
    switchboard, socket = Switchboard(), ScriptedSocket()
    serving = asyncio.create_task(serve(dialect(), socket, switchboard))
    socket.say(media(base64.b64encode(SOUND).decode()))
    await asyncio.sleep(0.05)
    line = switchboard.lines["CA1"]
    waiting = asyncio.create_task(line.played())
    await asyncio.sleep(0.05)
    sound, mark = socket.objects()
    assert sound["streamSid"] == "MZ1"
    assert base64.b64decode(sound["media"]["payload"]) == pcm_to_mulaw(mulaw_to_pcm(SOUND))
    socket.say({"event": "mark", "mark": mark["mark"]})
    await asyncio.wait_for(waiting, 1)
    line.play(bytes(160_000))
    await asyncio.sleep(0.05)
    line.flush()
    await asyncio.sleep(0.05)
    assert socket.objects()[-1] == {"event": "clear", "streamSid": "MZ1"}
    await line.hang_up()
    await serving
    assert socket.closed
    assert switchboard.events["CA1"][-1] == HungUp("hung up here")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"mediaFormat": {"encoding": "audio/x-alaw"}}, "format"),
        ({"callSid": ""}, "callSid"),
        ({"streamSid": 7}, "streamSid"),
    ],
)
def test_a_start_that_cannot_be_served_is_refused(changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadFrame, match=reason):
        TwilioDialect(json.dumps(START | {"start": START["start"] | changed}))


def test_a_stream_that_begins_otherwise_is_refused() -> None:
    with pytest.raises(BadFrame, match="start"):
        TwilioDialect(json.dumps(media("")))


@pytest.mark.parametrize("payload", ["not base64!", "ab", "é"])
def test_sound_that_is_not_base64_is_refused(payload: str) -> None:
    with pytest.raises(BadFrame, match="base64"):
        list(dialect().read(json.dumps(media(payload))))


@given(st.one_of(st.text(), st.binary(), st.dictionaries(st.text(), st.integers()).map(json.dumps)))
def test_any_message_is_understood_or_refused(message: str | bytes) -> None:
    try:
        list(dialect().read(message))
    except BadFrame as error:
        assert str(error)


def test_only_who_knows_the_token_can_sign() -> None:
    url = "wss://hotline.example.vn/media/twilio"
    signature = signature_of("token", url)
    # As made by `openssl dgst -sha1 -hmac token`.
    assert signature == "+IDtw8MJLffLpxHj4rWj6OUTCk0="
    assert is_signed("token", url, signature)
    assert not is_signed("another", url, signature)
    assert not is_signed("token", url + "/", signature)
    assert not is_signed("token", url, "")
    assert not is_signed("token", url, "é")

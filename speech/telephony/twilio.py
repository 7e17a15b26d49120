"""Twilio Media Streams: JSON messages with mu-law in base64, on a WebSocket that Twilio opens."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from typing import Any

from speech.audio import mulaw_to_pcm, pcm_to_mulaw
from speech.call.line import Audio, Digit, Event, HungUp
from speech.errors import BadFrame
from speech.telephony.json_message import part, read_object, text
from speech.telephony.keys import KEYS
from speech.telephony.websocket import Flow, Mark, Message

MULAW = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}


class TwilioDialect:
    """One call; see `speech.telephony.websocket.Dialect`."""

    name = "twilio"
    sample_rate = 8_000

    def __init__(self, start: Message) -> None:
        """`start` is the message `start` of Twilio, after `connected`. Raises `BadFrame`."""
        said = read_object(start)
        if said.get("event") != "start":
            raise BadFrame("the stream does not begin with the message start")
        about = part(said, "start")
        if (has := part(about, "mediaFormat")) != MULAW:
            raise BadFrame(f"sound of the format {has}, not {MULAW}")
        self.call_id = text(about, "callSid")
        self.caller = text(part(about, "customParameters"), "caller")
        self._stream = text(about, "streamSid")
        if not self.call_id or not self._stream:
            raise BadFrame("the message start names no callSid or no streamSid")

    def read(self, message: Message) -> Iterator[Event | Flow | Mark]:
        said = read_object(message)
        match said.get("event"):
            case "media":
                media = part(said, "media")
                if media.get("track", "inbound") == "inbound" and (sound := _decoded(media)):
                    yield Audio(mulaw_to_pcm(sound))
            case "dtmf" if (key := text(part(said, "dtmf"), "digit")) in KEYS:
                yield Digit(key)
            case "mark":
                yield Mark(text(part(said, "mark"), "name"))
            case "stop":
                yield HungUp("the caller hung up")
            case "start":
                raise BadFrame("a second start in one stream")

    def sound(self, pcm: bytes) -> Iterable[Message]:
        payload = base64.b64encode(pcm_to_mulaw(pcm)).decode()
        yield self._message("media", media={"payload": payload})

    def mark(self, name: str) -> Iterable[Message]:
        yield self._message("mark", mark={"name": name})

    def flush(self) -> Iterable[Message]:
        yield self._message("clear")

    def hang_up(self) -> Iterable[Message]:
        """Nothing: the stream ends with the socket, and the call goes on with the next TwiML."""
        return ()

    def _message(self, event: str, **more: Any) -> str:
        return json.dumps({"event": event, "streamSid": self._stream, **more})


def is_preface(message: Message) -> bool:
    """Whether it is the message `connected`, which comes before `start` and says nothing."""
    return read_object(message).get("event") == "connected"


def signature_of(token: str, url: str) -> str:
    """What Twilio puts into `X-Twilio-Signature` when it opens a WebSocket at `url`."""
    digest = hmac.new(token.encode(), url.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def is_signed(token: str, url: str, signature: str) -> bool:
    """Whether a connection comes from who knows the token."""
    return hmac.compare_digest(signature_of(token, url).encode(), signature.encode())


def _decoded(media: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(text(media, "payload"), validate=True)
    except (binascii.Error, ValueError):
        raise BadFrame("sound that is not base64") from None

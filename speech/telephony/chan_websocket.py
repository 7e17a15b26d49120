"""Asterisk's chan_websocket with JSON messages (Asterisk 20.18, 22.8, 23.2 and later).

Sound goes in binary messages, everything else in text. Asterisk cuts sound into frames and plays
them in time; between START and STOP_MEDIA_BUFFERING messages may end within a frame.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from speech.audio import mulaw_to_pcm, pcm_to_mulaw
from speech.call.line import Audio, Digit, Event
from speech.errors import BadFrame
from speech.telephony.json_message import read_object, text
from speech.telephony.keys import KEYS
from speech.telephony.websocket import Flow, Mark, Message

# Names of Asterisk for signed 16-bit PCM, with samples per second.
PCM_FORMATS = {
    "slin": 8_000,
    "slin12": 12_000,
    "slin16": 16_000,
    "slin24": 24_000,
    "slin32": 32_000,
    "slin44": 44_100,
    "slin48": 48_000,
    "slin96": 96_000,
    "slin192": 192_000,
}
MULAW = "ulaw"
# A larger message makes Asterisk close the call.
LARGEST_MESSAGE_BYTES = 32_000


class AsteriskDialect:
    """One call; see `speech.telephony.websocket.Dialect`."""

    name = "chan_websocket"

    def __init__(self, start: Message, call_id: str, caller: str) -> None:
        """`start` is the first message of Asterisk. Raises `BadFrame`."""
        said = read_object(start)
        if said.get("event") != "MEDIA_START":
            raise BadFrame("the first message is not MEDIA_START; is f(json) in the Dial string?")
        codec = text(said, "format")
        self.call_id = call_id
        self.caller = caller
        self.sample_rate, self._decode, self._encode = _codec(codec)
        self._buffering = False

    def read(self, message: Message) -> Iterator[Event | Flow | Mark]:
        if isinstance(message, bytes):
            if message:
                yield Audio(self._decode(message))
            return
        said = read_object(message)
        match said.get("event"):
            case "DTMF_END" if text(said, "digit") in KEYS:
                yield Digit(text(said, "digit"))
            case "MEDIA_XOFF":
                yield Flow(open=False)
            case "MEDIA_XON":
                yield Flow(open=True)
            case "MEDIA_BUFFERING_COMPLETED" | "MEDIA_MARK_PROCESSED":
                yield Mark(text(said, "correlation_id"))
            case "MEDIA_START":
                raise BadFrame("a second MEDIA_START in one call")
            case "ERROR":
                raise BadFrame(f"Asterisk reports: {text(said, 'error_text')[:200]}")
            # STATUS, QUEUE_DRAINED and what later versions add: nothing depends on it.

    def sound(self, pcm: bytes) -> Iterable[Message]:
        if not self._buffering:
            self._buffering = True
            yield _command("START_MEDIA_BUFFERING")
        encoded = self._encode(pcm)
        for start in range(0, len(encoded), LARGEST_MESSAGE_BYTES):
            yield encoded[start : start + LARGEST_MESSAGE_BYTES]

    def mark(self, name: str) -> Iterable[Message]:
        if self._buffering:
            # Has the rest of less than a frame played too; MARK_MEDIA would pass before it.
            self._buffering = False
            yield _command("STOP_MEDIA_BUFFERING", correlation_id=name)
        else:
            yield _command("MARK_MEDIA", correlation_id=name)

    def flush(self) -> Iterable[Message]:
        self._buffering = False
        yield _command("FLUSH_MEDIA")

    def hang_up(self) -> Iterable[Message]:
        yield _command("HANGUP")


def _command(name: str, **parameters: Any) -> str:
    return json.dumps({"command": name, **parameters})


Transcode = Callable[[bytes], bytes]


def _codec(name: str) -> tuple[int, Transcode, Transcode]:
    """Sample rate, from the wire, to the wire."""
    if name == MULAW:
        return 8_000, mulaw_to_pcm, pcm_to_mulaw
    if name in PCM_FORMATS:
        return PCM_FORMATS[name], _whole_samples, bytes
    raise BadFrame(f"the codec {name!r} is not known; put c(slin16) into the Dial string")


def _whole_samples(pcm: bytes) -> bytes:
    if len(pcm) % 2:
        raise BadFrame(f"sound of {len(pcm)} bytes, which is half a sample")
    return pcm

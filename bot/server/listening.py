"""The microphone of the browser: sound comes over a WebSocket, and words go back."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ValidationError

from bot.conversations.errors import ConversationNotFound, TooManyTries
from bot.conversations.tries import Limit, Tries
from bot.server.caller import Caller
from bot.server.conversations import Body
from bot.server.speech import ConversationReference, SpeechEngines, engines_of
from speech.errors import EngineUnavailable
from speech.recognisers.base import Recognition

router = APIRouter()

# What the browser sends: samples a second of signed 16-bit little-endian PCM, mono.
SAMPLE_RATE = 16_000
BYTES_PER_SECOND = 2 * SAMPLE_RATE
LONGEST_SECONDS = 30
# So long without a new word ends what somebody says.
PAUSE_SECONDS = 2.0
MOST_BYTES_AT_ONCE = BYTES_PER_SECOND
# Seconds without a message after which the browser is taken for gone.
IDLE_SECONDS = 5.0
# By the clock, sending late included.
LONGEST_STAY = LONGEST_SECONDS + 15.0

LISTENED_TO = Limit("listened_to", allowed=60, period=timedelta(minutes=10))

DONE, GOING_AWAY, UNACCEPTABLE, POLICY, LATER = 1000, 1001, 1003, 1008, 1013


class Begin(Body):
    """The first message: whose microphone it is."""

    conversation: ConversationReference
    secret: str


class _Refused(Exception):
    def __init__(self, error: str, close_code: int) -> None:
        super().__init__(error)
        self.error, self.close_code = error, close_code


@router.websocket("/api/speech/listen")
async def listen(socket: WebSocket) -> None:
    """See docs/protocol.md."""
    await socket.accept()
    with suppress(WebSocketDisconnect):  # the citizen has pressed stop, or left
        close_code = DONE
        try:
            async with asyncio.timeout(LONGEST_STAY):
                await _listen(socket)
        except _Refused as refused:
            await socket.send_json({"error": refused.error})
            close_code = refused.close_code
        except TimeoutError:
            close_code = GOING_AWAY
        await socket.close(close_code)


async def _listen(socket: WebSocket) -> None:
    engines = engines_of(socket)
    # Before a place is taken, for strangers could hold them all.
    await _authorise(socket)
    caller = Caller(socket, socket.app.state.installation_key)
    with engines.listening(caller.counted) as has_room:
        if not has_room:
            raise _Refused("busy", LATER)
        try:
            recogniser = await engines.in_thread(engines.recogniser)
            recognition = await engines.in_thread(recogniser.open)
        except EngineUnavailable as error:
            raise _Refused("unavailable", LATER) from error
        await socket.send_json({"ready": True})
        await _recognise(socket, engines, recognition, recogniser.sample_rate)


async def _authorise(socket: WebSocket) -> None:
    try:
        begin = Begin.model_validate(await _message(socket))
        channel = socket.app.state.channel
        conversations = channel.conversations
        await channel.in_thread(conversations.check, begin.conversation, begin.secret)
        await channel.in_thread(Tries(conversations, LISTENED_TO).count, begin.conversation)
    except (ValidationError, ConversationNotFound) as error:
        raise _Refused("not_found", POLICY) from error
    except TooManyTries as error:
        raise _Refused("busy", LATER) from error


async def _recognise(
    socket: WebSocket, engines: SpeechEngines, recognition: Recognition, sample_rate: int
) -> None:
    from speech.audio import Resampler

    resampler = Resampler(SAMPLE_RATE, sample_rate)
    heard_bytes, new_word_at, words = 0, 0, ""
    while isinstance(pcm := await _message(socket), bytes):
        heard_bytes += len(pcm)
        partial = await engines.in_thread(_partial, recognition, resampler.feed(pcm))
        if partial != words:
            words, new_word_at = partial, heard_bytes
            await socket.send_json({"partial": words})
        if heard_bytes >= LONGEST_SECONDS * BYTES_PER_SECOND:
            break
        if words and heard_bytes - new_word_at >= PAUSE_SECONDS * BYTES_PER_SECOND:
            break
    final = await engines.in_thread(recognition.final)
    await socket.send_json({"final": final.text})


def _partial(recognition: Recognition, pcm: bytes) -> str:
    recognition.feed(pcm)
    return recognition.partial().text


async def _message(socket: WebSocket) -> Any:
    """Sound as bytes, or else what a JSON text says; a mapping."""
    async with asyncio.timeout(IDLE_SECONDS):
        message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", GOING_AWAY))
    pcm = message.get("bytes")
    if pcm is None:
        try:
            return dict(json.loads(message["text"]))
        except (ValueError, TypeError, RecursionError) as error:
            raise _Refused("bad_request", UNACCEPTABLE) from error
    if len(pcm) > MOST_BYTES_AT_ONCE or len(pcm) % 2:
        raise _Refused("bad_request", UNACCEPTABLE)
    return pcm

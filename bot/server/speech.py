"""The portal's voice: what can be spoken and heard here, and answers read aloud."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.requests import HTTPConnection
from fastapi.responses import Response
from pydantic import BaseModel, Field

from bot.conversations.store import Conversations, Event, Speaker
from bot.conversations.tries import Limit, Tries
from bot.hotline.answer_script import script_of
from bot.server.conversations import Body, bearer
from bot.server.dependencies import CurrentChannel
from bot.server.event_responses import LAST_CURSOR
from settings import Settings
from speech.errors import EngineUnavailable
from speech.recognisers.base import Recogniser
from speech.spoken import to_spoken
from speech.spoken.sentences import sentences_of
from speech.voices import open_voice
from speech.voices.base import Voice

log = structlog.get_logger()

router = APIRouter(prefix="/api/speech", tags=["Tiếng nói"])

# As many as two cores recognise while they speak.
LISTENED_TO_AT_ONCE = 6
# Of these for one caller; several people can share an address.
LISTENED_TO_OF_ONE_CALLER = 3
READ_ALOUD = Limit(
    "read_aloud",
    allowed=300,
    period=timedelta(minutes=10),
    refusal="Anh/chị đã nghe nhiều lần liên tiếp.",
)

ConversationReference = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]


class SpeechEngines:
    """The voice and the recogniser of this process, each loaded when it is first wanted."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="speech")
        self._lock = threading.Lock()
        self._opened: dict[str, Any] = {}
        self._listened_to: Counter[str] = Counter()

    async def in_thread(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Run what computes for long, without holding up the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, work, *arguments)

    def voice(self) -> Voice:
        """What speaks. Raises `EngineUnavailable`."""
        voice: Voice = self._open("voice", open_voice)
        return voice

    def recogniser(self) -> Recogniser:
        """What understands speech. Raises `EngineUnavailable`."""
        recogniser: Recogniser = self._open("recogniser", _open_recogniser)
        return recogniser

    def can(self, engine: Callable[[], object]) -> bool:
        """Whether an engine can be used."""
        try:
            engine()
        except EngineUnavailable:
            return False
        return True

    @contextmanager
    def listening(self, caller: str) -> Iterator[bool]:
        """Counts who is listened to; False where there is no room for one more.

        `caller` has a share of the places; empty, where nobody can tell who it is, has them all.
        """
        allowed = LISTENED_TO_OF_ONE_CALLER if caller else LISTENED_TO_AT_ONCE
        if self._listened_to[caller] >= allowed or self._listened_to.total() >= LISTENED_TO_AT_ONCE:
            yield False
            return
        self._listened_to[caller] += 1
        try:
            yield True
        finally:
            self._listened_to[caller] -= 1
            self._listened_to += Counter()  # without those that are zero

    def _open(self, name: str, opener: Callable[[Settings], Any]) -> Any:
        with self._lock:
            if name not in self._opened:
                try:
                    self._opened[name] = opener(self._settings)
                except EngineUnavailable as error:
                    log.warning("speech.unavailable", engine=name, reason=str(error))
                    self._opened[name] = error
            opened = self._opened[name]
        if isinstance(opened, EngineUnavailable):
            # Not the same one again: each raising adds to its traceback.
            raise EngineUnavailable(str(opened))
        return opened


def _open_recogniser(settings: Settings) -> Recogniser:
    from speech.recognisers import open_recogniser

    return open_recogniser(settings)


def engines_of(connection: HTTPConnection) -> SpeechEngines:
    """The engines of the application that a request or a WebSocket came to."""
    engines: SpeechEngines = connection.app.state.speech
    return engines


CurrentEngines = Annotated[SpeechEngines, Depends(engines_of)]


class Available(BaseModel):
    """What this server can do with sound; the page shows no button for the rest."""

    speak: bool
    listen: bool


class ReadAloud(Body):
    """Which answer to read, and which part of it."""

    conversation: ConversationReference
    cursor: int = Field(ge=1, le=LAST_CURSOR)
    part: int = Field(default=0, ge=0, le=LAST_CURSOR)


@router.get("", summary="Nghe và nói được không")
async def available(engines: CurrentEngines) -> Available:
    return Available(
        speak=await engines.in_thread(engines.can, engines.voice),
        listen=await engines.in_thread(engines.can, engines.recogniser),
    )


@router.post(
    "/speak",
    summary="Đọc to một phần của một câu trả lời",
    response_class=Response,
    responses={
        200: {"description": "The sound of the part", "content": {"audio/mpeg": {}}},
        204: {"description": "The answer has no such part: all was read."},
        404: {"description": "No such conversation, or no such answer of the bot in it."},
        429: {"description": "Too much was read; `Retry-After` says when it goes on."},
        503: {"description": "There is no voice."},
    },
)
async def speak(
    wanted: ReadAloud, request: Request, channel: CurrentChannel, engines: CurrentEngines
) -> Response:
    """Only what the bot has said in this conversation is read, never a text of the caller's."""
    conversations = channel.conversations
    await channel.in_thread(conversations.check, wanted.conversation, bearer(request))
    await channel.in_thread(Tries(conversations, READ_ALOUD).count, wanted.conversation)
    said = await channel.in_thread(_said_by_bot, conversations, wanted)
    parts = await engines.in_thread(parts_to_read, said)
    if wanted.part >= len(parts):
        return Response(status_code=204)
    try:
        mp3 = await engines.in_thread(_sound, engines, parts[wanted.part])
    except EngineUnavailable as error:
        raise HTTPException(503, "Hiện chưa đọc được thành tiếng.") from error
    return Response(mp3, media_type="audio/mpeg", headers={"Cache-Control": "no-store"})


def parts_to_read(said: Event) -> list[str]:
    """An answer of the bot in words for the ear, in parts of a sentence or two."""
    try:
        script = script_of(said.custom or {}, by_phone=False)
    # An answer that was stored when Answers had another shape than now.
    except (ValueError, KeyError, TypeError):
        return sentences_of(to_spoken(said.text))
    choices = "; ".join(choice.spoken for choice in script.choices)
    return [*script.parts, *([f"{choices}."] if choices else [])]


def _said_by_bot(conversations: Conversations, wanted: ReadAloud) -> Event:
    found = conversations.events(wanted.conversation, after=wanted.cursor - 1, limit=1)
    if not found or found[0].cursor != wanted.cursor or found[0].speaker is not Speaker.BOT:
        raise HTTPException(404, "Không có câu trả lời nào mang số này để đọc.")
    return found[0]


def _sound(engines: SpeechEngines, text: str) -> bytes:
    from speech.voices.mp3 import encoded

    voice = engines.voice()
    return encoded(b"".join(voice.speak(text)), voice.sample_rate)

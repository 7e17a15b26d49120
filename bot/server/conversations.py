"""The portal's conversations over HTTP, as docs/protocol.md describes them."""

from __future__ import annotations

import json
import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.conversations.errors import ConversationNotFound
from bot.conversations.feedback import Thumb
from bot.conversations.transcript import as_json, as_text
from bot.server.caller import CurrentCaller
from bot.server.chat import without_half_characters
from bot.server.dependencies import (
    CurrentCallerLimits,
    CurrentChannel,
    CurrentCodes,
    CurrentFeedback,
)
from bot.server.event_responses import EVENTS, LAST_CURSOR, Wanted, events_response

router = APIRouter(prefix="/api/conversations", tags=["Cuộc trò chuyện"])

Text = Annotated[str, BeforeValidator(without_half_characters)]
Reason = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")]
_ID = re.compile(r"[\w-]{1,32}", re.ASCII)


def bearer(request: Request) -> str:
    """The secret that a request carries; empty if it has none."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _well_formed(conversation_id: str) -> str:
    """What may be an id; anything else names no conversation."""
    if not _ID.fullmatch(conversation_id):
        raise ConversationNotFound
    return conversation_id


ConversationId = Annotated[str, Depends(_well_formed)]


async def _allowed(
    conversation_id: ConversationId, request: Request, channel: CurrentChannel
) -> str:
    """The id of a conversation whose secret the request carries; else it is not found."""
    await channel.in_thread(channel.conversations.check, conversation_id, bearer(request))
    return conversation_id


Allowed = Annotated[str, Depends(_allowed)]


class Body(BaseModel):
    model_config = ConfigDict(extra="ignore")


class OpenedConversation(BaseModel):
    """A conversation and the secret with which this client may read and write it."""

    id: str
    secret: str


class Said(Body):
    """A citizen's message. `client_id` makes sending it again harmless."""

    client_id: UUID
    text: Text


class Taken(BaseModel):
    """The number of the event that a message has become."""

    cursor: int


class IssuedCode(BaseModel):
    code: str
    expires_at: datetime


class TypedCode(Body):
    code: Text = Field(max_length=40)


class FeedbackGiven(Body):
    """What a citizen thinks: a thumb for the answer at `cursor`, or stars for the conversation."""

    cursor: int | None = Field(default=None, ge=1, le=LAST_CURSOR)
    thumb: Thumb | None = None
    reasons: list[Reason] = Field(default=[], max_length=10)
    comment: Text = Field(default="", max_length=1000)
    rating: int | None = Field(default=None, ge=1, le=5)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        judges = self.cursor is not None and self.thumb is not None
        if judges == (self.rating is not None):
            raise PydanticCustomError("feedback_incomplete", "cursor and thumb, or rating")
        return self


class Format(StrEnum):
    JSON = "json"
    TEXT = "text"


@router.post("", status_code=201, summary="Bắt đầu cuộc trò chuyện")
async def create(
    caller: CurrentCaller, limits: CurrentCallerLimits, channel: CurrentChannel
) -> OpenedConversation:
    await channel.in_thread(limits.count_conversation, caller.counted)
    opened = await channel.in_thread(channel.conversations.create)
    return OpenedConversation(id=opened.id, secret=opened.secret)


@router.post("/continue", status_code=201, summary="Nói tiếp bằng mã ngắn")
async def continue_with_code(
    typed: TypedCode, caller: CurrentCaller, channel: CurrentChannel, codes: CurrentCodes
) -> OpenedConversation:
    opened = await channel.in_thread(codes.redeem, typed.code, caller.name)
    return OpenedConversation(id=opened.id, secret=opened.secret)


@router.post("/{conversation_id}/messages", status_code=202, summary="Gửi một tin nhắn")
async def say(
    conversation_id: Allowed,
    said: Said,
    caller: CurrentCaller,
    limits: CurrentCallerLimits,
    channel: CurrentChannel,
) -> Taken:
    """The replies come as events."""
    await channel.in_thread(limits.count_message, caller.counted)
    cursor = await channel.say(conversation_id, str(said.client_id), said.text, caller.counted)
    return Taken(cursor=cursor)


@router.get("/{conversation_id}/events", summary="Theo dõi cuộc trò chuyện", responses=EVENTS)
async def events(conversation_id: Allowed, wanted: Wanted, channel: CurrentChannel) -> Response:
    """With `Accept: text/event-stream` a stream that stays open, else JSON."""
    return await events_response(channel.stream, conversation_id, wanted)


@router.get("/{conversation_id}/download", summary="Tải cuộc trò chuyện về")
async def download(
    conversation_id: Allowed, channel: CurrentChannel, format: Format = Format.JSON
) -> Response:
    said = await channel.in_thread(channel.conversations.all_events, conversation_id)
    if format is Format.TEXT:
        content, media_type, name = as_text(said), "text/plain; charset=utf-8", "tro-chuyen.txt"
    else:
        content = json.dumps(as_json(conversation_id, said), ensure_ascii=False, indent=2)
        media_type, name = "application/json", "tro-chuyen.json"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


@router.delete("/{conversation_id}", status_code=204, summary="Xóa cuộc trò chuyện")
async def delete(conversation_id: Allowed, channel: CurrentChannel) -> None:
    await channel.delete(conversation_id)


@router.post("/{conversation_id}/code", status_code=201, summary="Xin mã để nói tiếp ở máy khác")
async def issue_code(
    conversation_id: Allowed, channel: CurrentChannel, codes: CurrentCodes
) -> IssuedCode:
    issued = await channel.in_thread(codes.issue, conversation_id)
    return IssuedCode(code=issued.code, expires_at=issued.expires_at)


@router.post("/{conversation_id}/feedback", status_code=204, summary="Đánh giá")
async def give_feedback(
    conversation_id: Allowed,
    given: FeedbackGiven,
    channel: CurrentChannel,
    feedback: CurrentFeedback,
) -> None:
    if given.rating is not None:
        await channel.in_thread(feedback.rate, conversation_id, given.rating)
    else:
        await channel.in_thread(
            feedback.judge,
            conversation_id,
            given.cursor,
            given.thumb,
            given.reasons,
            given.comment,
        )

"""The officers' side over HTTP, as docs/protocol.md describes it."""

from __future__ import annotations

import secrets
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import AfterValidator, BaseModel, Field

from bot.conversations.desk import Desk, Queue
from bot.conversations.desk import Request as DeskRequest
from bot.conversations.errors import ConversationNotFound
from bot.conversations.store import as_utc_text
from bot.conversations.text import readable
from bot.server.conversations import Body, ConversationId, Taken, Text, bearer
from bot.server.dependencies import CurrentChannel, CurrentSettings
from bot.server.event_responses import EVENTS, Wanted, events_response

router = APIRouter(prefix="/api/officer", tags=["Cán bộ"])


def _desk(request: Request, channel: CurrentChannel, settings: CurrentSettings) -> Desk:
    """The desk, for who carries the officers' token; for all others there is none."""
    token = settings.officer_token.get_secret_value()
    if channel.desk is None or not secrets.compare_digest(
        bearer(request).encode(errors="replace"), token.encode()
    ):
        raise ConversationNotFound
    return channel.desk


CurrentDesk = Annotated[Desk, Depends(_desk)]


# Who acts; the citizen sees this name.
OfficerName = Annotated[Text, AfterValidator(readable), Field(min_length=1, max_length=80)]


class Officer(Body):
    officer: OfficerName


class OfficerSaid(Officer):
    """An officer's message. `client_id` makes sending it again harmless."""

    client_id: UUID
    text: Annotated[Text, AfterValidator(readable), Field(min_length=1, max_length=5000)]


class CallBack(BaseModel):
    """The number that the citizen has left, if they have."""

    phone: str | None


@router.get("/queue", summary="Ai đang chờ cán bộ")
async def queue(desk: CurrentDesk, channel: CurrentChannel) -> dict[str, Any]:
    here: Queue = await channel.in_thread(desk.queue)
    return {
        "open": here.office_open,
        "waiting": [_shown(request) for request in here.waiting],
        "with_officer": [_shown(request) for request in here.with_officer],
        "left_messages": [_shown(request) for request in here.left_messages],
    }


@router.get(
    "/conversations/{conversation_id}/events", summary="Đọc cuộc trò chuyện", responses=EVENTS
)
async def events(
    conversation_id: ConversationId, wanted: Wanted, desk: CurrentDesk, channel: CurrentChannel
) -> Response:
    await channel.in_thread(desk.check_may_be_read, conversation_id)
    return await events_response(channel.stream, conversation_id, wanted)


@router.post("/conversations/{conversation_id}/accept", summary="Nhận cuộc trò chuyện")
async def accept(
    conversation_id: ConversationId, by: Officer, desk: CurrentDesk, channel: CurrentChannel
) -> Taken:
    return Taken(cursor=await channel.in_thread(desk.accept, conversation_id, by.officer))


@router.get("/conversations/{conversation_id}/call_back", summary="Xem số điện thoại để gọi lại")
async def call_back(
    conversation_id: ConversationId,
    officer: OfficerName,
    desk: CurrentDesk,
    channel: CurrentChannel,
    response: Response,
) -> CallBack:
    """Only for the officer who has accepted the conversation."""
    response.headers["Cache-Control"] = "no-store"
    return CallBack(phone=await channel.in_thread(desk.call_back, conversation_id, officer))


@router.post(
    "/conversations/{conversation_id}/messages", status_code=202, summary="Trả lời người dân"
)
async def say(
    conversation_id: ConversationId, said: OfficerSaid, desk: CurrentDesk, channel: CurrentChannel
) -> Taken:
    cursor = await channel.in_thread(
        desk.officer_says, conversation_id, said.officer, str(said.client_id), said.text
    )
    return Taken(cursor=cursor)


@router.post("/conversations/{conversation_id}/hand_back", summary="Trả lại cho trợ lý")
async def hand_back(
    conversation_id: ConversationId, by: Officer, desk: CurrentDesk, channel: CurrentChannel
) -> Taken:
    return Taken(cursor=await channel.in_thread(desk.hand_back, conversation_id, by.officer))


def _shown(request: DeskRequest) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": request.id,
        "since": as_utc_text(request.handover.since),
        "text": request.text,
    }
    if request.position is not None:
        shown["position"] = request.position
    if request.handover.officer:
        shown["officer"] = request.handover.officer
    return shown

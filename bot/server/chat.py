"""Rasa's REST channel: what existing Rasa clients speak."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from actions.answer import Answer
from bot.server.caller import CurrentCaller, with_caller
from bot.server.dependencies import CurrentRuntime

router = APIRouter(tags=["Trò chuyện"])

# Half a surrogate pair is valid JSON but no text; the rest of the message still is.
_HALF_CHARACTERS = dict.fromkeys(range(0xD800, 0xE000))


def without_half_characters(value: Any) -> Any:
    """The text without halves of surrogate pairs; anything else as it is."""
    return value.translate(_HALF_CHARACTERS) if isinstance(value, str) else value


def _printable(value: Any) -> Any:
    if isinstance(value, str) and not value.isprintable():
        raise PydanticCustomError("string_pattern_mismatch", "unprintable characters")
    return value


class IncomingMessage(BaseModel):
    """One message of a citizen. `sender` names the conversation; the client chooses it."""

    model_config = ConfigDict(extra="ignore")

    sender: Annotated[str, BeforeValidator(_printable)] = Field(min_length=1, max_length=200)
    message: Annotated[str, BeforeValidator(without_half_characters)]
    metadata: dict[str, Any] | None = None


class Button(BaseModel):
    """A reply offered as a button: `payload` is the message that pressing it sends."""

    title: str
    payload: str


class OutgoingMessage(BaseModel):
    """One message of the assistant; `custom` is its Answer."""

    recipient_id: str
    text: str
    buttons: list[Button] | None = None
    custom: Answer


@router.post(
    "/webhooks/rest/webhook",
    responses={200: {"model": list[OutgoingMessage]}},
    summary="Gửi một tin nhắn, nhận các câu trả lời",
)
async def webhook(
    incoming: IncomingMessage, caller: CurrentCaller, runtime: CurrentRuntime
) -> JSONResponse:
    """Never an empty list: bad input and failures are answered with an Answer too."""
    metadata = with_caller(incoming.metadata, caller)
    messages = await runtime.handle(incoming.sender, incoming.message, metadata)
    # Answers are checked where they are made; checking them here again takes longer than HTTP.
    return JSONResponse(messages)

"""A conversation's events as an answer of HTTP: a stream that stays open, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from bot.conversations.store import Event
from bot.conversations.stream import EventStream

STREAM = "text/event-stream"
# How long a client whose stream broke waits before it opens the next one, in milliseconds.
RETRY = 1000
LAST_CURSOR = 2**31 - 1
LONGEST_WAIT = 25.0
_CURSOR = re.compile(r"[0-9]{1,9}")

HEADERS = {
    "Cache-Control": "no-store",
    # Else nginx keeps events back until there are enough of them.
    "X-Accel-Buffering": "no",
}


class EventsWanted:
    """Which events a request asks for, and how."""

    def __init__(
        self,
        request: Request,
        after: Annotated[
            int, Query(ge=0, le=LAST_CURSOR, description="Số của sự kiện cuối đã nhận")
        ] = 0,
        wait: Annotated[
            float, Query(ge=0, le=LONGEST_WAIT, description="Số giây chờ sự kiện đầu tiên")
        ] = 0,
    ) -> None:
        last_seen = request.headers.get("Last-Event-ID", "")
        self.after = int(last_seen) if _CURSOR.fullmatch(last_seen) else after
        self.wait = wait
        self.as_stream = STREAM in request.headers.get("Accept", "")


Wanted = Annotated[EventsWanted, Depends()]

# For the API's description.
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Các sự kiện: dòng sự kiện mở liên tục, hoặc JSON",
        "content": {STREAM: {}, "application/json": {}},
    }
}


async def events_response(stream: EventStream, conversation_id: str, wanted: Wanted) -> Response:
    """The events that are wanted. Raises `ConversationNotFound`."""
    if wanted.as_stream:
        # Asked once before the answer begins, for afterwards it cannot be refused any more.
        await stream.wait(conversation_id, LAST_CURSOR, 0)
        lines = _lines(stream.follow(conversation_id, wanted.after))
        return StreamingResponse(lines, media_type=STREAM, headers=HEADERS)
    events = await stream.wait(conversation_id, wanted.after, wanted.wait)
    return JSONResponse(
        {
            "events": [event.as_json() for event in events],
            "cursor": events[-1].cursor if events else wanted.after,
        },
        headers=HEADERS,
    )


async def _lines(events: AsyncIterator[Event | None]) -> AsyncIterator[bytes]:
    # Something at once: it makes proxies and browsers see that the stream is open.
    yield format_sse_event(comment="ok", retry=RETRY)
    async for event in events:
        if event is None:
            yield KEEPALIVE_COMMENT
        else:
            data = json.dumps(event.as_json(), ensure_ascii=False, separators=(",", ":"))
            yield format_sse_event(event="message", data_str=data, id=str(event.cursor))

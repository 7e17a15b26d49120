"""JSON objects as text messages of a WebSocket."""

from __future__ import annotations

import json
from typing import Any

from speech.errors import BadFrame


def read_object(message: str | bytes) -> dict[str, Any]:
    """The object in a text message. Raises `BadFrame`."""
    if isinstance(message, bytes):
        raise BadFrame(f"{len(message)} bytes where a text message was expected")
    try:
        found = json.loads(message)
    except (ValueError, RecursionError):
        raise BadFrame(f"a text message of {len(message)} characters is not JSON") from None
    if not isinstance(found, dict):
        raise BadFrame("a JSON message that is not an object")
    return found


def part(found: dict[str, Any], name: str) -> dict[str, Any]:
    """An object inside an object; an empty one if there is none."""
    inner = found.get(name)
    return inner if isinstance(inner, dict) else {}


def text(found: dict[str, Any], name: str) -> str:
    """A text inside an object; an empty one if there is none."""
    inner = found.get(name)
    return inner if isinstance(inner, str) else ""

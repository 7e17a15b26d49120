"""Small replies of the REST contract, as `Runtime.handle` gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def reply(kind: str, text: str = "Dạ.", **payload: Any) -> list[dict[str, Any]]:
    """One message whose Answer is of a kind."""
    return [{"recipient_id": "?", "text": text, "custom": {"kind": kind, "text": text, **payload}}]


def answered(code: str, *aspects: str) -> list[dict[str, Any]]:
    """A procedure answered outright: as a whole, one aspect of it, or several."""
    payload: dict[str, Any] = {"procedure": {"code": code, "name": code, "version": 1}}
    if aspects:
        payload["aspect"] = aspects[0]
    if len(aspects) > 1:
        payload["aspects"] = list(aspects)
    return reply("procedure", f"Thủ tục {code}.", **payload)


def choice(*codes: str) -> list[dict[str, Any]]:
    """Several procedures to choose from."""
    return reply("choice", procedures=[{"code": code, "name": code, "hint": ""} for code in codes])


class Scripted:
    """An assistant that gives prepared replies in turn, and remembers who said what."""

    def __init__(self, *replies: Sequence[dict[str, Any]]) -> None:
        self._replies = iter(replies)
        self.heard: list[tuple[str, str]] = []

    async def handle(self, sender: str, text: str) -> list[dict[str, Any]]:
        self.heard.append((sender, text))
        return list(next(self._replies))

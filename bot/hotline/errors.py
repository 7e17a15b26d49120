"""What keeps the hotline from starting. Messages say what the operator can do."""

from __future__ import annotations

from bot.errors import BotError


class HotlineUnavailable(BotError):
    """The hotline cannot run: an engine, an address or the bot is missing."""

"""Puts the parts of the portal's channel together."""

from __future__ import annotations

from datetime import timedelta

from bot.conversations.channel import Assistant, Channel
from bot.conversations.desk import Desk
from bot.conversations.handover import Limits
from bot.conversations.notifier import Notifier
from bot.conversations.office_hours import OfficeHours
from bot.conversations.store import Conversations
from knowledge.database import connect
from settings import Settings


def open_channel(assistant: Assistant, settings: Settings) -> Channel:
    """The channel over the database of the settings. Raises `OfficeHoursInvalid`."""
    notifier = Notifier()
    conversations = Conversations(connect(settings.database_url), changed=notifier.changed)
    hours = OfficeHours.read(settings.office_hours, settings.holidays)
    waiting = timedelta(minutes=settings.handover_wait_minutes)
    limits = Limits(
        waiting=waiting,
        officer_silence=timedelta(minutes=settings.officer_silence_minutes),
        leaving_message=waiting,
    )
    desk = Desk(conversations, hours, limits) if settings.officer_token.get_secret_value() else None
    return Channel(conversations, notifier, assistant, desk)

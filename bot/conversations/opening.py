"""Puts the parts of the portal's channel together."""

from __future__ import annotations

from datetime import timedelta

from bot.conversations.call_back import CallBackSeal
from bot.conversations.channel import Assistant, Channel
from bot.conversations.desk import Desk
from bot.conversations.handover import Limits
from bot.conversations.notifier import Notifier
from bot.conversations.office_hours import OfficeHours
from bot.conversations.store import Conversations
from bot.installation_key import InstallationKey
from knowledge.database import connect
from settings import Settings


def open_channel(assistant: Assistant, settings: Settings, key: InstallationKey) -> Channel:
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
    if not settings.officer_token.get_secret_value():
        return Channel(conversations, notifier, assistant)
    desk = Desk(conversations, hours, limits, CallBackSeal(key))
    return Channel(conversations, notifier, assistant, desk)

"""Conversations on an empty database of either kind, with a clock that the test sets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine

from bot.conversations.call_back import CallBackSeal
from bot.conversations.channel import Channel
from bot.conversations.desk import Desk
from bot.conversations.handover import Limits
from bot.conversations.notifier import Notifier
from bot.conversations.office_hours import OfficeHours
from bot.conversations.store import Conversations
from tests.bot.portal_parts import KEY, Clock, Parrot, Said
from tests.knowledge.conftest import database_url as database_url
from tests.knowledge.conftest import engine as engine


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def notifier() -> Notifier:
    return Notifier()


@pytest.fixture
def conversations(engine: Engine, clock: Clock, notifier: Notifier) -> Conversations:
    return Conversations(engine, clock, notifier.changed)


@pytest.fixture
def desk(conversations: Conversations) -> Desk:
    """Officers from eight to eleven and from one to five, and ten minutes for everything."""
    hours = OfficeHours.read("T2-T6 08:00-11:00 13:00-17:00", "")
    ten_minutes = timedelta(minutes=10)
    limits = Limits(ten_minutes, ten_minutes, ten_minutes)
    return Desk(conversations, hours, limits, CallBackSeal(KEY))


@pytest.fixture
def parrot() -> Parrot:
    return Parrot()


@pytest.fixture
async def channel(
    conversations: Conversations, notifier: Notifier, parrot: Parrot, desk: Desk
) -> AsyncIterator[Channel]:
    opened = Channel(conversations, notifier, parrot, desk)
    opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
def said(conversations: Conversations) -> Said:
    """What was said in a conversation so far: by whom, and the words."""

    def said_in(conversation_id: str) -> list[tuple[str, str]]:
        events = conversations.all_events(conversation_id)
        assert [event.cursor for event in events] == list(range(1, len(events) + 1))
        return [(event.speaker.value, event.text) for event in events]

    return said_in

from __future__ import annotations

from typing import Any

import pytest
from prometheus_client import REGISTRY

from bot.conversations.errors import ConversationNotFound, FeedbackRefused
from bot.conversations.feedback import Feedback, Thumb
from bot.conversations.store import Conversations, Speaker
from knowledge.database.conversation_tables import conversation_feedback


@pytest.fixture
def feedback(conversations: Conversations) -> Feedback:
    return Feedback(conversations)


@pytest.fixture
def here(conversations: Conversations) -> str:
    """A conversation in which the second event is an answer."""
    opened = conversations.create().id
    with conversations.turn(opened) as turn:
        turn.append(Speaker.CITIZEN, "phí răng")
        turn.append(Speaker.BOT, "Dạ, không mất phí.", custom={"kind": "procedure"})
    return opened


def kept(conversations: Conversations) -> list[dict[str, Any]]:
    with conversations.engine.connect() as connection:
        return [dict(row) for row in connection.execute(conversation_feedback.select()).mappings()]


def test_a_thumb_is_kept_with_its_reasons(
    feedback: Feedback, here: str, conversations: Conversations
) -> None:
    feedback.judge(here, 2, Thumb.DOWN, ["outdated"], "phí đã đổi, gọi 0905123456")
    [row] = kept(conversations)
    assert (row["cursor"], row["thumb"], row["reasons"]) == (2, "down", ["outdated"])
    assert row["comment"] == "phí đã đổi, gọi [số điện thoại]"


def test_a_changed_mind_replaces_the_first(
    feedback: Feedback, here: str, conversations: Conversations
) -> None:
    feedback.judge(here, 2, Thumb.DOWN, ["wrong"], "sai")
    feedback.judge(here, 2, Thumb.UP, [], "")
    feedback.rate(here, 2)
    feedback.rate(here, 5)
    assert sorted((row["thumb"], row["rating"]) for row in kept(conversations)[:1]) == [
        ("up", None)
    ]
    assert [row["rating"] for row in kept(conversations)] == [None, 5]


@pytest.mark.parametrize("cursor", [1, 3, 999])
def test_only_answers_are_judged(feedback: Feedback, here: str, cursor: int) -> None:
    with pytest.raises(FeedbackRefused):
        feedback.judge(here, cursor, Thumb.UP, [], "")


def test_a_conversation_that_is_gone_is_not_judged(
    feedback: Feedback, here: str, conversations: Conversations
) -> None:
    feedback.rate(here, 1)
    conversations.delete(here)
    assert kept(conversations) == []
    with pytest.raises(ConversationNotFound):
        feedback.rate(here, 1)


def test_it_is_counted_by_kind_and_without_words(feedback: Feedback, here: str) -> None:
    labels = {"thumb": "down", "kind": "procedure"}
    before = REGISTRY.get_sample_value("bot_thumbs_total", labels) or 0
    feedback.judge(here, 2, Thumb.DOWN, [], "không hiểu")
    assert REGISTRY.get_sample_value("bot_thumbs_total", labels) == before + 1

"""Looking into a conversation from the outside: names for new ones, and what is kept of them."""

from __future__ import annotations

import json
import uuid
from typing import Any

from sqlalchemy import text

from actions.answer import Answer
from knowledge.database import connect


def new_sender() -> str:
    """The name of a conversation that nobody has had yet."""
    return f"test-{uuid.uuid4().hex[:12]}"


def answer_of(messages: list[dict[str, Any]]) -> Answer:
    """The Answer of a reply that is one message of the REST contract."""
    [message] = messages
    answer = Answer.model_validate(message["custom"])
    assert message["text"] == answer.text
    return answer


def kept_messages(database_url: str, sender: str) -> list[str]:
    """What the citizen said in a conversation, in the order in which it was kept."""
    engine = connect(database_url)
    query = text(
        "SELECT data FROM events WHERE sender_id = :sender AND type_name = 'user' ORDER BY id"
    )
    with engine.connect() as connection:
        rows = connection.execute(query, {"sender": sender}).scalars().all()
    engine.dispose()
    return [json.loads(row)["text"] for row in rows]

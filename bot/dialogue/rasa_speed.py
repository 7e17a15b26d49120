"""Two things that Rasa 3.6 works out anew for every message, worked out once.

Measured on a conversation of twenty messages: together they were more than half of a message's
time (`python -m benchmarks.message_cost`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event

from bot.dialogue.in_process_actions import OwnResult


def install() -> None:
    """Put both in place; a second call changes nothing."""
    if getattr(RemoteAction._validate_action_result, "checks_schema_once", False):
        return
    schema = RemoteAction.action_response_format_spec()
    validator_class = validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        if not isinstance(result, OwnResult):
            validator.validate(result)
        return True

    # Rasa checks the schema itself, which never changes, each time it checks a result against it.
    validate.checks_schema_once = True  # type: ignore[attr-defined]
    RemoteAction._validate_action_result = validate
    # For every event of a conversation Rasa walks all event classes to find the one of its type.
    Event.resolve_by_type = staticmethod(lru_cache(Event.resolve_by_type))

"""Three things that Rasa 3.6 works out anew for every message, worked out once.

Measured on a conversation of twenty messages: the first two were more than half of a message's
time (`python -m benchmarks.message_cost`).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import Event

from bot.dialogue.in_process_actions import OwnResult


def install() -> None:
    """Put all in place; a second call changes nothing."""
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
    # For every message Rasa builds three graphs anew and has dask find an order to run them in.
    DaskGraphRunner.run = _run_in_order


def _run_in_order(
    runner: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """What `DaskGraphRunner.run` gives, with the order of the nodes worked out once."""
    wanted = tuple(targets or runner._graph_schema.target_names)
    orders: dict[tuple[str, ...], list[str]] = vars(runner).setdefault("orders", {})
    if wanted not in orders:
        orders[wanted] = _order(runner, wanted)
    nodes = runner._graph_schema.nodes
    # A node takes and gives pairs of a name and a value.
    results = {name: (name, value) for name, value in (inputs or {}).items()}
    for name in orders[wanted]:
        needed = [results[need] for need in nodes[name].needs.values()]
        results[name] = runner._instantiated_nodes[name](*needed)
    return dict(results[name] for name in wanted)


def _order(runner: DaskGraphRunner, targets: Iterable[str]) -> list[str]:
    """The nodes that the targets need, each after all that it needs itself."""
    nodes = runner._graph_schema.nodes
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in nodes and name not in ordered:
            for need in nodes[name].needs.values():
                visit(need)
            ordered[name] = None

    for target in targets:
        visit(target)
    return list(ordered)

"""Runs the actions in the bot's own process, through rasa-sdk's executor.

Rasa asks an action endpoint object with `request()`; this one answers it without HTTP. What goes
in and out is the same JSON that a separate action server sees.
"""

from __future__ import annotations

from typing import Any

from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

ACTIONS_PACKAGE = "actions"


class OwnResult(dict[str, Any]):
    """What rasa-sdk's executor made in this process: its shape needs no check."""


class InProcessActions(EndpointConfig):
    """An action endpoint without a server."""

    def __init__(self) -> None:
        super().__init__(url="in-process")
        self._executor = ActionExecutor()
        self._executor.register_package(ACTIONS_PACKAGE)

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        return OwnResult(await self._executor.run(kwargs["json"]) or {})

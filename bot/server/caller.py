"""Says who is asking, for limits that a new conversation must not lift."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.requests import HTTPConnection

from actions.dossier_form import CALLER
from bot.installation_key import InstallationKey
from bot.network import network_of


class Caller:
    """Who sent a request or opened a WebSocket, by the address that the server sees.

    `name` is a pseudonym of the network: the address itself is kept nowhere. `is_here` says that
    the request came from this machine, as the hotline's do, for any number of people.
    """

    def __init__(self, connection: HTTPConnection, key: InstallationKey) -> None:
        address = connection.client.host if connection.client else ""
        self.is_here = not address or _is_loopback(address)
        self.name = key.pseudonym("caller", network_of(address))

    @property
    def counted(self) -> str:
        """The name under which tries are counted; empty where one name is many people."""
        return "" if self.is_here else self.name


def _caller(request: Request) -> Caller:
    return Caller(request, request.app.state.installation_key)


CurrentCaller = Annotated[Caller, Depends(_caller)]


def with_caller(metadata: dict[str, Any] | None, caller: Caller) -> dict[str, Any]:
    """The metadata of a message, with the caller's name.

    From this machine itself it stays as it is: such a client says itself who calls, or else the
    conversation counts. Any other client cannot say so.
    """
    given = dict(metadata or {})
    if caller.is_here:
        return given
    return {**given, CALLER: caller.name}


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False

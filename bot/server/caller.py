"""Says who is asking, for limits that a new conversation must not lift."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from typing import Any

from fastapi import Request

from actions.dossier_form import CALLER
from bot.network import network_of
from settings import Settings


def with_caller(
    metadata: dict[str, Any] | None, request: Request, settings: Settings
) -> dict[str, Any]:
    """The metadata of a message, with a keyed hash of the network address that it came from.

    From this machine itself, as the hotline's messages come, it stays as it is: such a client says
    itself who calls, or else the conversation counts. Any other client cannot say so.
    """
    given = dict(metadata or {})
    address = request.client.host if request.client else ""
    if _is_here(address):
        return given
    given.pop(CALLER, None)
    secret = settings.dossier_secret.get_secret_value()
    if secret:
        network = network_of(address).encode()
        given[CALLER] = hmac.new(secret.encode(), network, hashlib.sha256).hexdigest()
    return given


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False

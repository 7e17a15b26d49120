"""Whom a network address belongs to, for limits that count by caller."""

from __future__ import annotations

import ipaddress


def network_of(address: str) -> str:
    """The customer's network: of IPv6, one customer has a /64. Anything else stays as it is."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)

"""What people type, as it is kept and shown: readable, with its lines, without personal data."""

from __future__ import annotations

from vietnamese.personal_data import masked
from vietnamese.text import clean


def readable(text: str) -> str:
    """Nothing invisible, single spaces, no empty lines. Takes any string."""
    return "\n".join(filter(None, map(clean, text.splitlines())))


def kept(text: str) -> str:
    """What is kept of what a citizen typed."""
    return masked(readable(text))

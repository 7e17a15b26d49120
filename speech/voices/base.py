"""What every voice offers. Sound is mono, signed 16-bit little-endian PCM."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol


class Voice(Protocol):
    """An engine that reads plain Vietnamese words aloud (see `speech.spoken`)."""

    name: str
    sample_rate: int

    def speak(self, text: str) -> Iterator[bytes]:
        """The sound of `text`, in pieces as they become ready. May be used by several threads.

        Raises `EngineUnavailable` if it cannot be said.
        """

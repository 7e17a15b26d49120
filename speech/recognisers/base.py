"""What every recogniser offers. Sound is mono, signed 16-bit little-endian PCM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Heard:
    """What was understood: words in lower case, and how surely, in 0..1.

    An empty `text` means that nothing was understood.
    """

    text: str
    confidence: float


class Recognition(Protocol):
    """One stream of sound being recognised. Used by one thread at a time."""

    def feed(self, pcm: bytes) -> None:
        """Take in sound at the recogniser's sample rate, any number of whole samples."""

    def partial(self) -> Heard:
        """What is understood so far of the present utterance; cheap."""

    def final(self) -> Heard:
        """What was understood of the utterance, which ends here; then the next one begins."""

    def reset(self, phrases: Sequence[str] = ()) -> None:
        """Forget the utterance. `phrases` are likely from now on; none: anything is."""


class Recogniser(Protocol):
    """An engine with its model, shared by all calls."""

    name: str
    sample_rate: int

    def open(self, phrases: Sequence[str] = ()) -> Recognition:
        """A new stream. `phrases` are what is likely to be said, such as the ten digits."""

"""Feeding a recogniser as a call does."""

from __future__ import annotations

from speech.audio import Framer
from speech.recognisers.base import Recognition


def feed(recognition: Recognition, pcm: bytes) -> list[str]:
    """Feed frames of 20 ms at 16 kHz; what was understood after each 200 ms."""
    partials = []
    for number, frame in enumerate(Framer(16000).feed(pcm)):
        recognition.feed(frame)
        if number % 10 == 9:
            partials.append(recognition.partial().text)
    return partials

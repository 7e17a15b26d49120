"""Vietnamese for the ear: written text as plain words, and back from what a recogniser writes."""

from speech.spoken.plain_words import to_spoken
from speech.spoken.spelling_out import spelled

__all__ = ["spelled", "to_spoken"]

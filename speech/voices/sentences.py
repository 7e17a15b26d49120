"""Cuts a text into the pieces that a voice reads one after another, so that sound comes early."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vietnamese.text import nfc

# Where a voice lowers its tone anyway.
_END = re.compile(r"(?<=[.!?…;:])\s+|\s*\n\s*")
_COMMA = re.compile(r"(?<=,)\s+")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def pieces(text: str, longest: int = 300, first: int | None = None) -> list[str]:
    """The sentences of a text, in order; what is longer than `longest` characters is cut.

    `first` is the limit of the very first piece, for voices that take their time. Cut is at a
    comma where there is one, else between words. Nothing but white space and control characters
    is lost; what has no letter or digit belongs to the piece before it.
    """
    cut: list[str] = []
    for sentence in _END.split(_CONTROL.sub(" ", nfc(text))):
        limit = longest if cut or first is None else min(first, longest)
        for piece in _cut(sentence.strip(), limit, longest):
            if cut and not any(map(str.isalnum, piece)):
                cut[-1] += f" {piece}"
            else:
                cut.append(piece)
    return [piece for piece in cut if any(map(str.isalnum, piece))]


def _cut(sentence: str, limit: int, longest: int) -> Iterator[str]:
    while len(sentence) > limit:
        comma = _last(_COMMA, sentence, limit)
        # A comma near the beginning, as in «Dạ, …», leaves too little.
        place = comma if comma > limit / 3 else _last(_SPACE, sentence, limit) or limit
        yield sentence[:place].strip()
        sentence, limit = sentence[place:].strip(), longest
    if sentence:
        yield sentence


def _last(pattern: re.Pattern[str], sentence: str, limit: int) -> int:
    """Where the last match begins that leaves at most `limit` characters before it; else 0."""
    return max((match.start() for match in pattern.finditer(sentence[: limit + 1])), default=0)

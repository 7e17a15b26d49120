"""Words of a Vietnamese text, with their places in it: `thủ tục` is one word of two syllables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import cast

from vietnamese.text import is_mostly_without_diacritics

_SHORT = 400
_CACHED_TEXTS = 4096
_TOKEN = re.compile(r"[^\W_]+(?:[./-][^\W_]+)*|[^\w\s]|_")
_SURROGATE = re.compile("[\ud800-\udfff]")

# The tagger is loaded at the first use and is not known to be safe for two threads at once.
_tagger_lock = Lock()


@dataclass(frozen=True)
class Segment:
    """One word: `text` stands at `start` to `end` (characters, end excluded) of the given text."""

    text: str
    start: int
    end: int


def segment(text: str) -> list[Segment]:
    """Return the words and punctuation of a text, in order, with their places in it.

    Text without Vietnamese marks is split at spaces and punctuation only, because the tagger was
    trained on marked text and joins the wrong syllables. Never raises on any string.
    """
    return list(_segment_cached(text) if len(text) <= _SHORT else _segment(text))


@lru_cache(maxsize=_CACHED_TEXTS)
def _segment_cached(text: str) -> tuple[Segment, ...]:
    return _segment(text)


def _segment(text: str) -> tuple[Segment, ...]:
    # Half a surrogate pair cannot be handed to the tagger; a space in its place keeps positions.
    readable = _SURROGATE.sub(" ", text)
    if is_mostly_without_diacritics(readable):
        return _simple_segments(readable)
    with _tagger_lock:
        words = _tokenizer()(readable, use_token_normalize=False)
    found = _locate(readable, words)
    return _simple_segments(readable) if found is None else found


def _simple_segments(text: str) -> tuple[Segment, ...]:
    return tuple(Segment(match[0], *match.span()) for match in _TOKEN.finditer(text))


def _locate(text: str, words: list[str]) -> tuple[Segment, ...] | None:
    """Find each word where it stands in the text; None when the tagger rewrote a character."""
    segments: list[Segment] = []
    position = 0
    for word in words:
        start = end = -1
        for syllable in word.split():
            found = text.find(syllable, position)
            if found < 0 or text[position:found].strip():
                return None
            start = found if start < 0 else start
            position = end = found + len(syllable)
        if start >= 0:
            segments.append(Segment(text[start:end], start, end))
    return None if text[position:].strip() else tuple(segments)


@lru_cache(maxsize=1)
def _tokenizer() -> Callable[..., list[str]]:
    # Loaded late: the import takes a third of a second.
    from underthesea import word_tokenize

    return cast(Callable[..., list[str]], word_tokenize)

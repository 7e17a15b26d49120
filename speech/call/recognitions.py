"""Streams of a recogniser that calls share: one is needed only while somebody speaks.

Opening one takes long enough to be noticed and megabytes; most calls are silent or listen.
"""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

from speech.recognisers.base import Recogniser, Recognition

# Beyond so many, those that are given back are dropped.
_MOST_UNUSED = 16

_unused: WeakKeyDictionary[Recogniser, list[Recognition]] = WeakKeyDictionary()


def take(recogniser: Recogniser, phrases: Sequence[str]) -> Recognition:
    """A stream for one utterance, for nobody else until it is given back."""
    try:
        recognition = _unused.setdefault(recogniser, []).pop()
    except IndexError:
        return recogniser.open(phrases)
    recognition.reset(phrases)
    return recognition


def give_back(recogniser: Recogniser, recognition: Recognition) -> None:
    """The utterance is over. One whose stream failed must not be given back."""
    unused = _unused.setdefault(recogniser, [])
    if len(unused) < _MOST_UNUSED:
        unused.append(recognition)

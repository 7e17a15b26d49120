"""Renders published texts ahead of time, so that a call finds them in the cache."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import structlog

from speech.errors import EngineUnavailable
from speech.voices.cache import SoundCache
from speech.voices.google import NAME, PAUSE_BETWEEN, GoogleVoice, NotSpoken
from speech.voices.sentences import pieces
from vietnamese.personal_data import masked

log = structlog.get_logger()


@dataclass
class Rendered:
    """What became of the sentences: made now, in the cache before, or without sound."""

    made: int = 0
    already: int = 0
    refused: int = 0


def render_ahead(
    texts: Iterable[str],
    voice: GoogleVoice,
    cache: SoundCache,
    sleep: Callable[[float], None] = time.sleep,
    done: Callable[[Rendered], None] = lambda _so_far: None,
    most: int | None = None,
) -> Rendered:
    """Put Google's sound of each sentence of the texts into the cache, unless it is there.

    `texts` are published ones; what has personal numbers in it is refused all the same. `done` is
    told after each sentence; after `most` new ones it is enough. What was made stays when
    `EngineUnavailable` is raised: the next time goes on from there.
    """
    so_far = Rendered()
    for sentence in (sentence for text in texts for sentence in pieces(text)):
        if cache.has(NAME, sentence):
            so_far.already += 1
        elif masked(sentence) != sentence:
            so_far.refused += 1
        else:
            _render(sentence, voice, cache, so_far)
            sleep(PAUSE_BETWEEN)
        done(so_far)
        if so_far.made == most:
            break
    return so_far


def _render(sentence: str, voice: GoogleVoice, cache: SoundCache, so_far: Rendered) -> None:
    try:
        cache.store(NAME, sentence, voice.fetch(sentence))
    except NotSpoken as error:
        log.warning("voices.not_spoken", reason=str(error), characters=len(sentence))
        so_far.refused += 1
    except OSError as error:
        raise EngineUnavailable(
            f"Không ghi được âm thanh ({error.strerror}). Hãy kiểm tra SPOKEN_CACHE."
        ) from error
    else:
        so_far.made += 1

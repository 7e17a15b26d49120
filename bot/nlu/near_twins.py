"""Tells near twins among the candidates apart by the traits that a person states.

«gia hạn đăng ký tạm trú» is more like all that is said for «Đăng ký tạm trú», and yet is not it.
The rules set right what the confidence, which weighs everything at once, gets wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.nlu.candidate import Candidate
from knowledge.traits import ACTIONS, traits_of_name, traits_said
from vietnamese.text import syllables

# Traits that tell twins apart, and how likely a twin must be beside the best candidate.
TELLING = ACTIONS | {"foreign", "international", "linked", "secondary", "primary", "high"}
NEAR_TWIN = 0.4
# What is left to the twin that was ruled out, and the most that the other one can have.
HARDLY, SURELY = 0.1, 0.99
# A procedure for foreigners is not meant where nothing of it is said.
FOREIGN = frozenset({"foreign", "abroad"})


def told_apart(candidates: Sequence[Candidate], text: str) -> list[Candidate]:
    """The candidates, best first, with the twin in front that alone fits what was said."""
    return _by_what_was_said(_with_foreigner(list(candidates), text), text)


def _with_foreigner(offered: list[Candidate], text: str) -> list[Candidate]:
    """The candidates; where a foreigner is spoken of, the twin for foreigners has the other's part.

    Otherwise it would be asked: «có ai là người nước ngoài không ạ?», which was just said.
    """
    if "foreign" not in traits_said(text):
        return offered
    for twin in offered:
        plain = next((other for other in offered if _lacks_only_foreigner(other, twin)), None)
        if plain is not None:
            both = min(twin.confidence + plain.confidence, SURELY)
            others = [candidate for candidate in offered if candidate not in (twin, plain)]
            settled = [replace(twin, confidence=both), replace(plain, confidence=HARDLY), *others]
            return sorted(settled, key=lambda candidate: -candidate.confidence)
    return offered


def _lacks_only_foreigner(plain: Candidate, twin: Candidate) -> bool:
    """Whether two records are called the same but for the foreigner in one of them."""
    without = traits_of_name(twin.name) - {"foreign"}
    return (
        without != traits_of_name(twin.name)
        and without == traits_of_name(plain.name)
        and set(syllables(plain.name)) < set(syllables(twin.name))
    )


def _by_what_was_said(offered: list[Candidate], text: str) -> list[Candidate]:
    """The candidates, with a twin of the best one first where what was said fits only that.

    Who says nothing of a foreigner does not mean the procedure for foreigners.
    """
    if len(offered) < 2:
        return offered
    said = traits_said(text)
    telling = said & TELLING
    own = [traits_of_name(candidate.name) for candidate in offered]
    fits = [telling <= traits for traits in own]
    chosen: int | None = None
    if telling and not fits[0] and fits.count(True) == 1:
        chosen = fits.index(True)
    elif "foreign" in own[0] and not said & FOREIGN:
        plain = (n for n, other in enumerate(offered) if _lacks_only_foreigner(other, offered[0]))
        chosen = next(plain, None)
    best = offered[0].confidence
    if chosen is None or offered[chosen].confidence < best * NEAR_TWIN:
        return offered
    others = [candidate for n, candidate in enumerate(offered) if n != chosen]
    return [replace(offered[chosen], confidence=best), *others]

"""Finds the near twin of a procedure that a follow-up means: «còn cấp lại thì sao»."""

from __future__ import annotations

from knowledge.library import Library
from knowledge.records import Procedure
from knowledge.traits import (
    ACTIONS,
    AGES,
    ages_said,
    official_phrase,
    traits_of_name,
    traits_said,
    without_traits,
)

SEARCHED = 25
# A twin shares at least so much of its name with what is searched for.
ALIKE = 0.45


def sibling(topic: Procedure, text: str, library: Library) -> Procedure | None:
    """The procedure that is to `topic` what `text` says: with a foreigner, reissued, extended.

    None where the text says nothing of the kind, or there is no such twin.
    """
    own = traits_of_name(topic.name)
    # An age says nothing where the topic is for people of any age.
    said = traits_said(text)
    said = said | ages_said(text) if own & AGES else said - AGES
    new = said - own
    if not new:
        return None
    # «cấp lại» takes the place of «cấp đổi»; «nước ngoài» comes beside either.
    replaced = frozenset(trait for group in (ACTIONS, AGES) if new & group for trait in own & group)
    wanted = (own - replaced) | new
    best: tuple[float, Procedure] | None = None
    for name in (topic.name, *topic.aliases):
        query = " ".join([without_traits(name, replaced), *map(official_phrase, sorted(new))])
        for hit in library.search(query, SEARCHED, "procedure"):
            procedure = hit.record
            if not isinstance(procedure, Procedure) or procedure.code == topic.code:
                continue
            traits = traits_of_name(procedure.name)
            # Each wanted trait counts for it, each other one against it.
            score = hit.score + 0.1 * len(traits & new) - 0.05 * len(traits ^ wanted)
            fits = new & ACTIONS <= traits if new & ACTIONS else bool(new & traits)
            near = procedure.domain == topic.domain or hit.fit.name >= ALIKE
            if fits and near and hit.fit.question >= ALIKE and (best is None or score > best[0]):
                best = (score, procedure)
    return best[1] if best else None

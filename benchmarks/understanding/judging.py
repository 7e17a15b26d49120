"""What is right, beyond the procedure itself (for which see `bot.evaluation`).

Pure functions from what was expected and what a citizen saw.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from actions.answer import Kind
from bot.evaluation import Seen
from vietnamese.text import lower
from vietnamese.tone_placement import unify_tone_marks

# Expected where the answer has to ask which ward is meant.
AMBIGUOUS = "AMBIGUOUS"
_EMERGENCY_NUMBER = re.compile(r"\b11[345]\b")


def aspects_are_right(
    expected: Collection[frozenset[str]], seen: Iterable[str], carried: Iterable[str] = ()
) -> bool:
    """Whether the aspects answered are those of one alternative, no more and no fewer.

    Where either of several is right, several together are too. `carried` are aspects of the turn
    before, which stay with a person who changes the case: then each of them is right in place of
    the procedure in general.
    """
    answered = frozenset(seen)
    if answered in expected:
        return True
    if frozenset() in expected and answered <= frozenset(carried):
        return True
    return len(expected) > 1 and bool(answered) and answered <= frozenset().union(*expected)


def ward_is_right(expected: Collection[str], seen: Seen) -> bool:
    """Whether exactly the expected wards are named, or, where a district was named, the answer
    asks which ward is meant.
    """
    if AMBIGUOUS in expected:
        return seen.kind == Kind.OFFICE and not seen.ward_is_settled
    return {_same_spelling(name) for name in seen.wards} == {
        _same_spelling(name) for name in expected
    }


def _same_spelling(name: str) -> str:
    return lower(unify_tone_marks(name))


def emergency_is_right(expected: Collection[str], seen: Seen) -> bool:
    """Whether it is taken for an emergency and a number that helps is named."""
    return seen.kind == Kind.EMERGENCY and bool(
        set(expected) & set(_EMERGENCY_NUMBER.findall(seen.text))
    )


def asks_back(seen: Seen) -> bool:
    """Whether a choice is offered or a question asked, which a vague message wants."""
    return seen.kind in (Kind.CHOICE, Kind.CLARIFY)

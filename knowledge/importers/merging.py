"""One record out of several of the same code, each from its own corpus.

The rule: field by field, the newest corpus that has a value wins. Other names become aliases,
keywords are united. One thing is finer than a field: a time limit that stands without a unit is
completed by the next corpus when that gives, for the same way of filing, the same number with a
unit, or "within the day" for the number 1. Dates (effective from, effective to, verified on)
belong to one version of the facts, so only the newest corpus gives them. A source is named when a
field or a name was taken from it, and a concern of an older source counts only when a field it is
about was taken from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from knowledge.importers.fields import unique
from knowledge.importers.model import CORPUS_RANK
from knowledge.records import Concern, Duration, FilingMethod, Procedure

_OF_THE_NEWEST = {"code", "name", "effective_from", "effective_to", "verified_on"}
_UNITED = {"aliases", "keywords", "sources", "concerns"}
_BY_FIELD = set(Procedure.model_fields) - _OF_THE_NEWEST - _UNITED

# The fields a concern is about; the others are about the record as a whole.
_ABOUT: dict[Concern, set[str]] = {
    Concern.FEE_CONTRADICTS_NOTE: {"filing"},
    Concern.TIME_WITHOUT_UNIT: {"filing"},
    Concern.TABLE_NOT_READ: {"filing", "documents", "legal_basis", "steps"},
    Concern.ABOLISHED_DISTRICT: {
        "agencies",
        "deciding_agency",
        "place",
        "steps",
        "filing",
        "levels",
    },
}


def merge(records: Sequence[tuple[str, Procedure]]) -> Procedure:
    """Unite records of one code, given with the names of their corpora, into one.

    Of two records of the same corpus the first wins. Raises ValueError when there is no record,
    or when the codes differ.
    """
    if not records:
        raise ValueError("Không có bản ghi nào để gộp.")
    ranked = sorted(records, key=lambda pair: -CORPUS_RANK.get(pair[0], 0))
    procedures = [procedure for _, procedure in ranked]
    newest = procedures[0]
    if any(procedure.code != newest.code for procedure in procedures):
        raise ValueError("Chỉ gộp được các bản ghi có cùng mã thủ tục.")
    merged: dict[str, Any] = {field: getattr(newest, field) for field in _OF_THE_NEWEST}
    taken: list[set[str]] = [set() for _ in procedures]
    for field in _BY_FIELD:
        giver = next((i for i, p in enumerate(procedures) if getattr(p, field)), 0)
        merged[field] = getattr(procedures[giver], field)
        taken[giver].add(field)
    completed = _complete_times(procedures)
    if completed:
        merged["filing"], helper = completed
        taken[helper].add("filing")
    names = [name for p in procedures for name in (p.name, *p.aliases)]
    merged["aliases"] = tuple(name for name in unique([newest.name, *names])[1:])
    merged["keywords"] = tuple(unique(word for p in procedures for word in p.keywords))
    merged["sources"] = _sources(procedures, taken, merged["aliases"])
    concerns = _concerns(procedures, taken)
    if not any(_is_bare(method) for method in merged["filing"]):
        concerns = tuple(c for c in concerns if c is not Concern.TIME_WITHOUT_UNIT)
    merged["concerns"] = concerns
    return Procedure(**merged)


def _complete_times(
    procedures: list[Procedure],
) -> tuple[tuple[FilingMethod, ...], int] | None:
    """Give units to the bare times of the newest record; None when nothing could be given."""
    filing = procedures[0].filing
    for helper, older in enumerate(procedures[1:], start=1):
        times = {method.channel: method.duration for method in older.filing if method.duration}
        completed = tuple(_completed(method, times.get(method.channel)) for method in filing)
        if completed != filing:
            return completed, helper
    return None


def _completed(method: FilingMethod, other: Duration | None) -> FilingMethod:
    if not (_is_bare(method) and method.duration and other):
        return method
    same = other.value == method.duration.value and other.unit is not None
    within_the_day = other.immediate and method.duration.value == 1
    return method.model_copy(update={"duration": other}) if same or within_the_day else method


def _is_bare(method: FilingMethod) -> bool:
    time = method.duration
    return time is not None and time.value is not None and time.unit is None


def _sources(
    procedures: list[Procedure], taken: list[set[str]], aliases: tuple[str, ...]
) -> tuple[Any, ...]:
    sources: dict[Any, None] = {}
    for index, procedure in enumerate(procedures):
        gave_name = procedure.name in aliases
        if index == 0 or gave_name or any(getattr(procedure, field) for field in taken[index]):
            sources.update(dict.fromkeys(procedure.sources))
    return tuple(sources)


def _concerns(procedures: list[Procedure], taken: list[set[str]]) -> tuple[Concern, ...]:
    concerns: dict[Concern, None] = dict.fromkeys(procedures[0].concerns)
    for procedure, fields in zip(procedures[1:], taken[1:], strict=True):
        for concern in procedure.concerns:
            if fields & _ABOUT.get(concern, _BY_FIELD):
                concerns[concern] = None
    return tuple(concerns)

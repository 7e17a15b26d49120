"""Composes the Answer of a frequently asked question from its record."""

from __future__ import annotations

from actions.answer import Answer, CitedSource, Kind, Suggestion
from actions.wording import NOTICES, source_in_words
from knowledge.library import Library
from knowledge.records import Faq


def faq_answer(entry: Faq, version: int, library: Library) -> Answer:
    """The Answer of an FAQ entry, with the procedures it belongs to as follow-ups."""
    notices = [NOTICES[concern] for concern in entry.concerns]
    sources = "; ".join(source_in_words(source) for source in entry.sources)
    related = [
        found[0] for code in entry.procedures if (found := library.procedure(code)) is not None
    ]
    return Answer(
        kind=Kind.FAQ,
        text="\n\n".join([entry.answer, *notices, f"Nguồn: {sources}. Bản ghi số {version}."]),
        lead=entry.answer,
        facts={"faq": {"key": entry.key, "question": entry.question, "version": version}},
        notices=notices,
        sources=[
            CitedSource(
                title=", ".join(filter(None, [source.title, source.decision])),
                url=source.url or None,
                effective_from=entry.effective_from,
                checked_on=source.checked_on,
            )
            for source in entry.sources
        ],
        suggestions=[
            Suggestion(title=procedure.name, message=procedure.code) for procedure in related[:3]
        ],
    )

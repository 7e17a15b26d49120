"""Composes the Answer of a frequently asked question from its record."""

from __future__ import annotations

from actions.answer import Answer, Kind, Suggestion
from actions.citing import citation, cited_sources
from actions.wording import NOTICES
from knowledge.library import Library
from knowledge.records import Faq


def faq_answer(entry: Faq, version: int, library: Library) -> Answer:
    """The Answer of an FAQ entry, with the procedures it belongs to as follow-ups."""
    notices = [NOTICES[concern] for concern in entry.concerns]
    related = [
        found[0] for code in entry.procedures if (found := library.procedure(code)) is not None
    ]
    return Answer(
        kind=Kind.FAQ,
        text="\n\n".join([entry.answer, *notices, citation(entry, version)]),
        lead=entry.answer,
        facts={"faq": {"key": entry.key, "question": entry.question, "version": version}},
        notices=notices,
        sources=cited_sources(entry),
        suggestions=[
            Suggestion(title=procedure.name, message=procedure.code) for procedure in related[:3]
        ],
    )

"""What this bot is compared with: each peer answers with procedures, as well as it can."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from actions.answer import Kind
from benchmarks.search_latency import NamesByBm25
from bot.evaluation import Seen
from knowledge.records import Procedure

OFFERED = 4


@dataclass(frozen=True)
class Peer:
    """`answer` gives what a citizen would see for a question; `refuses` tells whether it can."""

    name: str
    answer: Callable[[str], Seen]
    refuses: bool


def bm25_over_names(procedures: Iterable[Procedure]) -> Peer:
    """Search alone: answers with the best of the official names, whatever is asked, and offers
    the next three.
    """
    search = NamesByBm25({procedure.code: procedure.name for procedure in procedures}).search

    def answer(question: str) -> Seen:
        found = tuple(search(question)[:OFFERED])
        return Seen(kind=Kind.PROCEDURE if found else Kind.UNKNOWN, codes=found)

    return Peer("BM25 over names", answer, refuses=False)

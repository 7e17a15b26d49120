"""How fast search over all records answers, and how often its first hit is right.

    python -m benchmarks.search_latency [--json FILE]

Records are the seeds and, where they are at hand, the public corpora. Beside it, in the same run
and on the same questions: BM25 over the official names, by SQLite's FTS5 without diacritics.
"""

from __future__ import annotations

import argparse
import random
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.figures import console, keep_json, percentile, share
from benchmarks.machine import Machine
from benchmarks.questions import AskedQuestion, read_questions
from benchmarks.records import copy_of_records
from knowledge.database import connect
from knowledge.library import Library
from knowledge.records import Procedure
from knowledge.store import KnowledgeStore
from vietnamese.text import strip_diacritics

SAMPLED_NAMES = 300
REPEATS = 3
LIMIT = 10
TARGET_P95_MS = 5.0

Search = Callable[[str], Sequence[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", type=Path, help="also keep the figures in this file")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(copy_of_records(Path(folder)))
    show(figures)
    keep_json(arguments.json, figures)


def measure(database_url: str) -> dict[str, Any]:
    """Ask both searches every question, by turns."""
    machine = Machine.now()
    store = KnowledgeStore(connect(database_url))
    started = time.perf_counter()
    library = Library(store)
    opening_seconds = time.perf_counter() - started
    names = {
        published.key: published.record.name
        for published in store.published()
        if isinstance(published.record, Procedure)
    }
    questions = asked_questions(names)
    peer = NamesByBm25(names)
    searches: dict[str, Search] = {
        "this search": lambda text: [hit.key for hit in library.search(text, LIMIT, "procedure")],
        "BM25 (FTS5)": peer.search,
    }
    milliseconds: dict[tuple[str, str], list[float]] = {}
    right: dict[tuple[str, str], list[bool]] = {}
    for repeat in range(REPEATS):
        for question in questions:
            for name, search in searches.items():
                before = time.perf_counter()
                found = search(question.text)
                after = time.perf_counter()
                key = (question.kind, name)
                milliseconds.setdefault(key, []).append((after - before) * 1000)
                if not repeat and question.codes:
                    right.setdefault(key, []).append(bool(found) and found[0] in question.codes)
    kinds = list(dict.fromkeys(question.kind for question in questions))
    return {
        "machine": asdict(machine),
        "records": len(library),
        "opening_seconds": round(opening_seconds, 1),
        "searches": {
            name: {
                kind: _figures(milliseconds[kind, name], right.get((kind, name), []))
                for kind in kinds
            }
            | {"all": _figures([ms for kind in kinds for ms in milliseconds[kind, name]], [])}
            for name in searches
        },
    }


def asked_questions(names: dict[str, str]) -> list[AskedQuestion]:
    """Names of sampled records with and without diacritics, then our own questions.

    A name that several records bear is right for each of them.
    """
    bearers: dict[str, list[str]] = {}
    for code, name in names.items():
        bearers.setdefault(name, []).append(code)
    sampled = random.Random(42).sample(sorted(bearers), min(SAMPLED_NAMES, len(bearers)))
    official = [AskedQuestion("a record's name", name, tuple(bearers[name])) for name in sampled]
    plain = [
        AskedQuestion("its name, no diacritics", strip_diacritics(asked.text), asked.codes)
        for asked in official
    ]
    own = [
        AskedQuestion(f"own: {question.kind}", question.text, question.codes)
        for question in read_questions()
    ]
    return official + plain + own


class NamesByBm25:
    """What a project would have without a search of its own: FTS5 over the official names."""

    def __init__(self, names: dict[str, str]) -> None:
        """`names`: official name by code."""
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            "CREATE VIRTUAL TABLE names USING fts5("
            "code UNINDEXED, name, tokenize = 'unicode61 remove_diacritics 2')"
        )
        self._database.executemany(
            "INSERT INTO names VALUES (?, ?)",
            [(code, _without_crossed_d(name)) for code, name in names.items()],
        )

    def search(self, question: str) -> list[str]:
        """The codes of the names with any word of the question, best first."""
        words = re.findall(r"\w+", _without_crossed_d(question))
        if not words:
            return []
        rows = self._database.execute(
            "SELECT code FROM names WHERE names MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{word}"' for word in words), LIMIT),
        )
        return [code for (code,) in rows]


def _without_crossed_d(text: str) -> str:
    """FTS5 takes đ for a letter of its own; people leave its bar away as they do other marks."""
    return text.replace("đ", "d").replace("Đ", "D")


def _figures(milliseconds: Sequence[float], right: Sequence[bool]) -> dict[str, Any]:
    return {
        "searches": len(milliseconds),
        "p50_ms": round(percentile(milliseconds, 50), 2),
        "p95_ms": round(percentile(milliseconds, 95), 2),
        "p99_ms": round(percentile(milliseconds, 99), 2),
        "right_first": sum(right),
        "asked": len(right),
    }


def show(figures: dict[str, Any]) -> None:
    console.print(str(Machine(**figures["machine"])))
    console.print(
        f"{figures['records']} records; the index is built in {figures['opening_seconds']} s"
    )
    table = Table("questions", "search", "p50 ms", "p95 ms", "p99 ms", "right at first")
    ours = figures["searches"]["this search"]
    for kind in ours:
        for name, by_kind in figures["searches"].items():
            row = by_kind[kind]
            table.add_row(
                kind,
                name,
                f"{row['p50_ms']:.2f}",
                f"{row['p95_ms']:.2f}",
                f"{row['p99_ms']:.2f}",
                share(row["right_first"], row["asked"]),
            )
    console.print(table)
    met = ours["all"]["p95_ms"] <= TARGET_P95_MS
    console.print(f"{'met' if met else 'MISSED'}: search p95 of at most {TARGET_P95_MS:g} ms")


if __name__ == "__main__":
    main()

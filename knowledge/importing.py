"""Takes corpora and seed files into the store, and counts what happened to each record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.importers import Parsed, Refusal, merge, read
from knowledge.records import Procedure, Record
from knowledge.store import KnowledgeStore, Outcome, key_of

SEEDS = Path(__file__).parent / "seeds"


@dataclass
class Tally:
    """What became of the records of one corpus."""

    read: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    repairs: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)


@dataclass
class ImportReport:
    """What an import did, corpus by corpus. `read` counts refused records too."""

    corpora: dict[str, Tally] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        return sum(len(tally.refusals) for tally in self.corpora.values())

    def tally(self, corpus: str) -> Tally:
        return self.corpora.setdefault(corpus, Tally())


def import_paths(paths: Iterable[Path], store: KnowledgeStore) -> ImportReport:
    """Import files, or all readable files of folders. A refused record does not stop the rest."""
    report = ImportReport()
    occurrences: Counter[tuple[str, str]] = Counter()
    for path in paths:
        for item in read(path):
            _take_in(item, store, report, occurrences)
    return report


def _take_in(
    item: Parsed | Refusal,
    store: KnowledgeStore,
    report: ImportReport,
    occurrences: Counter[tuple[str, str]],
) -> None:
    if isinstance(item, Refusal):
        # What belongs to no known corpus is counted under the name of its file.
        tally = report.tally(item.corpus or item.path.name)
        tally.read += 1
        tally.refusals.append(item)
        return
    tally = report.tally(item.corpus)
    tally.read += 1
    identity = (item.corpus, key_of(item.record))
    occurrence = occurrences[identity]
    occurrences[identity] += 1
    outcome = store.import_source(
        item.corpus, occurrence, item.record, item.raw_hash, item.line, merge_records
    )
    tally.outcomes[outcome] += 1
    tally.repairs.update(repair.value for repair in item.repairs)


def merge_records(sources: list[tuple[str, Record]]) -> Record:
    """One record from what the corpora say of it. Other kinds come from one place: the last."""
    procedures = [(corpus, item) for corpus, item in sources if isinstance(item, Procedure)]
    if procedures:
        return merge(procedures)
    return sources[-1][1]

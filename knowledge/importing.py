"""Takes corpora and seed files into the store, and counts what happened to each record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.importers import Parsed, Refusal, merge, read
from knowledge.records import Faq, Procedure, Record
from knowledge.store import KnowledgeStore, Outcome, key_of

SEEDS = Path(__file__).parent / "seeds"
READABLE = (".jsonl", ".jsonl.gz", ".json", ".json.gz", ".yml", ".yaml")


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
        for file in _files(path):
            for item in read(file):
                _take_in(item, store, report, occurrences)
    return report


def _take_in(
    item: Parsed | Refusal,
    store: KnowledgeStore,
    report: ImportReport,
    occurrences: Counter[tuple[str, str]],
) -> None:
    tally = report.tally(item.corpus or item_path_name(item))
    tally.read += 1
    if isinstance(item, Refusal):
        tally.refusals.append(item)
        return
    identity = (item.corpus, key_of(item.record))
    occurrence = occurrences[identity]
    occurrences[identity] += 1
    outcome = store.import_source(
        item.corpus, occurrence, item.record, item.raw_hash, item.line, merge_records
    )
    tally.outcomes[outcome] += 1
    tally.repairs.update(repair.value for repair in item.repairs)


def merge_records(sources: list[tuple[str, Record]]) -> Record:
    """One record from what the corpora say of it. FAQ entries come from one place: the last."""
    procedures = [(corpus, item) for corpus, item in sources if isinstance(item, Procedure)]
    if procedures:
        return merge(procedures)
    entries = [item for _, item in sources if isinstance(item, Faq)]
    return entries[-1]


def item_path_name(item: Parsed | Refusal) -> str:
    """The name under which a refusal of an unknown corpus is counted."""
    return item.path.name if isinstance(item, Refusal) else item.corpus


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and file.name.endswith(READABLE):
                yield file
    else:
        yield path

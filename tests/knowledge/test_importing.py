"""Importing: every record that was read is accounted for, once and in whatever order it came."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.database import connect, upgrade
from knowledge.importing import SEEDS, ImportReport, import_paths
from knowledge.records import Procedure, Record
from knowledge.store import KnowledgeStore, Outcome

# What the makers of the corpora say they hold.
IN_CORPORA = {"national_2026": 2642, "life_events_2026": 118, "danang_2023": 174}


def raw(code: str, name: str = "Cấp giấy phép thả diều", **more: Any) -> dict[str, Any]:
    """A record in the shape of the national portal."""
    return {"ma_thu_tuc": code, "ten_thu_tuc": name, "trinh_tu_thuc_hien": "Nộp.", **more}


def write_lines(path: Path, lines: Iterable[object]) -> Path:
    path.write_text(
        "".join(
            (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n"
            for line in lines
        ),
        encoding="utf-8",
    )
    return path


def outcomes(report: ImportReport) -> Counter[Outcome]:
    return sum((tally.outcomes for tally in report.corpora.values()), Counter[Outcome]())


def records(store: KnowledgeStore) -> dict[tuple[str, str], Record]:
    return {(published.kind, published.key): published.record for published in store.published()}


def live_codes(store: KnowledgeStore) -> list[str]:
    return sorted(published.key for published in store.published())


class TestFiles:
    def test_a_folder_is_read_whole_and_what_is_no_record_file_is_passed_over(
        self, sqlite_store: KnowledgeStore, tmp_path: Path
    ) -> None:
        folder = tmp_path / "corpora"
        (folder / "deeper").mkdir(parents=True)
        write_lines(folder / "a.jsonl", [raw("1.000001")])
        write_lines(folder / "deeper" / "B.JSONL", [raw("1.000002")])
        (folder / "c.json").write_text(json.dumps([raw("1.000003")]), encoding="utf-8")
        (folder / "d.jsonl.gz").write_bytes(gzip.compress(json.dumps(raw("1.000004")).encode()))
        (folder / "notes.txt").write_text("not a record", encoding="utf-8")

        report = import_paths([folder], sqlite_store)

        assert live_codes(sqlite_store) == ["1.000001", "1.000002", "1.000003", "1.000004"]
        assert report.refused == 0
        assert report.tally("national_2026").read == 4

    def test_a_broken_line_between_good_ones_is_listed_and_the_good_ones_go_in(
        self, sqlite_store: KnowledgeStore, tmp_path: Path
    ) -> None:
        path = write_lines(
            tmp_path / "export.jsonl",
            [raw("1.000001"), '{"ma_thu_tuc": "1.000002", "ten_t', raw(""), raw("1.000004")],
        )

        report = import_paths([path], sqlite_store)

        assert live_codes(sqlite_store) == ["1.000001", "1.000004"]
        assert report.refused == 2
        refusals = [refusal for tally in report.corpora.values() for refusal in tally.refusals]
        assert {(refusal.path, refusal.line) for refusal in refusals} == {(path, 2), (path, 3)}
        assert all(refusal.reason.endswith(".") for refusal in refusals)
        # A line that is no record of any corpus is counted under the name of its file.
        assert report.tally("export.jsonl").read == 1
        assert report.tally("national_2026").read == 3

    def test_what_was_repaired_is_counted_by_kind(
        self, sqlite_store: KnowledgeStore, tmp_path: Path
    ) -> None:
        path = write_lines(
            tmp_path / "export.jsonl",
            [raw("1.000001", "Thả diều 1.000001"), raw("1.000002", "Thả diều (1.000002)")],
        )

        report = import_paths([path], sqlite_store)

        assert report.tally("national_2026").repairs == {"code_in_name": 2}

    def test_a_code_that_stands_twice_in_a_corpus_is_kept_twice(
        self, sqlite_store: KnowledgeStore, tmp_path: Path
    ) -> None:
        path = write_lines(
            tmp_path / "export.jsonl", [raw("1.000001", "Bản một"), raw("1.000001", "Bản hai")]
        )

        import_paths([path], sqlite_store)
        again = import_paths([path], sqlite_store)

        kept = [item for _, item in sqlite_store.sources("procedure", "1.000001")]
        assert [item.name for item in kept if isinstance(item, Procedure)] == ["Bản một", "Bản hai"]
        assert outcomes(again) == {Outcome.UNCHANGED: 2}


class TestSeeds:
    def test_the_seeds_go_in_whole_and_a_second_time_change_nothing(
        self, empty_store: KnowledgeStore
    ) -> None:
        first = import_paths([SEEDS], empty_store)
        before = records(empty_store)
        second = import_paths([SEEDS], empty_store)

        assert first.refused == second.refused == 0
        count = first.tally("seed").read
        assert outcomes(first) == {Outcome.NEW: count}
        assert outcomes(second) == {Outcome.UNCHANGED: count}
        assert records(empty_store) == before
        assert len(before) == count


@pytest.mark.slow
class TestRealCorpora:
    """The three corpora, imported once for all tests of this class."""

    @pytest.fixture(scope="class")
    def imported(
        self, corpora: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[tuple[KnowledgeStore, ImportReport]]:
        engine = connect(f"sqlite:///{tmp_path_factory.mktemp('corpora')}/assistant.db")
        upgrade(engine)
        store = KnowledgeStore(engine)
        yield store, import_paths([corpora], store)
        engine.dispose()

    def test_every_record_is_accounted_for(
        self, imported: tuple[KnowledgeStore, ImportReport]
    ) -> None:
        _, report = imported

        assert {name: tally.read for name, tally in report.corpora.items()} == IN_CORPORA
        for tally in report.corpora.values():
            assert tally.outcomes.total() + len(tally.refusals) == tally.read

    def test_every_record_that_was_not_refused_is_kept_as_its_corpus_states_it(
        self, imported: tuple[KnowledgeStore, ImportReport]
    ) -> None:
        store, report = imported

        kept = Counter(
            corpus
            for published in store.published()
            for corpus, _ in store.sources(published.kind, published.key)
        )

        assert kept == {
            name: tally.read - len(tally.refusals) for name, tally in report.corpora.items()
        }

    def test_a_second_run_changes_nothing(
        self, imported: tuple[KnowledgeStore, ImportReport], corpora: Path
    ) -> None:
        store, first = imported
        revision = store.revision()

        second = import_paths([corpora], store)

        assert outcomes(second) == {Outcome.UNCHANGED: outcomes(first).total()}
        assert store.revision() == revision

    def test_the_order_of_the_files_does_not_change_the_merged_records(
        self,
        imported: tuple[KnowledgeStore, ImportReport],
        corpora: Path,
        tmp_path: Path,
        sqlite_store: KnowledgeStore,
    ) -> None:
        store, _ = imported
        shared = {
            published.key
            for published in store.published()
            if len({corpus for corpus, _ in store.sources("procedure", published.key)}) > 1
        }
        some = set(sorted(shared)[:20])
        files = [
            lines_about(some, corpora / name, tmp_path / name.removesuffix(".gz"))
            for name in ("national_2026.jsonl.gz", "life_events_2026.jsonl.gz")
        ]

        import_paths(files, sqlite_store)
        one_way = records(sqlite_store)
        other = connect(f"sqlite:///{tmp_path}/other-way.db")
        upgrade(other)
        import_paths(reversed(files), KnowledgeStore(other))
        other_way = records(KnowledgeStore(other))
        other.dispose()

        assert len(one_way) > 10
        assert one_way == other_way


def lines_about(codes: set[str], source: Path, target: Path) -> Path:
    """Write the lines of a packed corpus that are about some codes, unpacked, to `target`."""
    with gzip.open(source, "rt", encoding="utf-8") as lines, target.open("w") as chosen:
        chosen.writelines(line for line in lines if any(f'"{code}"' in line for code in codes))
    return target

"""The store: versions, review, what imports do, and what happens when things go wrong midway."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from sqlalchemy.engine import Engine

from knowledge.database import connect
from knowledge.errors import RecordNotFound, RecordRejected
from knowledge.records import Procedure, Record, State
from knowledge.store import KnowledgeStore, Outcome
from tests.knowledge.examples import LIFE_EVENTS, NATIONAL, entry, import_one, procedure, publish
from tests.support import ROOT

CODE = "9.000001"


def live_procedure(store: KnowledgeStore, code: str = CODE) -> Procedure:
    record = store.get("procedure", code).record
    assert isinstance(record, Procedure)
    return record


def live_name(store: KnowledgeStore) -> str:
    return live_procedure(store).name


def keys(store: KnowledgeStore, since: int = -1) -> list[str]:
    return [change.key for change in store.changes_since(since)]


class TestEditing:
    def test_a_draft_is_live_only_when_a_colleague_has_published_it(
        self, empty_store: KnowledgeStore
    ) -> None:
        version = empty_store.save_draft(procedure(), author="chị Lan", note="theo nghị định mới")
        with pytest.raises(RecordNotFound):
            empty_store.get("procedure", CODE)

        empty_store.submit("procedure", CODE, version)
        with pytest.raises(RecordNotFound):
            empty_store.get("procedure", CODE)

        empty_store.publish("procedure", CODE, version, reviewer="anh Minh")
        live = empty_store.get("procedure", CODE)
        assert (live.record, live.version) == (procedure(), 1)
        kept = empty_store.versions("procedure", CODE)[0]
        assert (kept.author, kept.reviewer) == ("chị Lan", "anh Minh")
        assert (kept.note, kept.state) == ("theo nghị định mới", State.PUBLISHED)
        assert kept.published_at is not None

    def test_a_new_version_takes_over_and_the_old_one_stays_readable(
        self, empty_store: KnowledgeStore
    ) -> None:
        publish(empty_store, procedure(name="Tên cũ"))
        publish(empty_store, procedure(name="Tên mới"))

        assert live_name(empty_store) == "Tên mới"
        assert empty_store.get("procedure", CODE, version=1).record == procedure(name="Tên cũ")
        assert [kept.version for kept in empty_store.versions("procedure", CODE)] == [2, 1]

    def test_a_draft_does_not_touch_what_is_live(self, empty_store: KnowledgeStore) -> None:
        publish(empty_store, procedure(name="Đang dùng"))
        before = empty_store.revision()

        empty_store.save_draft(procedure(name="Đang sửa"), author="chị Lan")

        assert live_name(empty_store) == "Đang dùng"
        assert empty_store.revision() == before

    def test_authors_do_not_review_their_own_work(self, empty_store: KnowledgeStore) -> None:
        version = empty_store.save_draft(procedure(), author="chị Lan")
        empty_store.submit("procedure", CODE, version)

        with pytest.raises(RecordRejected, match="không được tự duyệt"):
            empty_store.publish("procedure", CODE, version, reviewer="chị Lan")
        with pytest.raises(RecordNotFound):
            empty_store.get("procedure", CODE)

    def test_what_was_not_handed_in_cannot_be_published(self, empty_store: KnowledgeStore) -> None:
        version = empty_store.save_draft(procedure(), author="chị Lan")

        with pytest.raises(RecordRejected, match="trình duyệt"):
            empty_store.publish("procedure", CODE, version, reviewer="anh Minh")

    def test_a_version_is_handed_in_and_published_once(self, empty_store: KnowledgeStore) -> None:
        version = publish(empty_store, procedure())

        with pytest.raises(RecordRejected, match="bản nháp"):
            empty_store.submit("procedure", CODE, version)
        with pytest.raises(RecordRejected, match="trình duyệt"):
            empty_store.publish("procedure", CODE, version, reviewer="anh Minh")

    def test_a_retired_record_is_gone_but_its_versions_are_readable(
        self, empty_store: KnowledgeStore
    ) -> None:
        version = publish(empty_store, procedure())

        empty_store.retire("procedure", CODE, reviewer="anh Minh")

        with pytest.raises(RecordNotFound):
            empty_store.get("procedure", CODE)
        assert list(empty_store.published()) == []
        assert empty_store.counts() == {}
        assert empty_store.get("procedure", CODE, version).record == procedure()
        assert empty_store.versions("procedure", CODE)[0].state is State.RETIRED
        with pytest.raises(RecordNotFound, match=CODE):
            empty_store.retire("procedure", CODE, reviewer="anh Minh")

    def test_a_retired_record_can_come_back(self, empty_store: KnowledgeStore) -> None:
        publish(empty_store, procedure(name="Trước"))
        empty_store.retire("procedure", CODE, reviewer="anh Minh")

        publish(empty_store, procedure(name="Sau"))

        assert live_name(empty_store) == "Sau"

    @pytest.mark.parametrize(
        "look",
        [
            lambda store: store.get("procedure", "9.999999"),
            lambda store: store.get("procedure", CODE, version=7),
            lambda store: store.get("faq", CODE),
            lambda store: store.versions("procedure", "9.999999"),
            lambda store: store.submit("procedure", CODE, 7),
            lambda store: store.publish("procedure", "9.999999", 1, "anh Minh"),
            lambda store: store.retire("procedure", "9.999999", "anh Minh"),
        ],
    )
    def test_what_is_not_there_is_said_by_name(
        self, empty_store: KnowledgeStore, look: Callable[[KnowledgeStore], object]
    ) -> None:
        publish(empty_store, procedure())

        with pytest.raises(RecordNotFound, match=r"9\.\d{6}"):
            look(empty_store)

    def test_a_procedure_and_a_faq_entry_of_the_same_key_are_two_records(
        self, empty_store: KnowledgeStore
    ) -> None:
        publish(empty_store, procedure(code="999"))
        publish(empty_store, entry(key="999"))

        assert empty_store.counts() == {"procedure": 1, "faq": 1}
        assert empty_store.get("faq", "999").record == entry(key="999")


class TestImporting:
    def test_a_record_is_new_then_unchanged_then_changed(self, empty_store: KnowledgeStore) -> None:
        assert import_one(empty_store, procedure(name="Một")) is Outcome.NEW
        assert import_one(empty_store, procedure(name="Một")) is Outcome.UNCHANGED
        assert import_one(empty_store, procedure(name="Hai")) is Outcome.CHANGED

        assert live_name(empty_store) == "Hai"
        assert len(empty_store.versions("procedure", CODE)) == 2

    def test_what_is_unchanged_publishes_nothing(self, empty_store: KnowledgeStore) -> None:
        import_one(empty_store, procedure())
        before = empty_store.revision()

        import_one(empty_store, procedure())

        assert empty_store.revision() == before

    def test_what_each_corpus_says_is_kept_beside_the_merged_record(
        self, empty_store: KnowledgeStore
    ) -> None:
        old = procedure(name="Tên ở trang cũ", place="Bộ phận một cửa")
        new = procedure(name="Tên ở trang mới")
        import_one(empty_store, old, LIFE_EVENTS)
        import_one(empty_store, new, NATIONAL)

        assert dict(empty_store.sources("procedure", CODE)) == {LIFE_EVENTS: old, NATIONAL: new}
        merged = live_procedure(empty_store)
        assert merged.name == "Tên ở trang mới"
        assert merged.place == "Bộ phận một cửa"
        assert merged.aliases == ("Tên ở trang cũ",)

    def test_a_corpus_that_adds_nothing_makes_no_new_version(
        self, empty_store: KnowledgeStore
    ) -> None:
        import_one(empty_store, procedure(summary="Để thả diều."), NATIONAL)

        assert import_one(empty_store, procedure(), LIFE_EVENTS) is Outcome.NEW
        assert [kept.version for kept in empty_store.versions("procedure", CODE)] == [1]

    def test_the_same_code_twice_in_a_corpus_is_kept_twice(
        self, empty_store: KnowledgeStore
    ) -> None:
        import_one(empty_store, procedure(name="Lần một"), occurrence=0)
        import_one(empty_store, procedure(name="Lần hai"), occurrence=1)

        assert len(empty_store.sources("procedure", CODE)) == 2
        assert import_one(empty_store, procedure(name="Lần hai"), occurrence=1) is Outcome.UNCHANGED

    def test_an_import_never_overwrites_what_an_officer_wrote(
        self, empty_store: KnowledgeStore
    ) -> None:
        import_one(empty_store, procedure(name="Từ Cổng"))
        publish(empty_store, procedure(name="Cán bộ sửa"))

        assert import_one(empty_store, procedure(name="Cổng sửa")) is Outcome.AWAITS_REVIEW

        assert live_name(empty_store) == "Cán bộ sửa"
        waiting = empty_store.versions("procedure", CODE)[0]
        assert waiting.state is State.IN_REVIEW
        empty_store.publish("procedure", CODE, waiting.version, reviewer="anh Minh")
        assert live_name(empty_store) == "Cổng sửa"

    def test_an_import_does_not_bring_back_what_an_officer_retired(
        self, empty_store: KnowledgeStore
    ) -> None:
        import_one(empty_store, procedure(name="Từ Cổng"))
        empty_store.retire("procedure", CODE, reviewer="anh Minh")

        assert import_one(empty_store, procedure(name="Từ Cổng")) is Outcome.UNCHANGED
        assert import_one(empty_store, procedure(name="Cổng sửa")) is Outcome.AWAITS_REVIEW

        assert list(empty_store.published()) == []
        assert empty_store.versions("procedure", CODE)[0].state is State.IN_REVIEW

    def test_an_imported_record_replaces_a_draft_that_was_never_published(
        self, empty_store: KnowledgeStore
    ) -> None:
        empty_store.save_draft(procedure(name="Nháp"), author="chị Lan")

        assert import_one(empty_store, procedure(name="Từ Cổng")) is Outcome.NEW

        assert live_name(empty_store) == "Từ Cổng"


class TestOrderOfPublishing:
    def test_changes_come_oldest_first_and_only_since_the_revision_asked_for(
        self, empty_store: KnowledgeStore
    ) -> None:
        for code in ("9.000003", "9.000001", "9.000002"):
            publish(empty_store, procedure(code))
        seen = empty_store.revision()
        publish(empty_store, procedure("9.000003", "Tên mới"))
        publish(empty_store, entry())

        assert keys(empty_store, since=-1) == [
            "9.000001",
            "9.000002",
            "9.000003",
            "tha-dieu-ban-dem",
        ]
        assert keys(empty_store, since=seen) == ["9.000003", "tha-dieu-ban-dem"]
        assert keys(empty_store, since=empty_store.revision()) == []

    def test_every_publish_and_retirement_has_a_number_of_its_own(
        self, empty_store: KnowledgeStore
    ) -> None:
        publish(empty_store, procedure())
        import_one(empty_store, procedure("9.000002"))
        empty_store.retire("procedure", CODE, reviewer="anh Minh")

        changes = empty_store.changes_since(0)

        assert [(change.key, change.revision) for change in changes] == [
            ("9.000002", 2),
            (CODE, 3),
        ]
        assert changes[-1].published is None


class TestSeveralWriters:
    def test_drafts_of_one_record_written_at_once_are_all_kept(
        self, engine: Engine, database_url: str
    ) -> None:
        def write(store: KnowledgeStore, writer: int) -> None:
            for number in range(10):
                store.save_draft(procedure(name=f"Bản {writer}-{number}"), f"cán bộ {writer}")

        run_at_once(database_url, 4, write)

        kept = KnowledgeStore(engine).versions("procedure", CODE)
        assert [version.version for version in kept] == list(range(40, 0, -1))
        written = [procedure(name=f"Bản {w}-{n}") for w in range(4) for n in range(10)]
        assert {version.record for version in kept} == set(written)

    def test_publishes_made_at_once_are_all_seen_in_order(
        self, engine: Engine, database_url: str
    ) -> None:
        def write(store: KnowledgeStore, writer: int) -> None:
            for number in range(10):
                publish(store, procedure(f"9.{writer}000{number:02}"))

        run_at_once(database_url, 4, write)

        changes = KnowledgeStore(engine).changes_since(-1)
        assert [change.revision for change in changes] == list(range(1, 41))

    def test_a_reader_that_follows_the_numbers_misses_no_publish(
        self, empty_store: KnowledgeStore, database_url: str
    ) -> None:
        followed: list[str] = []
        done = threading.Event()

        def follow() -> None:
            seen = -1
            while True:
                last_look = done.is_set()
                for change in empty_store.changes_since(seen):
                    followed.append(change.key)
                    seen = change.revision
                if last_look:
                    return

        def write(store: KnowledgeStore, writer: int) -> None:
            for number in range(15):
                import_one(store, procedure(f"9.{writer}000{number:02}"))

        reader = threading.Thread(target=follow)
        reader.start()
        run_at_once(database_url, 3, write)
        done.set()
        reader.join(timeout=30)

        assert sorted(followed) == sorted(keys(empty_store))
        assert len(followed) == 45

    def test_two_corpora_imported_at_once_merge_both(
        self, engine: Engine, database_url: str
    ) -> None:
        def write(store: KnowledgeStore, writer: int) -> None:
            corpus, fields = [(NATIONAL, {"summary": "S"}), (LIFE_EVENTS, {"place": "P"})][writer]
            for number in range(10):
                import_one(store, procedure(f"9.0000{number:02}", **fields), corpus)

        run_at_once(database_url, 2, write)

        store = KnowledgeStore(engine)
        merged = [live_procedure(store, f"9.0000{number:02}") for number in range(10)]
        assert {(record.summary, record.place) for record in merged} == {("S", "P")}


class TestBreakingOff:
    def test_an_import_that_fails_leaves_nothing_half_written(
        self, empty_store: KnowledgeStore
    ) -> None:
        import_one(empty_store, procedure("9.000002"))
        before = empty_store.revision()

        def fail(sources: list[tuple[str, Record]]) -> Record:
            raise RuntimeError("power cut")

        with pytest.raises(RuntimeError):
            empty_store.import_source(NATIONAL, 0, procedure(), "0" * 64, 1, fail)

        assert empty_store.sources("procedure", CODE) == []
        assert keys(empty_store) == ["9.000002"]
        assert empty_store.revision() == before
        assert import_one(empty_store, procedure()) is Outcome.NEW

    def test_a_process_that_dies_while_importing_leaves_nothing_half_written(
        self, empty_store: KnowledgeStore, database_url: str
    ) -> None:
        program = (
            "import os, sys\n"
            "from knowledge.database import connect\n"
            "from knowledge.store import KnowledgeStore\n"
            "from tests.knowledge.examples import import_one, procedure\n"
            "store = KnowledgeStore(connect(sys.argv[1]))\n"
            "import_one(store, procedure('9.000002'))\n"
            "die = lambda sources: os._exit(9)\n"
            "store.import_source('national_2026', 0, procedure(), '0' * 64, 1, die)\n"
        )

        died = subprocess.run(
            [sys.executable, "-c", program, database_url],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )

        assert died.returncode == 9, died.stderr
        assert keys(empty_store) == ["9.000002"]
        assert empty_store.sources("procedure", CODE) == []
        assert import_one(empty_store, procedure()) is Outcome.NEW


def run_at_once(
    database_url: str, writers: int, write: Callable[[KnowledgeStore, int], None]
) -> None:
    """Run `write(store, number)` in several threads, each with connections of its own."""
    start = threading.Barrier(writers)
    errors: list[BaseException] = []

    def work(number: int) -> None:
        engine = connect(database_url)
        try:
            start.wait()
            write(KnowledgeStore(engine), number)
        except BaseException as error:
            errors.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []

"""The library: a process sees what others publish, soon, and touches only what changed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from knowledge.database import connect
from knowledge.errors import DatabaseUnavailable
from knowledge.library import REFRESH_SECONDS, Library, open_library
from knowledge.store import KnowledgeStore
from tests.knowledge.examples import entry, import_one, procedure, publish
from tests.support import ROOT

CODE = "9.000001"

# Publishes as another process of the same installation does, and says when it had done so.
PUBLISHER = """
import sys, time
from knowledge.database import connect
from knowledge.store import KnowledgeStore
from tests.knowledge.examples import procedure, publish
publish(KnowledgeStore(connect(sys.argv[1])), procedure(name=sys.argv[2]))
print(time.time())
"""


def wait_for(what: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, f"did not happen within {seconds} s"
        time.sleep(0.02)


def let_it_refresh() -> None:
    time.sleep(REFRESH_SECONDS)


def name_in(library: Library, code: str = CODE) -> str | None:
    found = library.procedure(code)
    return found[0].name if found else None


def test_a_publish_of_another_process_is_live_within_a_second(
    empty_store: KnowledgeStore, database_url: str
) -> None:
    publish(empty_store, procedure(name="Cấp phép thả diều"))
    library = Library(empty_store)

    other = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, database_url, "Đăng ký lồng đèn"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: name_in(library) == "Đăng ký lồng đèn")
    seen_at = time.time()
    published_at = float(other.communicate(timeout=30)[0])

    assert seen_at - published_at < 1
    assert library.procedure(CODE) == (procedure(name="Đăng ký lồng đèn"), 2)
    assert [hit.key for hit in library.search("đăng ký lồng đèn")] == [CODE]


def test_taking_in_a_publish_leaves_the_other_records_alone(empty_store: KnowledgeStore) -> None:
    publish(empty_store, procedure("9.000001", "Cấp phép thả diều"))
    publish(empty_store, procedure("9.000002", "Đăng ký lồng đèn"))
    library = Library(empty_store)
    untouched = library.search("đăng ký lồng đèn")[0].record

    publish(empty_store, procedure("9.000001", "Cấp phép thả diều ban đêm"))
    let_it_refresh()

    assert name_in(library, "9.000001") == "Cấp phép thả diều ban đêm"
    assert library.search("đăng ký lồng đèn")[0].record is untouched
    assert len(library) == 2


def test_a_retired_record_disappears_from_look_ups_and_from_search(
    empty_store: KnowledgeStore,
) -> None:
    publish(empty_store, procedure(name="Cấp phép thả diều"))
    publish(empty_store, entry())
    library = Library(empty_store)
    assert {hit.kind for hit in library.search("thả diều")} == {"procedure", "faq"}

    empty_store.retire("procedure", CODE, reviewer="anh Minh")
    let_it_refresh()

    assert library.procedure(CODE) is None
    assert [hit.kind for hit in library.search("thả diều")] == ["faq"]
    assert len(library) == 1


def test_a_draft_is_not_seen(empty_store: KnowledgeStore) -> None:
    publish(empty_store, procedure(name="Đang dùng"))
    library = Library(empty_store)

    empty_store.save_draft(procedure(name="Đang sửa"), author="chị Lan")
    let_it_refresh()

    assert name_in(library) == "Đang dùng"


def test_it_finds_faq_entries_by_key_and_procedures_by_code(empty_store: KnowledgeStore) -> None:
    publish(empty_store, entry())
    import_one(empty_store, procedure())
    library = Library(empty_store)

    assert library.faq("tha-dieu-ban-dem") == (entry(), 1)
    assert library.procedure(CODE) == (procedure(), 1)
    assert library.faq(CODE) is None
    assert library.procedure("tha-dieu-ban-dem") is None
    assert library.revision == empty_store.revision()


def test_a_process_holds_one_library_for_each_database(
    empty_store: KnowledgeStore, database_url: str
) -> None:
    assert open_library(database_url) is open_library(database_url)


def test_a_database_without_tables_is_reported_with_the_command_that_makes_them(
    database_url: str,
) -> None:
    engine = connect(database_url)

    with pytest.raises(DatabaseUnavailable, match="bot db upgrade"):
        Library(KnowledgeStore(engine))
    engine.dispose()

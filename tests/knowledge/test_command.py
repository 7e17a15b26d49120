"""`bot knowledge` as staff use it: every command a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from knowledge.database import connect
from knowledge.importers.seed_files import dump, load
from knowledge.records import Record
from knowledge.store import KnowledgeStore
from tests.knowledge.examples import entry, procedure, publish
from tests.support import ROOT, bot_command

CODE = "9.000001"
KITE = procedure(
    name="Cấp giấy phép thả diều",
    aliases=("xin phép thả diều",),
    summary="Một câu dài để thấy rằng dòng không bị bẻ khi in ra tệp: " + "thả diều " * 20,
)


def bot(url: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `bot` with `url` as its database."""
    return subprocess.run(
        bot_command(*map(str, arguments)),
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def table_row(output: str, first: str) -> list[str]:
    """The cells of the table row that begins with `first`."""
    rows = [
        [cell.strip() for cell in line.strip("│┃").replace("┃", "│").split("│")]
        for line in output.splitlines()
    ]
    return next(row for row in rows if row[0] == first)


@pytest.fixture(scope="module")
def prepared_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with the seed records and one more procedure; tests only read it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('command')}/assistant.db"
    assert bot(url, "knowledge", "import").returncode == 0
    engine = connect(url)
    publish(KnowledgeStore(engine), KITE)
    engine.dispose()
    return url


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a database that is not there yet."""
    return f"sqlite:///{tmp_path}/assistant.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good, a broken and a nameless record, made for the import."""
    path = tmp_path / "export"
    path.mkdir()
    good = {"ma_thu_tuc": CODE, "ten_thu_tuc": "Thả diều", "trinh_tu_thuc_hien": "Nộp."}
    lines = [json.dumps(good), '{"ma_thu_tuc"', json.dumps(good | {"ten_thu_tuc": "[/]"})]
    (path / "portal.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (path / "seed.yml").write_text(dump(entry()), encoding="utf-8")
    return path


class TestImport:
    def test_it_counts_what_was_read_and_lists_what_was_refused_and_why(
        self, url: str, folder: Path
    ) -> None:
        done = bot(url, "knowledge", "import", folder)

        assert done.returncode == 0, done.stderr
        assert table_row(done.stdout, "national_2026")[1:] == ["2", "2", "0", "0", "0", "0"]
        assert table_row(done.stdout, "seed")[1:] == ["1", "1", "0", "0", "0", "0"]
        assert table_row(done.stdout, "Cộng")[1:] == ["4", "3", "0", "0", "0", "1"]
        refused = [row for row in done.stdout.splitlines() if "JSON" in row]
        assert len(refused) == 1
        assert "portal.jsonl" in refused[0]

    def test_a_second_time_everything_is_unchanged(self, url: str, folder: Path) -> None:
        bot(url, "knowledge", "import", folder)

        again = bot(url, "knowledge", "import", folder)

        assert table_row(again.stdout, "Cộng")[1:] == ["4", "0", "0", "3", "0", "1"]

    def test_a_path_that_is_not_there_is_named_and_nothing_is_imported(
        self, url: str, folder: Path
    ) -> None:
        done = bot(url, "knowledge", "import", folder, "khong-co/o-day.jsonl")

        assert done.returncode == 1
        assert "khong-co/o-day.jsonl" in done.stderr
        assert "Không thấy tệp" in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""

    def test_it_fails_when_nothing_could_be_read(self, url: str, tmp_path: Path) -> None:
        (tmp_path / "broken.jsonl").write_text("{", encoding="utf-8")

        done = bot(url, "knowledge", "import", tmp_path / "broken.jsonl")

        assert done.returncode == 1
        assert "broken.jsonl" in done.stdout

    def test_a_database_that_cannot_be_opened_is_said_in_a_sentence(self, folder: Path) -> None:
        done = bot("postgresql://nobody@127.0.0.1:1/none", "knowledge", "import", folder)

        assert done.returncode == 1
        assert "DATABASE_URL" in done.stderr
        assert "Traceback" not in done.stderr


class TestReading:
    def test_search_finds_a_record_with_and_without_diacritics(self, prepared_url: str) -> None:
        for question in ("xin phép thả diều", "xin phep tha dieu"):
            done = bot(prepared_url, "knowledge", "search", question, "--limit", "1")

            assert done.returncode == 0, done.stderr
            row = next(line for line in done.stdout.splitlines() if CODE in line)
            assert KITE.name in row
            assert row.split("│")[2].strip() == CODE

    def test_search_says_when_nothing_fits(self, prepared_url: str) -> None:
        done = bot(prepared_url, "knowledge", "search", "xyzzy")

        assert done.returncode == 0
        assert "Không tìm thấy" in done.stdout

    def test_show_prints_a_record_as_a_seed_file_that_can_be_kept(
        self, prepared_url: str, tmp_path: Path
    ) -> None:
        done = bot(prepared_url, "knowledge", "show", CODE)

        assert done.returncode == 0, done.stderr
        assert "chị Lan" in done.stdout
        assert "anh Minh" in done.stdout
        kept = tmp_path / "kept.yml"
        kept.write_text(done.stdout[done.stdout.index("mã:") :], encoding="utf-8")
        assert load(kept) == [KITE]

    def test_show_says_that_a_record_or_a_version_is_not_there(self, prepared_url: str) -> None:
        for arguments in (["9.999999"], [CODE, "--version", "7"]):
            done = bot(prepared_url, "knowledge", "show", *arguments)

            assert done.returncode == 1
            assert arguments[0] in done.stderr
            assert "Traceback" not in done.stderr

    def test_validate_names_what_a_record_lacks(self, prepared_url: str) -> None:
        done = bot(prepared_url, "knowledge", "validate", CODE)

        assert done.returncode == 0, done.stderr
        assert "lệ phí" in table_row(done.stdout, CODE)[1]
        assert table_row(done.stdout, "thiếu giấy tờ")[1] == "1"

    def test_validate_says_that_a_code_is_not_there(self, prepared_url: str) -> None:
        done = bot(prepared_url, "knowledge", "validate", "9.999999")

        assert done.returncode == 1
        assert "9.999999" in done.stderr


class TestExport:
    def test_what_is_exported_and_imported_again_is_unchanged(
        self, prepared_url: str, url: str, tmp_path: Path
    ) -> None:
        target = tmp_path / "exported"
        exported = bot(prepared_url, "knowledge", "export", target)
        imported = bot(url, "knowledge", "import", target)

        assert exported.returncode == imported.returncode == 0, imported.stderr
        assert live_records(url) == live_records(prepared_url)

    @pytest.mark.slow
    def test_the_real_corpora_come_back_as_they_were(
        self, url: str, tmp_path: Path, corpora: Path
    ) -> None:
        bot(url, "knowledge", "import", corpora / "life_events_2026.jsonl.gz")
        before = live_records(url)

        bot(url, "knowledge", "export", tmp_path / "exported")
        other = f"sqlite:///{tmp_path}/other.db"
        imported = bot(other, "knowledge", "import", tmp_path / "exported")

        assert table_row(imported.stdout, "Cộng")[-1] == "0"
        assert live_records(other) == before


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()


def live_records(url: str) -> dict[str, Record]:
    with opened(url) as engine:
        return {item.key: item.record for item in KnowledgeStore(engine).published()}

"""Connecting and migrating: the tables are the same whatever way and database they come by."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

import knowledge.database
from knowledge.database import connect, upgrade
from knowledge.database.tables import metadata
from knowledge.errors import DatabaseUnavailable
from tests.support import ROOT, bot_command

MIGRATIONS = Path(knowledge.database.__file__).parent / "migrations"


def downgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def test_migrations_give_exactly_the_tables_of_the_code(engine: Engine) -> None:
    assert differences(engine) == []


def test_migrations_can_be_taken_back_and_made_again(engine: Engine) -> None:
    downgrade(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}

    upgrade(engine)
    assert differences(engine) == []


def test_migrating_what_is_up_to_date_changes_nothing(engine: Engine) -> None:
    upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT revision FROM publication")).all() == [(0,)]


def test_processes_that_start_together_on_an_empty_database_all_find_its_tables(
    database_url: str,
) -> None:
    program = (
        "import sys; from knowledge.database import connect, upgrade;"
        "engine = connect(sys.argv[1]); sys.stdin.readline(); upgrade(engine)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, database_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("now\n")
        process.stdin.flush()

    errors = [process.communicate(timeout=60)[1] for process in started]

    assert [process.returncode for process in started] == [0, 0, 0, 0], errors
    engine = connect(database_url)
    assert differences(engine) == []
    engine.dispose()


def test_sqlite_keeps_a_write_ahead_log_and_the_links_between_tables(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/new/folder/assistant.db")

    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()


@pytest.mark.parametrize("url", ["oracle9://x", "khong phai dia chi", ""])
def test_an_unusable_address_is_refused_with_what_to_check(url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="DATABASE_URL"):
        connect(url)


def test_a_database_that_does_not_answer_is_refused_with_what_to_check() -> None:
    engine = connect("postgresql://nobody:nothing@127.0.0.1:1/none")

    with pytest.raises(DatabaseUnavailable, match="DATABASE_URL"):
        upgrade(engine)


def test_the_command_migrates_and_keeps_the_password_to_itself(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)

    done = subprocess.run(
        bot_command("db", "upgrade"), cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stderr
    assert "sẵn sàng" in done.stdout
    engine = connect(database_url)
    assert differences(engine) == []
    if engine.url.password:
        assert f":{engine.url.password}@" not in done.stdout
    engine.dispose()

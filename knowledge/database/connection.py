"""Connecting to SQLite (write-ahead log) or PostgreSQL, and bringing the tables up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event, func, select
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from knowledge.errors import DatabaseUnavailable

# A writer waits this long for another one before it gives up.
SQLITE_BUSY_SECONDS = 30

# The number of the advisory lock that PostgreSQL holds during a migration. Any number will do.
MIGRATION_LOCK = 20250701


def connect(database_url: str) -> Engine:
    """Open `database_url`, for example `sqlite:///var/assistant.db` or `postgresql://…`.

    The folder of an SQLite file is created. Errors do not show the values of a statement, which
    may be what a citizen wrote. Raises `DatabaseUnavailable` for an unusable URL.
    """
    try:
        url = make_url(database_url)
        if url.get_backend_name() == "sqlite":
            if url.database and url.database != ":memory:":
                Path(url.database).parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(
                url,
                future=True,
                hide_parameters=True,
                # Connections are kept: closing the last one of a file folds its whole log in.
                poolclass=QueuePool,
                connect_args={"timeout": SQLITE_BUSY_SECONDS, "check_same_thread": False},
            )
            event.listen(engine, "connect", _prepare_sqlite)
            return engine
        return create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True)
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise DatabaseUnavailable(
            f"Không mở được cơ sở dữ liệu ({type(error).__name__}: {error}). "
            "Hãy kiểm tra biến DATABASE_URL."
        ) from error


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest revision; does nothing when they are there already."""
    config = Config()
    migrations = Path(__file__).parent / "migrations"
    # A percent sign in the path of the installation is no reference to another option.
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            _lock_migrations(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        raise DatabaseUnavailable(
            "Không cập nhật được bảng của cơ sở dữ liệu. Hãy kiểm tra DATABASE_URL và quyền ghi, "
            f"rồi chạy `bot db upgrade`. Chi tiết: {error}"
        ) from error


def _lock_migrations(connection: Connection) -> None:
    """Make processes that start at the same time migrate one after the other, all or nothing."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # With the write-ahead log this loses no committed transaction when the process dies.
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()

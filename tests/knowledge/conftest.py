"""Databases for the tests of the knowledge base: every test gets an empty one, of either kind.

`TEST_POSTGRESQL_URL` names a PostgreSQL database in which the tests may create schemas, such as
postgresql://assistant:assistant@127.0.0.1:5433/assistant_test.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

from knowledge.database import connect, upgrade
from knowledge.store import KnowledgeStore

POSTGRESQL_URL = os.environ.get("TEST_POSTGRESQL_URL", "")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database without tables, once of SQLite and once of PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/assistant.db"
        return
    if not POSTGRESQL_URL:
        pytest.skip("no PostgreSQL to test on: TEST_POSTGRESQL_URL is not set")
    with fresh_schema(POSTGRESQL_URL) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A migrated, empty database."""
    opened = connect(database_url)
    upgrade(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def empty_store(engine: Engine) -> KnowledgeStore:
    """A store without records."""
    return KnowledgeStore(engine)


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    """A store without records, for what does not depend on the kind of database."""
    opened = connect(f"sqlite:///{tmp_path}/assistant.db")
    upgrade(opened)
    yield KnowledgeStore(opened)
    opened.dispose()


@contextmanager
def fresh_schema(url: str) -> Iterator[str]:
    """The URL of a schema of its own within a PostgreSQL database; dropped at the end."""
    schema = f"test_{uuid.uuid4().hex}"
    engine = create_engine(url, future=True)
    try:
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        inside = make_url(url).update_query_dict({"options": f"-csearch_path={schema}"})
        yield inside.render_as_string(hide_password=False)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    finally:
        engine.dispose()

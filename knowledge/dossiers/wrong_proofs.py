"""Counts wrong proofs, and locks out whoever gives too many or aims at one dossier.

Whether a code exists plays no part: an unknown code is counted like one that exists. A part of a
code may mean several dossiers; a wrong proof for it counts against each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from knowledge.database.dossier_tables import wrong_proof as table
from knowledge.dossiers.codes import DossierCode
from knowledge.errors import DatabaseUnavailable

PER_DOSSIER = 5
DOSSIER_WINDOW = timedelta(hours=24)
PER_CALLER = 10
CALLER_WINDOW = timedelta(hours=1)

# The number of the advisory lock under which PostgreSQL counts. Any number will do.
COUNTING_LOCK = 20250702


@dataclass(frozen=True)
class Attempt:
    """A proof that is being tried; it counts as wrong until it is withdrawn."""

    id: int
    tries_left: int


class WrongProofs:
    """The count, in the database. Safe to share between threads and processes."""

    def __init__(
        self, engine: Engine, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._engine = engine
        self._now = now

    def begin(self, code: DossierCode, caller: str) -> Attempt | None:
        """Count a proof as wrong before it is looked at; None where no more may be tried.

        Counting first keeps proofs that are tried at the same moment from passing the limit.
        """
        now = self._now()
        try:
            with self._engine.connect() as connection, connection.begin() as transaction:
                if connection.dialect.name != "sqlite":
                    connection.execute(select(func.pg_advisory_xact_lock(COUNTING_LOCK)))
                # SQLite lets one connection write at a time: from here on the others wait.
                connection.execute(delete(table).where(table.c.at <= now - DOSSIER_WINDOW))
                row = {"code": str(code), "caller": caller, "at": now}
                attempt = connection.execute(insert(table).values(row)).inserted_primary_key[0]
                left = min(
                    PER_DOSSIER - _count(connection, table.c.code.in_(code.endings())),
                    PER_CALLER
                    - _count(connection, table.c.caller == caller, since=now - CALLER_WINDOW),
                )
                if left < 0:
                    transaction.rollback()
                    return None
                return Attempt(attempt, left)
        except SQLAlchemyError as error:
            raise _unavailable(error) from error

    def locked(self, code: DossierCode) -> bool:
        """Whether more proofs than may be were wrong for a code, apart from the one being tried."""
        try:
            with self._engine.connect() as connection:
                return _count(connection, table.c.code.in_(code.endings())) > PER_DOSSIER
        except SQLAlchemyError as error:
            raise _unavailable(error) from error

    def withdraw(self, attempt: Attempt) -> None:
        """The proof was right, or could not be looked at: it does not count."""
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(table).where(table.c.id == attempt.id))
        except SQLAlchemyError as error:
            raise _unavailable(error) from error


def _count(connection: Connection, *where: object, since: datetime | None = None) -> int:
    query = select(func.count()).select_from(table).where(*where)
    if since is not None:
        query = query.where(table.c.at > since)
    return int(connection.execute(query).scalar_one())


def _unavailable(error: SQLAlchemyError) -> DatabaseUnavailable:
    return DatabaseUnavailable(
        f"Không đếm được số lần chứng minh sai ({type(error).__name__}). Hãy kiểm tra DATABASE_URL "
        "và chạy `bot db upgrade`."
    )

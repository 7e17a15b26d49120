"""Dossiers in our own database, as imports and the city's one-stop system bring them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from sqlalchemy import insert, literal, select, union_all, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from knowledge.database.dossier_tables import dossier as table
from knowledge.dossiers.codes import DossierCode, parse_code
from knowledge.dossiers.gateway import SealedDossier
from knowledge.dossiers.proofs import seals_of
from knowledge.dossiers.records import Dossier, SentDossier
from knowledge.errors import DatabaseUnavailable

# As long as the seals of a dossier.
_NO_SEALS = f"{'0' * 64} {'1' * 64}"


class Taken(StrEnum):
    """What became of a dossier that was sent."""

    NEW = "new"
    CHANGED = "changed"
    # The same state of it was sent before.
    UNCHANGED = "unchanged"
    # A later state of it was sent before.
    OLDER = "older"


class DossierStore:
    """Keeps the latest state of each dossier. Safe to share between threads and processes."""

    def __init__(self, engine: Engine, secret: str) -> None:
        """`secret` is the key of the seals."""
        self._engine = engine
        self._secret = secret

    def put(self, sent: SentDossier) -> Taken:
        """Keep a dossier, unless the same or a later state of it is kept: `updated_at` tells.

        Raises `DossierRejected` for a dossier without a usable proof.
        """
        kept = {
            "updated_at": sent.updated_at,
            "seals": " ".join(sorted(seals_of(self._secret, sent))),
            "content": sent.without_numbers().model_dump(mode="json", exclude_defaults=True),
        }
        with self._transaction() as connection:
            later = update(table).where(
                table.c.code == sent.code, table.c.updated_at < sent.updated_at
            )
            if connection.execute(later.values(kept)).rowcount:
                return Taken.CHANGED
            known = select(table.c.updated_at).where(table.c.code == sent.code)
            updated_at = connection.execute(known).scalar()
            if updated_at is None:
                tail = parse_code(sent.code).tail
                try:
                    with connection.begin_nested():
                        connection.execute(insert(table).values(code=sent.code, tail=tail, **kept))
                    return Taken.NEW
                except IntegrityError:  # sent twice at the same moment
                    updated_at = connection.execute(known).scalar_one()
            return Taken.UNCHANGED if updated_at == sent.updated_at else Taken.OLDER

    def find(self, code: DossierCode) -> SealedDossier | None:
        """The one dossier whose code is `code` or ends in it; None for none and for several."""
        if code.complete:
            return self._with_code(str(code))
        query = select(table.c.code).where(table.c.tail == code.tail)
        with self._transaction() as connection:
            codes = connection.execute(query).scalars().all()
        meant = [one for one in codes if str(code) in parse_code(one).endings()]
        return self._with_code(meant[0] if len(meant) == 1 else "")

    def _with_code(self, code: str) -> SealedDossier | None:
        """Reads one row whether there is such a dossier or not, so that it takes as long."""
        here = select(table.c.code, table.c.seals, literal(0).label("place")).where(
            table.c.code == code
        )
        nowhere = select(literal(""), literal(_NO_SEALS), literal(1))
        with self._transaction() as connection:
            row = connection.execute(union_all(here, nowhere).order_by("place").limit(1)).one()
        found = SealedDossier(row.code, frozenset(row.seals.split()), lambda: self._open(row.code))
        return found if row.code else None

    def count(self) -> int:
        """How many dossiers are kept."""
        with self._transaction() as connection:
            return len(connection.execute(select(table.c.code)).all())

    def _open(self, code: str) -> Dossier:
        with self._transaction() as connection:
            query = select(table.c.content).where(table.c.code == code)
            return Dossier.model_validate(connection.execute(query).scalar_one())

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise DatabaseUnavailable(
                f"Không đọc hoặc ghi được hồ sơ đang xử lý ({type(error).__name__}). Hãy kiểm tra "
                "DATABASE_URL và chạy `bot db upgrade`."
            ) from error

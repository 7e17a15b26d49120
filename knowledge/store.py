"""The store: records with all their versions, in SQLite or PostgreSQL.

A record is edited as a draft, reviewed, and published as a new version. Older versions stay
readable for ever, because an answer names the version it was composed from. Imports keep what
each corpus said in `source_record` and publish the merged record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update
from sqlalchemy.engine import Connection, Engine, Row

from knowledge.database.tables import publication, record, record_version, source_record
from knowledge.errors import RecordNotFound, RecordRejected
from knowledge.records import Faq, Procedure, Record, State, Ward

IMPORT_AUTHOR = "import"
MODELS: dict[str, type[Procedure] | type[Faq] | type[Ward]] = {
    "procedure": Procedure,
    "faq": Faq,
    "ward": Ward,
}
_KINDS = {model: kind for kind, model in MODELS.items()}


class Outcome(StrEnum):
    """What a publish or an import did to a record."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    # The live version was written by a person: the import waits for that person's review.
    AWAITS_REVIEW = "awaits_review"


@dataclass(frozen=True)
class Version:
    """One version of a record, with who wrote and who published it."""

    record: Record
    version: int
    state: State
    author: str
    reviewer: str | None
    note: str
    created_at: datetime
    published_at: datetime | None


@dataclass(frozen=True)
class Published:
    """The live version of a record, as search and actions see it."""

    record: Record
    version: int

    @property
    def kind(self) -> str:
        return kind_of(self.record)

    @property
    def key(self) -> str:
        return key_of(self.record)


@dataclass(frozen=True)
class Change:
    """A record that was published or retired; `published` is None when it was retired."""

    kind: str
    key: str
    revision: int
    published: Published | None


def kind_of(item: Record) -> str:
    """The kind of a record: `procedure`, `faq` or `ward`."""
    return _KINDS[type(item)]


def key_of(item: Record) -> str:
    """What names a record within its kind: the code of a procedure or ward, an entry's key."""
    return item.key if isinstance(item, Faq) else item.code


def title_of(item: Record) -> str:
    """What a person calls a record: the name of a procedure or ward, an entry's question."""
    return item.question if isinstance(item, Faq) else item.name


def content_of(item: Record) -> dict[str, Any]:
    """The record as JSON data, without what is empty."""
    return item.model_dump(mode="json", exclude_defaults=True)


class KnowledgeStore:
    """Reads and writes records. Safe to share between threads: each call has its connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # Reading

    def published(self) -> Iterator[Published]:
        """All live records, in the order in which they were published."""
        for change in self.changes_since(-1):
            if change.published is not None:
                yield change.published

    def changes_since(self, revision: int) -> list[Change]:
        """What was published or retired after `revision`, oldest first."""
        query = (
            select(
                record.c.kind,
                record.c.key,
                record.c.revision,
                record.c.published_version,
                record_version.c.content,
            )
            .select_from(record.outerjoin(record_version, _live_version()))
            .where(record.c.revision > revision)
            .order_by(record.c.revision, record.c.key)
        )
        with self._engine.connect() as connection:
            return [_change(row) for row in connection.execute(query)]

    def revision(self) -> int:
        """The number of the last publish; grows by one with each."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(publication.c.revision)).scalar_one())

    def get(self, kind: str, key: str, version: int | None = None) -> Published:
        """A record's live version, or the one asked for. Raises `RecordNotFound`."""
        wanted = (
            _live_version()
            if version is None
            else and_(
                record_version.c.record_id == record.c.id, record_version.c.version == version
            )
        )
        query = (
            select(record_version.c.content, record_version.c.version)
            .select_from(record.join(record_version, wanted))
            .where(record.c.kind == kind, record.c.key == key)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            which = "bản đang hiệu lực" if version is None else f"phiên bản {version}"
            raise RecordNotFound(f"Không có {which} của hồ sơ «{key}».")
        return Published(MODELS[kind].model_validate(row.content), row.version)

    def versions(self, kind: str, key: str) -> list[Version]:
        """All versions of a record, newest first. Raises `RecordNotFound`."""
        query = (
            select(record_version)
            .join(record, record.c.id == record_version.c.record_id)
            .where(record.c.kind == kind, record.c.key == key)
            .order_by(record_version.c.version.desc())
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        if not rows:
            raise RecordNotFound(f"Không có hồ sơ «{key}».")
        return [_version(kind, row) for row in rows]

    def sources(self, kind: str, key: str) -> list[tuple[str, Record]]:
        """What each corpus says of a record: (corpus, record), in the order of import."""
        with self._engine.connect() as connection:
            return _sources(connection, kind, key)

    def counts(self) -> dict[str, int]:
        """How many live records there are of each kind."""
        query = (
            select(record.c.kind, func.count())
            .where(record.c.published_version.is_not(None))
            .group_by(record.c.kind)
        )
        with self._engine.connect() as connection:
            return {kind: count for kind, count in connection.execute(query)}

    # Writing

    def save_draft(self, item: Record, author: str, note: str = "") -> int:
        """Keep `item` as a new draft version; what is live stays live. Returns the version."""
        with self._writing() as connection:
            record_id, _ = _ensure_record(connection, item)
            return _add_version(connection, record_id, item, State.DRAFT, author, note)

    def submit(self, kind: str, key: str, version: int) -> None:
        """Hand a draft in for review. Raises `RecordNotFound` or `RecordRejected`."""
        with self._writing() as connection:
            row = _version_row(connection, kind, key, version)
            if row.state != State.DRAFT:
                raise RecordRejected(f"Phiên bản {version} của «{key}» không còn là bản nháp.")
            _set_state(connection, row.id, State.IN_REVIEW)

    def publish(self, kind: str, key: str, version: int, reviewer: str) -> None:
        """Make a reviewed version the live one. Its author may not be its reviewer.

        Raises `RecordNotFound` or `RecordRejected`.
        """
        with self._writing() as connection:
            row = _version_row(connection, kind, key, version)
            if row.state != State.IN_REVIEW:
                raise RecordRejected(
                    f"Phiên bản {version} của «{key}» chưa được trình duyệt. Hãy trình duyệt trước."
                )
            if row.author == reviewer:
                raise RecordRejected("Người soạn không được tự duyệt. Hãy nhờ cán bộ khác duyệt.")
            _set_state(connection, row.id, State.PUBLISHED, reviewer)
            _go_live(connection, row.record_id, version)

    def retire(self, kind: str, key: str, reviewer: str) -> None:
        """Take a record out of use; its versions stay readable. Raises `RecordNotFound`."""
        with self._writing() as connection:
            live = connection.execute(
                select(record.c.id, record.c.published_version).where(
                    record.c.kind == kind, record.c.key == key
                )
            ).first()
            if live is None or live.published_version is None:
                raise RecordNotFound(f"Không có bản đang hiệu lực của hồ sơ «{key}».")
            row = _version_row(connection, kind, key, live.published_version)
            _set_state(connection, row.id, State.RETIRED, reviewer)
            _go_live(connection, live.id, None)

    def import_source(
        self,
        corpus: str,
        occurrence: int,
        item: Record,
        raw_hash: str,
        line: int,
        merge: Callable[[list[tuple[str, Record]]], Record],
    ) -> Outcome:
        """Take in what `corpus` says of a record, and publish the merged record if it changed.

        One transaction. `merge` turns [(corpus, record), …] into one record. Where the live
        version was written by a person, or a person retired the record, the merged record waits
        as a version in review.
        """
        kind, key = kind_of(item), key_of(item)
        with self._writing() as connection:
            known = _put_source(connection, corpus, occurrence, item, raw_hash, line)
            if known is Outcome.UNCHANGED:
                return known
            merged = merge(_sources(connection, kind, key))
            record_id, live = _ensure_record(connection, merged)
            if live is not None and _content_hash(content_of(merged)) == live.content_hash:
                return known
            decided = (
                _is_retired(connection, record_id)
                if live is None
                else (live.author != IMPORT_AUTHOR)
            )
            state = State.IN_REVIEW if decided else State.PUBLISHED
            version = _add_version(
                connection, record_id, merged, state, IMPORT_AUTHOR, f"từ {corpus}"
            )
            if decided:
                return Outcome.AWAITS_REVIEW
            _go_live(connection, record_id, version)
            return known

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that no other writer interleaves with.

        It locks the one row of `publication` before it reads anything, so that what it read still
        holds when it writes, and publishes commit in the order of their revision numbers.
        """
        with self._engine.begin() as connection:
            connection.execute(_LOCK)
            yield connection


def _live_version() -> Any:
    return and_(
        record_version.c.record_id == record.c.id,
        record_version.c.version == record.c.published_version,
    )


# The statements that run for every record of an import are built once: building one anew costs
# more than running it.
_LOCK = update(publication).values(revision=publication.c.revision)
_NEXT_REVISION = update(publication).values(revision=publication.c.revision + 1)
_SET_LIVE = (
    update(record)
    .where(record.c.id == bindparam("record_id"))
    .values(
        published_version=bindparam("live_version"),
        revision=select(publication.c.revision).scalar_subquery(),
    )
)
_RECORD_WITH_LIVE = (
    select(record.c.id, record_version.c.content_hash, record_version.c.author)
    .select_from(record.outerjoin(record_version, _live_version()))
    .where(record.c.kind == bindparam("kind"), record.c.key == bindparam("key"))
)
_LAST_VERSION = select(func.max(record_version.c.version)).where(
    record_version.c.record_id == bindparam("record_id")
)
_RETIRED_VERSION = select(record_version.c.id).where(
    record_version.c.record_id == bindparam("record_id"),
    record_version.c.state == State.RETIRED.value,
)
_SOURCES = (
    select(source_record.c.corpus, source_record.c.content)
    .where(source_record.c.kind == bindparam("kind"), source_record.c.key == bindparam("key"))
    .order_by(source_record.c.corpus, source_record.c.occurrence)
)
_SOURCE = select(source_record.c.id, source_record.c.content_hash).where(
    source_record.c.kind == bindparam("kind"),
    source_record.c.key == bindparam("key"),
    source_record.c.corpus == bindparam("corpus"),
    source_record.c.occurrence == bindparam("occurrence"),
)


def _change(row: Row) -> Change:
    live = None
    if row.published_version is not None:
        live = Published(MODELS[row.kind].model_validate(row.content), row.published_version)
    return Change(row.kind, row.key, row.revision, live)


def _version(kind: str, row: Row) -> Version:
    return Version(
        record=MODELS[kind].model_validate(row.content),
        version=row.version,
        state=State(row.state),
        author=row.author,
        reviewer=row.reviewer,
        note=row.note,
        created_at=row.created_at,
        published_at=row.published_at,
    )


def _content_hash(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _ensure_record(connection: Connection, item: Record) -> tuple[int, Row | None]:
    """The record's id and its live version's row, with the record created if it is new."""
    identity = {"kind": kind_of(item), "key": key_of(item)}
    row = connection.execute(_RECORD_WITH_LIVE, identity).first()
    if row is not None:
        return row.id, row if row.content_hash is not None else None
    created = connection.execute(insert(record), {**identity, "revision": 0})
    return int(created.inserted_primary_key[0]), None


def _is_retired(connection: Connection, record_id: int) -> bool:
    """Whether a record that is not live was live once."""
    return connection.execute(_RETIRED_VERSION, {"record_id": record_id}).first() is not None


def _add_version(
    connection: Connection, record_id: int, item: Record, state: State, author: str, note: str
) -> int:
    last = connection.execute(_LAST_VERSION, {"record_id": record_id}).scalar()
    now = datetime.now(UTC)
    version = int(last or 0) + 1
    content = content_of(item)
    connection.execute(
        insert(record_version),
        {
            "record_id": record_id,
            "version": version,
            "state": state.value,
            "content": content,
            "content_hash": _content_hash(content),
            "author": author,
            "note": note,
            "created_at": now,
            "published_at": now if state is State.PUBLISHED else None,
        },
    )
    return version


def _version_row(connection: Connection, kind: str, key: str, version: int) -> Row:
    row = connection.execute(
        select(record_version)
        .join(record, record.c.id == record_version.c.record_id)
        .where(record.c.kind == kind, record.c.key == key, record_version.c.version == version)
    ).first()
    if row is None:
        raise RecordNotFound(f"Không có phiên bản {version} của hồ sơ «{key}».")
    return row


def _set_state(
    connection: Connection, version_id: int, state: State, reviewer: str | None = None
) -> None:
    values: dict[str, Any] = {"state": state.value}
    if reviewer is not None:
        values["reviewer"] = reviewer
    if state is State.PUBLISHED:
        values["published_at"] = datetime.now(UTC)
    connection.execute(
        update(record_version).where(record_version.c.id == version_id).values(**values)
    )


def _go_live(connection: Connection, record_id: int, version: int | None) -> None:
    connection.execute(_NEXT_REVISION)
    connection.execute(_SET_LIVE, {"record_id": record_id, "live_version": version})


def _put_source(
    connection: Connection, corpus: str, occurrence: int, item: Record, raw_hash: str, line: int
) -> Outcome:
    identity = {
        "kind": kind_of(item),
        "key": key_of(item),
        "corpus": corpus,
        "occurrence": occurrence,
    }
    content = content_of(item)
    content_hash = _content_hash(content)
    row = connection.execute(_SOURCE, identity).first()
    if row is not None and row.content_hash == content_hash:
        return Outcome.UNCHANGED
    values = {
        "raw_hash": raw_hash,
        "content": content,
        "content_hash": content_hash,
        "line": line,
        "imported_at": datetime.now(UTC),
    }
    if row is not None:
        connection.execute(
            update(source_record).where(source_record.c.id == row.id).values(**values)
        )
        return Outcome.CHANGED
    connection.execute(insert(source_record), {**identity, **values})
    return Outcome.NEW


def _sources(connection: Connection, kind: str, key: str) -> list[tuple[str, Record]]:
    rows: Sequence[Row] = connection.execute(_SOURCES, {"kind": kind, "key": key}).all()
    return [(row.corpus, MODELS[kind].model_validate(row.content)) for row in rows]

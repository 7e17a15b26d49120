"""The tables. One record has many versions; `published_version` names the one that is live."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Json = JSON().with_variant(JSONB(), "postgresql")

# One row. It is updated first in every publishing transaction, which makes publishes commit in
# the order of their revision numbers, so that a reader that polls for "newer than" misses none.
publication = Table(
    "publication",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
)

record = Table(
    "record",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("key", String(80), nullable=False),
    Column("published_version", Integer),
    Column("revision", Integer, nullable=False, index=True),
    UniqueConstraint("kind", "key"),
)

record_version = Table(
    "record_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("record_id", ForeignKey("record.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("content", Json, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("author", String(80), nullable=False),
    Column("reviewer", String(80)),
    Column("note", Text, nullable=False, default=""),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("published_at", DateTime(timezone=True)),
    UniqueConstraint("record_id", "version"),
)

# What each corpus says of a record, kept beside the merged record so that nothing is lost.
source_record = Table(
    "source_record",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("key", String(80), nullable=False),
    Column("corpus", String(40), nullable=False),
    # Counts the records of one corpus that carry the same code, in the order of the file.
    Column("occurrence", Integer, nullable=False),
    Column("raw_hash", String(64), nullable=False),
    Column("content", Json, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("line", Integer, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("kind", "key", "corpus", "occurrence"),
)

"""Records, their versions, what each corpus says of them, and the order of publishing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    publication = op.create_table(
        "publication",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.bulk_insert(publication, [{"id": 1, "revision": 0}])
    op.create_table(
        "record",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("published_version", sa.Integer),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.UniqueConstraint("kind", "key", name="uq_record_kind_key"),
    )
    op.create_index("ix_record_revision", "record", ["revision"])
    op.create_table(
        "record_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "record_id",
            sa.Integer,
            sa.ForeignKey(
                "record.id", ondelete="CASCADE", name="fk_record_version_record_id_record"
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("author", sa.String(80), nullable=False),
        sa.Column("reviewer", sa.String(80)),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("record_id", "version", name="uq_record_version_record_id_version"),
    )
    op.create_table(
        "source_record",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("corpus", sa.String(40), nullable=False),
        sa.Column("occurrence", sa.Integer, nullable=False),
        sa.Column("raw_hash", sa.String(64), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint(
            "kind",
            "key",
            "corpus",
            "occurrence",
            name="uq_source_record_kind_key_corpus_occurrence",
        ),
    )


def downgrade() -> None:
    for table in ("source_record", "record_version", "record", "publication"):
        op.drop_table(table)

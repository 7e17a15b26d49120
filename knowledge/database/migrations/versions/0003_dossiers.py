"""Dossiers under way, and the wrong proofs that were given for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(JSONB(), "postgresql")
Time = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "dossier",
        sa.Column("code", sa.String(40), primary_key=True),
        sa.Column("tail", sa.String(20), nullable=False),
        sa.Column("updated_at", Time, nullable=False),
        sa.Column("seals", sa.Text, nullable=False),
        sa.Column("content", Json, nullable=False),
    )
    op.create_index("ix_dossier_tail", "dossier", ["tail"])
    op.create_table(
        "wrong_proof",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("caller", sa.String(64), nullable=False),
        sa.Column("at", Time, nullable=False),
    )
    for column in ("code", "caller", "at"):
        op.create_index(f"ix_wrong_proof_{column}", "wrong_proof", [column])


def downgrade() -> None:
    for table in ("wrong_proof", "dossier"):
        op.drop_table(table)

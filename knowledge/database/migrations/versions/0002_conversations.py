"""The portal's conversations: events, secrets, hand-over, codes, tries, feedback."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Json = sa.JSON().with_variant(JSONB(), "postgresql")
Time = sa.DateTime(timezone=True)


def _of_conversation(table: str, primary_key: bool = True) -> sa.Column:
    return sa.Column(
        "conversation_id",
        sa.String(32),
        sa.ForeignKey(
            "conversation.id",
            ondelete="CASCADE",
            name=f"fk_{table}_conversation_id_conversation",
        ),
        primary_key=primary_key,
        nullable=False,
    )


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("sender", sa.String(64), nullable=False),
        sa.Column("created_at", Time, nullable=False),
        sa.Column("changed_at", Time, nullable=False),
        sa.Column("last_cursor", sa.Integer, nullable=False),
        sa.Column("worker", sa.String(32)),
        sa.Column("worker_until", Time),
        sa.UniqueConstraint("sender", name="uq_conversation_sender"),
    )
    op.create_index("ix_conversation_changed_at", "conversation", ["changed_at"])
    op.create_table(
        "conversation_key",
        sa.Column("secret_hash", sa.String(64), primary_key=True),
        _of_conversation("conversation_key", primary_key=False),
        sa.Column("created_at", Time, nullable=False),
    )
    op.create_index("ix_conversation_key_conversation_id", "conversation_key", ["conversation_id"])
    op.create_table(
        "conversation_event",
        _of_conversation("conversation_event"),
        sa.Column("cursor", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", Time, nullable=False),
        sa.Column("speaker", sa.String(16), nullable=False),
        sa.Column("client_id", sa.String(36)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("custom", Json),
        sa.Column("unanswered", sa.Boolean, nullable=False),
        sa.UniqueConstraint(
            "conversation_id", "client_id", name="uq_conversation_event_conversation_id_client_id"
        ),
    )
    op.create_index(
        "ix_conversation_event_unanswered",
        "conversation_event",
        ["conversation_id", "cursor"],
        postgresql_where=sa.text("unanswered = true"),
        sqlite_where=sa.text("unanswered = 1"),
    )
    op.create_table(
        "conversation_handover",
        _of_conversation("conversation_handover"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("since", Time, nullable=False),
        sa.Column("officer", sa.String(80), nullable=False),
        sa.Column("unanswered", sa.Boolean, nullable=False),
        sa.Column("announced", sa.Integer, nullable=False),
    )
    op.create_index("ix_conversation_handover_state", "conversation_handover", ["state"])
    op.create_table(
        "conversation_code",
        _of_conversation("conversation_code"),
        sa.Column("code", sa.String(6), nullable=False),
        sa.Column("expires_at", Time, nullable=False),
        sa.UniqueConstraint("code", name="uq_conversation_code_code"),
    )
    op.create_table(
        "conversation_tries",
        sa.Column("what", sa.String(16), primary_key=True),
        sa.Column("who", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("until", Time, nullable=False),
    )
    op.create_table(
        "conversation_feedback",
        _of_conversation("conversation_feedback"),
        sa.Column("cursor", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", Time, nullable=False),
        sa.Column("thumb", sa.String(4)),
        sa.Column("rating", sa.Integer),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "conversation_feedback",
        "conversation_tries",
        "conversation_code",
        "conversation_handover",
        "conversation_event",
        "conversation_key",
        "conversation",
    ):
        op.drop_table(table)

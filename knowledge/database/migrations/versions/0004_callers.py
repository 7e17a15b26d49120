"""Who sent a message that is not answered yet, and the number that officers call back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversation_event", sa.Column("caller", sa.String(64)))
    op.add_column("conversation_handover", sa.Column("call_back", sa.Text))
    # Their callers are named with another key from now on.
    op.execute("DELETE FROM conversation_tries")


def downgrade() -> None:
    for table, column in (("conversation_handover", "call_back"), ("conversation_event", "caller")):
        op.drop_column(table, column)

"""Alembic's entry point: migrates over the connection that `knowledge.database.upgrade` opened."""

from __future__ import annotations

from alembic import context

from knowledge.database.tables import metadata

connection = context.config.attributes["connection"]
# SQLite cannot alter a column in place, so changes are made on a copy of the table.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

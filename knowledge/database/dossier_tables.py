"""The tables of the dossiers: the latest state of each, and the wrong proofs that were given."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from knowledge.database.conversation_tables import UtcDateTime
from knowledge.database.tables import Json, metadata

dossier = Table(
    "dossier",
    metadata,
    Column("code", String(40), primary_key=True),
    # The groups in which all writings of the code end: the day and the number.
    Column("tail", String(20), nullable=False, index=True),
    Column("updated_at", UtcDateTime, nullable=False),
    # Seals of the proofs, with blanks between them: see `knowledge.dossiers.proofs`.
    Column("seals", Text, nullable=False),
    Column("content", Json, nullable=False),
)

# Whether a dossier carries the code or not: nothing here tells. Kept for a day.
wrong_proof = Table(
    "wrong_proof",
    metadata,
    Column("id", Integer, primary_key=True),
    # The code as it was given, whole or in part.
    Column("code", String(40), nullable=False, index=True),
    # A keyed hash of who asked: an address, a telephone number or a conversation.
    Column("caller", String(64), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False, index=True),
)

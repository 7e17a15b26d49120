"""The database: its tables, its migrations, and how to connect to it."""

# So that the metadata knows every table, whoever asks for it.
from knowledge.database import conversation_tables as conversation_tables
from knowledge.database import dossier_tables as dossier_tables
from knowledge.database.connection import connect, upgrade

__all__ = ["connect", "upgrade"]

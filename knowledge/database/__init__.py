"""The database: its tables, its migrations, and how to connect to it."""

from knowledge.database.connection import connect, upgrade

__all__ = ["connect", "upgrade"]

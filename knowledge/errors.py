"""What can go wrong in the knowledge base, as types.

    KnowledgeError
    ├── RecordNotFound        no such record, or no such version of it
    ├── RecordRejected        a record that may not be stored, with what to correct
    ├── DatabaseUnavailable   the database cannot be reached or is not migrated
    ├── DossierRejected       a dossier, its code or its proof that may not be stored
    └── DossiersUnavailable   dossiers cannot be looked up: not set up, or the system is silent

Every message is Vietnamese and says what the officer or operator can do.
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of all errors of this package."""


class RecordNotFound(KnowledgeError):
    """No such record, or no such version of it."""


class RecordRejected(KnowledgeError):
    """A record that may not be stored."""


class DatabaseUnavailable(KnowledgeError):
    """The database cannot be reached, or its tables are not those of this release."""


class DossierRejected(KnowledgeError):
    """A dossier, its code or its proof that may not be stored."""


class DossiersUnavailable(KnowledgeError):
    """Dossiers cannot be looked up: they are not set up, or the system that has them is silent."""

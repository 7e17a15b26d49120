"""What must be there before the assistant can work: tables, records, a trained model."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from knowledge.database import connect, upgrade
from knowledge.importing import SEEDS, import_paths
from knowledge.library import Library, open_library
from knowledge.store import KnowledgeStore
from settings import Settings


def prepare_database(settings: Settings) -> Engine:
    """Create or migrate the tables, and load the seed records into an empty database."""
    engine = connect(settings.database_url)
    upgrade(engine)
    store = KnowledgeStore(engine)
    if not store.counts():
        import_paths([SEEDS], store)
    return engine


def prepared_library(settings: Settings) -> Library:
    """The library over a database that is certain to be there and filled."""
    prepare_database(settings).dispose()
    return open_library(settings.database_url)

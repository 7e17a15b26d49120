"""Publishing a record for the length of a test, as officers do it: draft, review, publish."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.library import REFRESH_SECONDS
from knowledge.records import Record
from knowledge.store import KnowledgeStore, key_of, kind_of


@contextmanager
def published(item: Record, store: KnowledgeStore) -> Iterator[int]:
    """The record is live, with the version given, until the `with` block is left."""
    kind, key = kind_of(item), key_of(item)
    version = store.save_draft(item, author="chị Lan")
    store.submit(kind, key, version)
    store.publish(kind, key, version, reviewer="anh Minh")
    _until_every_library_has_looked()
    try:
        yield version
    finally:
        store.retire(kind, key, reviewer="anh Minh")
        _until_every_library_has_looked()


def _until_every_library_has_looked() -> None:
    time.sleep(REFRESH_SECONDS + 0.1)

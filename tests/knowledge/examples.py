"""Records made up for the tests of the knowledge base, and ways to bring them into a store."""

from __future__ import annotations

from typing import Any

from knowledge.importers.model import LIFE_EVENTS, NATIONAL
from knowledge.importing import merge_records
from knowledge.records import Faq, Procedure, Record, Source
from knowledge.store import KnowledgeStore, Outcome, key_of, kind_of

__all__ = ["LIFE_EVENTS", "NATIONAL", "entry", "import_one", "procedure", "publish"]

SOURCE = Source(title="Cổng thử nghiệm", corpus="seed")


def procedure(
    code: str = "9.000001", name: str = "Cấp giấy phép thả diều", **more: Any
) -> Procedure:
    """A small procedure; `more` are further fields."""
    return Procedure(**{"code": code, "name": name, "sources": (SOURCE,), **more})


def entry(key: str = "tha-dieu-ban-dem", **more: Any) -> Faq:
    """A small FAQ entry; `more` are further fields."""
    fields = {"question": "Thả diều ban đêm được không?", "answer": "Được, nếu diều có đèn."}
    return Faq(**{"key": key, "sources": (SOURCE,), **fields, **more})


def publish(store: KnowledgeStore, item: Record, author: str = "chị Lan") -> int:
    """Publish a record as officers do: draft, review, publish. Returns the version."""
    version = store.save_draft(item, author)
    store.submit(kind_of(item), key_of(item), version)
    store.publish(kind_of(item), key_of(item), version, reviewer="anh Minh")
    return version


def import_one(
    store: KnowledgeStore, item: Record, corpus: str = NATIONAL, occurrence: int = 0
) -> Outcome:
    """Import one record as a corpus states it."""
    return store.import_source(corpus, occurrence, item, "0" * 64, 1, merge_records)

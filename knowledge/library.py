"""The library: the store and its search index, as one thing that a process holds.

It follows what other processes publish: before a look-up it asks the database for its revision
number, at most every `REFRESH_SECONDS`, and takes in only the records that changed.
"""

from __future__ import annotations

import threading
import time

from sqlalchemy.exc import SQLAlchemyError

from knowledge.database import connect
from knowledge.errors import DatabaseUnavailable
from knowledge.everyday import in_official_words
from knowledge.records import Faq, Procedure, Ward
from knowledge.search import Hit, SearchIndex
from knowledge.store import KnowledgeStore, Published
from knowledge.wards import WardDirectory

REFRESH_SECONDS = 0.5
# A ward is found by its names (`knowledge.wards`), not by search.
WARD = "ward"


class Library:
    """Look-ups over the live records. Safe to share between threads."""

    def __init__(self, store: KnowledgeStore) -> None:
        self.store = store
        self._records: dict[tuple[str, str], Published] = {}
        self._index = SearchIndex()
        self._wards = WardDirectory([])
        self._revision = -1
        self._refreshed_at = float("-inf")
        self._lock = threading.Lock()
        self.refresh()

    def __len__(self) -> int:
        return len(self._index)

    def procedures(self) -> list[Procedure]:
        """All live procedures."""
        self.refresh()
        return [
            published.record
            for published in list(self._records.values())
            if isinstance(published.record, Procedure)
        ]

    def searched(self) -> list[tuple[str, str, Procedure | Faq]]:
        """All live records that search finds: kind, key and record."""
        self.refresh()
        return [
            (kind, key, published.record)
            for (kind, key), published in list(self._records.items())
            if isinstance(published.record, Procedure | Faq)
        ]

    @property
    def revision(self) -> int:
        """The publish up to which this process has seen."""
        return self._revision

    def search(self, question: str, limit: int = 10, kind: str | None = None) -> list[Hit]:
        """The records that fit `question` best, best first; `kind` keeps only one kind."""
        self.refresh()
        return self._index.search(question, limit, kind)

    def search_everyday(self, question: str, limit: int = 10) -> list[Hit]:
        """The records that fit what `question` says in official words; none where it says so."""
        official = in_official_words(question)
        return self.search(official, limit) if official else []

    def procedure(self, code: str) -> tuple[Procedure, int] | None:
        """A live procedure and its version, or None."""
        published = self._get("procedure", code)
        if published is None or not isinstance(published.record, Procedure):
            return None
        return published.record, published.version

    def faq(self, key: str) -> tuple[Faq, int] | None:
        """A live FAQ entry and its version, or None."""
        published = self._get("faq", key)
        if published is None or not isinstance(published.record, Faq):
            return None
        return published.record, published.version

    def ward(self, code: str) -> tuple[Ward, int] | None:
        """A ward of today and the version of its record, or None."""
        published = self._get("ward", code)
        if published is None or not isinstance(published.record, Ward):
            return None
        return published.record, published.version

    @property
    def wards(self) -> WardDirectory:
        """The wards by all names, of today and before."""
        self.refresh()
        return self._wards

    def refresh(self) -> None:
        """Take in what was published since the last look. Raises `DatabaseUnavailable`."""
        if time.monotonic() - self._refreshed_at < REFRESH_SECONDS:
            return
        with self._lock:
            if time.monotonic() - self._refreshed_at < REFRESH_SECONDS:
                return
            try:
                if self.store.revision() > self._revision:
                    self._take_in_changes()
            except SQLAlchemyError as error:
                raise DatabaseUnavailable(
                    f"Không đọc được cơ sở dữ liệu ({type(error).__name__}). "
                    "Hãy kiểm tra DATABASE_URL, rồi chạy `bot db upgrade`."
                ) from error
            self._refreshed_at = time.monotonic()

    def _get(self, kind: str, key: str) -> Published | None:
        self.refresh()
        return self._records.get((kind, key))

    def _take_in_changes(self) -> None:
        changes = self.store.changes_since(self._revision)
        for change in changes:
            if change.published is None:
                self._records.pop((change.kind, change.key), None)
            else:
                self._records[change.kind, change.key] = change.published
        searched = [change for change in changes if change.kind != WARD]
        self._index.update(
            [change.published for change in searched if change.published is not None],
            [(change.kind, change.key) for change in searched if change.published is None],
        )
        if len(searched) < len(changes):
            self._wards = WardDirectory(
                published.record
                for published in self._records.values()
                if isinstance(published.record, Ward)
            )
        self._revision = max([self._revision, *(change.revision for change in changes)])


_libraries: dict[str, Library] = {}
_libraries_lock = threading.Lock()


def open_library(database_url: str) -> Library:
    """The one library of this process for `database_url`. Raises `DatabaseUnavailable`."""
    with _libraries_lock:
        library = _libraries.get(database_url)
        if library is None:
            library = _libraries[database_url] = Library(KnowledgeStore(connect(database_url)))
        return library

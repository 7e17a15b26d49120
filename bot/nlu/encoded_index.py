"""Which records say the same as a message in other words: nearest neighbours by sentence vectors.

Encoding a text takes milliseconds, and there are some 15,000 of them: their vectors are kept in
one SQLite file. It may be deleted at any time; what is missing in it is encoded again.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path

import numpy as np
import structlog

from bot.nlu.sentence_encoder import SentenceEncoder

log = structlog.get_logger()

CACHE_FILE = "vectors.sqlite"
# So many texts are encoded before they are written down: a start that is cut off is not in vain.
ENCODED_AT_ONCE = 1024
# So many vectors are asked of the cache at once; SQLite has a limit.
READ_AT_ONCE = 500

# What a damaged file brings about: SQLite may read a name in it that is no text.
UNREADABLE = (sqlite3.Error, OSError, UnicodeDecodeError)


class EncodedIndex:
    """Texts of records by the record's key. Asking is safe while another thread updates."""

    def __init__(self, encoder: SentenceEncoder, folder: Path) -> None:
        """`folder`: where the vectors are kept; it is made when it is not there."""
        self._encoder = encoder
        self._cache = _VectorCache(folder / CACHE_FILE)
        self._snapshot = _Snapshot({})
        # Updates wait for each other; a question waits for none, it sees the last snapshot.
        self._lock = threading.Lock()

    def update(self, key: str, texts: Sequence[str]) -> None:
        """Take `texts` for all that the record says, in the place of what was there."""
        self.update_all({key: texts})

    def update_all(self, texts: Mapping[str, Sequence[str]]) -> None:
        """`update` for many records at once, by key. This is faster than one after the other.

        Raises `EncoderUnavailable`; the index is then as it was.
        """
        wanted = {key: [text for text in own if text.strip()] for key, own in texts.items()}
        with self._lock:
            vectors = self._vectors([text for own in wanted.values() for text in own])
            changed = {
                key: np.stack([vectors[text] for text in own]) for key, own in wanted.items() if own
            }
            kept = {key: own for key, own in self._snapshot.rows.items() if key not in wanted}
            self._snapshot = _Snapshot(kept | changed)

    def remove(self, key: str) -> None:
        """Forget a record; one that is not there is no error."""
        self.update_all({key: []})

    def nearest(self, text: str, limit: int) -> dict[str, float]:
        """The cosine of each record's nearest text with `text`, the `limit` best ones, best first.

        An empty text is near to nothing. Raises `EncoderUnavailable`.
        """
        snapshot = self._snapshot
        if not text.strip() or not snapshot.rows:
            return {}
        return snapshot.nearest(self._encoder.encode([text])[0], limit)

    def _vectors(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        """The vectors of `texts`, from the cache or encoded now and written to it."""
        digests = {text: self._digest(text) for text in texts}
        known = self._cache.read(list(digests.values()))
        missing = [text for text, digest in digests.items() if digest not in known]
        started = time.monotonic()
        for start in range(0, len(missing), ENCODED_AT_ONCE):
            some = missing[start : start + ENCODED_AT_ONCE]
            encoded = self._encoder.encode(some)
            fresh = {digests[text]: row for text, row in zip(some, encoded, strict=True)}
            self._cache.write(fresh)
            known |= fresh
        if missing:
            seconds = round(time.monotonic() - started, 3)
            log.info("texts_encoded", texts=len(missing), seconds=seconds)
        return {text: known[digest] for text, digest in digests.items()}

    def _digest(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._encoder.fingerprint}\0{text}".encode()).digest()


class _Snapshot:
    """The vectors of all records at one moment; never changed."""

    def __init__(self, rows: Mapping[str, np.ndarray]) -> None:
        """`rows`: the vectors of each record's texts, at least one."""
        self.rows = rows

    def nearest(self, vector: np.ndarray, limit: int) -> dict[str, float]:
        keys, starts, matrix = self._stacked
        best = np.maximum.reduceat(matrix @ vector, starts)
        order = np.argsort(-best, kind="stable")[: max(limit, 0)]
        return {keys[number]: float(best[number]) for number in order}

    @cached_property
    def _stacked(self) -> tuple[list[str], np.ndarray, np.ndarray]:
        """The keys, the first row of each, and all rows as one matrix.

        Made at the first question: of many updates in a row only the last one is asked.
        """
        keys = sorted(self.rows)
        counts = [len(self.rows[key]) for key in keys]
        starts = np.cumsum([0, *counts[:-1]])
        return keys, starts, np.ascontiguousarray(np.concatenate([self.rows[key] for key in keys]))


class _VectorCache:
    """Vectors by the digest of what they were made of, in a SQLite file.

    Whatever is wrong with the file, its vectors can be made again: it is logged, the file is
    deleted and written anew, and nobody who asks is troubled with it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, digests: Sequence[bytes]) -> dict[bytes, np.ndarray]:
        """Those of the vectors that are kept here."""
        found: dict[bytes, np.ndarray] = {}
        try:
            with self._connected() as connection:
                for start in range(0, len(digests), READ_AT_ONCE):
                    some = digests[start : start + READ_AT_ONCE]
                    marks = ", ".join("?" * len(some))
                    for digest, vector, checksum in connection.execute(
                        "SELECT digest, CAST(vector AS BLOB), checksum FROM vectors"
                        f" WHERE digest IN ({marks})",
                        some,
                    ):
                        if checksum != zlib.crc32(digest + (vector or b"")):
                            raise sqlite3.DatabaseError("a vector differs from its checksum")
                        found[digest] = np.frombuffer(vector, "<f4")
        except UNREADABLE as error:
            self._discard(error)
            return {}
        return found

    def write(self, vectors: Mapping[bytes, np.ndarray]) -> None:
        """Keep `vectors`."""
        rows = [(digest, row.astype("<f4").tobytes()) for digest, row in vectors.items()]
        try:
            with self._connected() as connection:
                connection.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)",
                    [(digest, vector, zlib.crc32(digest + vector)) for digest, vector in rows],
                )
        except UNREADABLE as error:
            self._discard(error)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection of this call's own, so that any thread may ask; commits at the end."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=30)) as connection, connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors"
                " (digest BLOB PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER NOT NULL)"
            )
            yield connection

    def _discard(self, error: Exception) -> None:
        log.warning("vector_cache_discarded", file=self._path.name, reason=str(error))
        for suffix in ("", "-journal"):
            # Where it cannot even be deleted, the log says why at each start.
            with suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

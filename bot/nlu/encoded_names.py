"""The names of all live records in an optional encoder's index, kept in step with the library."""

from __future__ import annotations

import threading
from pathlib import Path

from bot.nlu.encoded_index import EncodedIndex
from bot.nlu.sentence_encoder import SentenceEncoder
from knowledge.library import Library
from knowledge.records import Faq, Procedure
from settings import Settings
from vietnamese.text import is_mostly_without_diacritics

FOLDER = "encoded"


class EncodedNames:
    """Which records' names say the same as a message. Safe to share between threads."""

    def __init__(self, library: Library, encoder: SentenceEncoder, folder: Path) -> None:
        self._library = library
        self._index = EncodedIndex(encoder, folder)
        self._names: dict[str, tuple[str, ...]] = {}
        self._revision = -2
        self._lock = threading.Lock()

    @classmethod
    def configured(cls, library: Library, settings: Settings) -> EncodedNames | None:
        """The index where an encoder is configured. Raises `EncoderUnavailable`."""
        encoder = SentenceEncoder.load(settings)
        return cls(library, encoder, settings.model_directory / FOLDER) if encoder else None

    def nearest(self, text: str, limit: int) -> dict[str, float]:
        """The records, as "kind:key", with a name near to `text`, and the cosines.

        None for a text without diacritics: an encoder does not understand it.
        """
        if is_mostly_without_diacritics(text):
            return {}
        self._follow()
        return self._index.nearest(text, limit)

    def _follow(self) -> None:
        """Take in what was published since the last time."""
        with self._lock:
            self._library.refresh()
            revision = self._library.revision
            if revision == self._revision:
                return
            names = {
                f"{kind}:{key}": _names_of(record) for kind, key, record in self._library.searched()
            }
            self._index.update_all(
                {key: found for key, found in names.items() if self._names.get(key) != found}
            )
            for key in self._names.keys() - names.keys():
                self._index.remove(key)
            self._names, self._revision = names, revision


def _names_of(record: Procedure | Faq) -> tuple[str, ...]:
    if isinstance(record, Procedure):
        return (record.name, *record.aliases)
    return (record.question, *record.phrasings)

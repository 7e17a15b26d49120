"""Sound that was made once, kept on disk for all processes, and the voice that uses it.

Each sound is an MP3 file whose name is a hash of the voice and the text. A file is written aside
and then moved into its place, so that no reader sees a part of it. When the folder has grown to
its limit, what was not used for the longest time goes; what nobody wanted for as long as
conversations are kept goes anyway.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import structlog

from speech.errors import BadAudio
from speech.voices.base import Voice
from speech.voices.mp3 import decoded, encoded
from speech.voices.sentences import pieces
from vietnamese.personal_data import masked
from vietnamese.text import clean

log = structlog.get_logger()

LIMIT_BYTES = 1_000_000_000
# When the limit is passed, this share of it is left, so that not every file begins a removal.
LEFT = 0.9
# The folder is measured anew after so much was added by this process.
MEASURED_EVERY = 0.02
# A file that was put aside by a process that died.
ABANDONED_SECONDS = 3600
# The folder is also looked through once a day.
DAY_SECONDS = 86_400

SOUND, ASIDE = ".mp3", ".part"


class SoundCache:
    """A folder of sounds, kept below a limit. Safe for several threads and processes."""

    def __init__(
        self, folder: Path, limit_bytes: int = LIMIT_BYTES, unused_days: int | None = None
    ) -> None:
        """`unused_days`: how long an unused sound stays; None for ever, up to the limit."""
        self._folder = folder
        self._limit = limit_bytes
        self._unused_days = unused_days
        self._unmeasured = 0
        self._looked_through_at = 0.0

    def find(self, voice: str, text: str) -> bytes | None:
        """The sound of a text by the voice of that name, as an MP3 file; None if there is none."""
        path = self._path(voice, text)
        try:
            sound = path.read_bytes()
            os.utime(path)  # used just now
        except OSError:  # never made, or removed by another process
            return None
        return sound

    def has(self, voice: str, text: str) -> bool:
        """Whether the sound is there. It is wanted by who asks: that counts as use."""
        try:
            os.utime(self._path(voice, text))
        except OSError:
            return False
        return True

    def store(self, voice: str, text: str, mp3: bytes) -> None:
        """Keep a sound. Raises `OSError` where the folder cannot be written."""
        path = self._path(voice, text)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(suffix=ASIDE, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(mp3)
            os.replace(aside, path)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise
        self._unmeasured += len(mp3)
        grown = self._unmeasured >= self._limit * MEASURED_EVERY
        if grown or time.time() - self._looked_through_at >= DAY_SECONDS:
            self._unmeasured = 0
            self._looked_through_at = time.time()
            self._shrink()

    def remove(self, voice: str, text: str) -> None:
        """Forget a sound; it need not be there."""
        self._path(voice, text).unlink(missing_ok=True)

    def _path(self, voice: str, text: str) -> Path:
        name = hashlib.sha256(f"{voice}\n{clean(text)}".encode()).hexdigest()
        return self._folder / name[:2] / f"{name}{SOUND}"

    def _shrink(self) -> None:
        sounds: list[tuple[float, int, Path]] = []
        for path in self._folder.glob("*/*"):
            try:
                state = path.stat()
            except OSError:  # another process removes too
                continue
            if path.suffix == SOUND:
                sounds.append((state.st_mtime, state.st_size, path))
            elif path.suffix == ASIDE and state.st_mtime < time.time() - ABANDONED_SECONDS:
                path.unlink(missing_ok=True)
        total = sum(size for _, size, _ in sounds)
        enough = self._limit if total <= self._limit else self._limit * LEFT
        oldest = time.time() - self._unused_days * DAY_SECONDS if self._unused_days else 0.0
        for used_at, size, path in sorted(sounds):
            if total <= enough and used_at >= oldest:
                break
            path.unlink(missing_ok=True)
            total -= size


class CachedVoice:
    """A voice that plays what is in the cache, and what is not says itself."""

    def __init__(
        self, voice: Voice, cache: SoundCache, preferred: Sequence[str] = (), keeps: bool = True
    ) -> None:
        """`preferred`: names of voices whose sound is played where it is there.

        `keeps`: whether what `voice` says is stored; not worth it for one that is faster than
        reading a file.
        """
        self._voice = voice
        self._cache = cache
        self._names = (*preferred, voice.name) if keeps else tuple(preferred)
        self._keeps = keeps
        self.name = voice.name
        self.sample_rate = voice.sample_rate

    def speak(self, text: str) -> Iterator[bytes]:
        """The sound of `text`, sentence by sentence; each is stored when all of it has come.

        Sound is not stored of a sentence with personal numbers. Raises `EngineUnavailable`.
        """
        for sentence in pieces(text):
            yield from self._kept(sentence) or self._spoken(sentence)

    def _kept(self, sentence: str) -> list[bytes]:
        """The sound of a sentence that is in the cache, whole, for half is not to be said twice."""
        for name in self._names:
            if (mp3 := self._cache.find(name, sentence)) is None:
                continue
            try:
                return list(decoded(mp3, self.sample_rate))
            except BadAudio:
                log.warning("voices.broken_sound", voice=name)
                self._cache.remove(name, sentence)
        return []

    def _spoken(self, sentence: str) -> Iterator[bytes]:
        if not self._keeps or masked(sentence) != sentence:
            yield from self._voice.speak(sentence)
            return
        sound: list[bytes] = []
        for piece in self._voice.speak(sentence):
            sound.append(piece)
            yield piece
        if not sound:
            return
        try:
            self._cache.store(self.name, sentence, encoded(b"".join(sound), self.sample_rate))
        except OSError as error:
            log.error("voices.not_stored", reason=error.strerror, remedy="SPOKEN_CACHE")

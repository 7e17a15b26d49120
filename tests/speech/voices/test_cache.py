"""Sound that is kept between calls and between processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from speech.audio import level_dbfs, seconds_of
from speech.voices.cache import CachedVoice, SoundCache
from speech.voices.mp3 import decoded, encoded

RATE = 22050
TEXT = "Dạ, lệ phí là không đồng."


def hum(seconds: float = 1.0, pitch: float = 200) -> bytes:
    """A tone, as sound of a voice."""
    times = np.arange(int(seconds * RATE)) / RATE
    return (9000 * np.sin(2 * np.pi * pitch * times)).astype("<i2").tobytes()


class Hummer:
    """A voice that hums two pieces, and counts how often it was asked."""

    sample_rate = RATE

    def __init__(self, name: str = "hummer 1") -> None:
        self.name = name
        self.asked = 0

    def speak(self, text: str) -> Iterator[bytes]:
        self.asked += 1
        yield hum()
        yield hum()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestCache:
    def test_what_is_stored_is_found_by_voice_and_text(self, tmp_path: Path) -> None:
        cache = SoundCache(tmp_path)
        cache.store("one", TEXT, b"sound of one")
        cache.store("two", TEXT, b"sound of two")
        assert cache.find("one", TEXT) == b"sound of one"
        assert cache.find("two", TEXT) == b"sound of two"
        assert cache.find("one", "Dạ.") is None
        assert cache.has("one", TEXT) and not cache.has("three", TEXT)

    def test_the_same_words_are_the_same_text(self, tmp_path: Path) -> None:
        cache = SoundCache(tmp_path)
        cache.store("one", "  Lệ phí\n", b"sound")
        assert cache.find("one", "Lệ phí") == b"sound"

    def test_what_was_not_used_for_longest_goes_first(self, tmp_path: Path) -> None:
        cache = SoundCache(tmp_path, limit_bytes=10_000)
        for number in range(10):
            cache.store("one", f"số {number}", bytes(1000))
        long_ago = time.time() - 1000
        for number, path in enumerate(sorted(files(tmp_path))):
            os.utime(path, (long_ago + number, long_ago + number))
        cache.find("one", "số 3")
        cache.store("one", "mới", bytes(1000))
        assert cache.has("one", "số 3")
        assert cache.has("one", "mới")
        assert sum(path.stat().st_size for path in files(tmp_path)) <= 9_000

    def test_what_nobody_wanted_for_days_goes(self, tmp_path: Path) -> None:
        cache = SoundCache(tmp_path, unused_days=30)
        for text in ("cũ", "còn dùng", "hỏi đến"):
            cache.store("one", text, b"sound")
        a_month_ago = time.time() - 31 * 86_400
        for path in files(tmp_path):
            os.utime(path, (a_month_ago, a_month_ago))
        assert cache.find("one", "còn dùng")
        assert cache.has("one", "hỏi đến")
        SoundCache(tmp_path, unused_days=30).store("one", "mới", b"sound")
        kept = [cache.has("one", text) for text in ("cũ", "còn dùng", "hỏi đến", "mới")]
        assert kept == [False, True, True, True]

    def test_a_file_that_a_dead_process_left_is_cleared_away(self, tmp_path: Path) -> None:
        cache = SoundCache(tmp_path, limit_bytes=1000)
        cache.store("one", "a", bytes(10))
        left = files(tmp_path)[0].with_name("left.part")
        left.write_bytes(b"half a sound")
        cache.store("one", "b", bytes(100))
        assert left.exists(), "it may be written just now"
        os.utime(left, (0, 0))
        cache.store("one", "c", bytes(100))
        assert not left.exists()

    def test_nothing_is_left_of_a_sound_that_could_not_be_written(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "replace", full)
        with pytest.raises(OSError, match="No space"):
            SoundCache(tmp_path).store("one", TEXT, b"sound")
        assert files(tmp_path) == []

    def test_several_processes_write_and_remove_at_once(self, tmp_path: Path) -> None:
        program = f"""
import random
from pathlib import Path
from speech.voices.cache import SoundCache
cache = SoundCache(Path({str(tmp_path)!r}), limit_bytes=60_000)
for turn in range(300):
    number = random.randrange(40)
    sound = cache.find("one", str(number))
    assert sound is None or sound == bytes([number]) * 3000, "a broken sound"
    cache.store("one", str(number), bytes([number]) * 3000)
"""
        running = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]
        assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
        # Each process may add a little more before it measures again.
        assert sum(path.stat().st_size for path in files(tmp_path)) <= 60_000 + 3 * 6000


class TestCachedVoice:
    def test_the_second_time_it_comes_from_the_cache(self, tmp_path: Path) -> None:
        hummer = Hummer()
        voice = CachedVoice(hummer, SoundCache(tmp_path))
        first = b"".join(voice.speak(TEXT))
        again = b"".join(voice.speak(TEXT))
        assert hummer.asked == 1
        assert seconds_of(again, RATE) == pytest.approx(seconds_of(first, RATE), abs=0.1)
        assert level_dbfs(again) == pytest.approx(level_dbfs(first), abs=1)

    def test_it_streams_through_while_it_stores(self, tmp_path: Path) -> None:
        cache = SoundCache(tmp_path)
        said = CachedVoice(Hummer(), cache).speak(TEXT)
        assert next(said) == hum()
        assert not cache.has("hummer 1", TEXT)
        assert list(said) == [hum()]
        assert cache.has("hummer 1", TEXT)

    def test_half_a_sentence_is_not_kept(self, tmp_path: Path) -> None:
        said = CachedVoice(Hummer(), SoundCache(tmp_path)).speak(TEXT)
        next(said)
        said.close()  # type: ignore[attr-defined]
        assert files(tmp_path) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Số căn cước 048090001234.",
            "Dạ, số của anh chị là không chín không năm một hai ba bốn năm sáu.",
        ],
    )
    def test_personal_numbers_are_not_kept(self, tmp_path: Path, text: str) -> None:
        assert list(CachedVoice(Hummer(), SoundCache(tmp_path)).speak(text))
        assert files(tmp_path) == []

    def test_a_new_version_of_a_voice_says_it_anew(self, tmp_path: Path) -> None:
        cache = SoundCache(tmp_path)
        list(CachedVoice(Hummer("hummer 1"), cache).speak(TEXT))
        newer = Hummer("hummer 2")
        list(CachedVoice(newer, cache).speak(TEXT))
        assert newer.asked == 1

    def test_the_preferred_voice_is_heard_where_it_has_the_text(self, tmp_path: Path) -> None:
        cache = SoundCache(tmp_path)
        cache.store("google vi 1", TEXT, encoded(hum(3, pitch=400), RATE))
        hummer = Hummer()
        voice = CachedVoice(hummer, cache, ["google vi 1"], keeps=False)
        assert seconds_of(b"".join(voice.speak(TEXT)), RATE) == pytest.approx(3, abs=0.1)
        assert seconds_of(b"".join(voice.speak("Dạ có ạ.")), RATE) == 2
        assert hummer.asked == 1

    def test_a_broken_sound_is_said_anew(self, tmp_path: Path) -> None:
        cache = SoundCache(tmp_path)
        cache.store("hummer 1", TEXT, b"no mp3 at all")
        hummer = Hummer()
        voice = CachedVoice(hummer, cache)
        assert b"".join(voice.speak(TEXT)) == hum() + hum()
        list(voice.speak(TEXT))
        assert hummer.asked == 1

    def test_a_folder_that_cannot_be_written_stops_nobody(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        voice = CachedVoice(Hummer(), SoundCache(tmp_path / "file"))
        assert b"".join(voice.speak(TEXT)) == hum() + hum()

    def test_calls_at_once(self, tmp_path: Path) -> None:
        voice = CachedVoice(Hummer(), SoundCache(tmp_path))
        with ThreadPoolExecutor(8) as threads:
            said = list(threads.map(lambda _: b"".join(voice.speak(TEXT)), range(40)))
        assert {round(seconds_of(sound, RATE), 1) for sound in said} <= {2.0, 2.1}


def test_sound_as_mp3_keeps_its_length_and_pitch() -> None:
    sound = b"".join(decoded(encoded(hum(2), RATE), 8000))
    assert seconds_of(sound, 8000) == pytest.approx(2, abs=0.06)
    samples = np.frombuffer(sound, "<i2")[4000:12000]
    assert np.argmax(np.abs(np.fft.rfft(samples))) == pytest.approx(200, abs=2)
    assert len(encoded(hum(10), RATE)) < 65_000

"""A voice from a file: the real loading and speaking, with a model that the test makes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from speech.audio import level_dbfs
from speech.errors import EngineUnavailable
from speech.voices.piper import PiperVoice
from tests.speech.voices.tiny_piper_voice import SAMPLE_RATE, make_voice

TEXT = "Dạ, có hai giấy tờ. Thứ nhất, tờ khai. Thứ hai, giấy chứng sinh."


def test_it_speaks_sentence_by_sentence(tmp_path: Path) -> None:
    voice = PiperVoice(make_voice(tmp_path))
    assert voice.sample_rate == SAMPLE_RATE
    said = list(voice.speak(TEXT))
    assert len(said) == 3
    assert all(level_dbfs(sound) > -10 for sound in said)
    # A longer sentence has more phonemes, so its sound is longer.
    assert len(said[2]) > len(said[1])


def test_a_long_first_sentence_begins_with_a_short_piece(tmp_path: Path) -> None:
    voice = PiperVoice(make_voice(tmp_path))
    long = "Anh chị nộp hồ sơ tại phường, vào giờ làm việc của tất cả các ngày trong tuần"
    first, rest = voice.speak(long)
    assert len(first) < len(rest) * 1.2


def test_another_file_of_the_same_name_is_another_voice(tmp_path: Path) -> None:
    one = PiperVoice(make_voice(tmp_path))
    file = make_voice(tmp_path)
    file.write_bytes(file.read_bytes() + b"\x72\x00")  # an empty graph description more
    assert PiperVoice(file).name != one.name


def test_many_calls_at_once(tmp_path: Path) -> None:
    voice = PiperVoice(make_voice(tmp_path))
    alone = b"".join(voice.speak(TEXT))
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: b"".join(voice.speak(TEXT)), range(12))) == {alone}


def test_without_words_there_is_silence(tmp_path: Path) -> None:
    assert list(PiperVoice(make_voice(tmp_path)).speak(" … ")) == []


def missing(folder: Path) -> Path:
    return folder / "nowhere.onnx"


def without_description(folder: Path) -> Path:
    file = make_voice(folder)
    Path(f"{file}.json").unlink()
    return file


def without_model(folder: Path) -> Path:
    file = make_voice(folder)
    file.unlink()
    return file


def cut_short(folder: Path) -> Path:
    file = make_voice(folder)
    file.write_bytes(file.read_bytes()[:300])
    return file


def empty(folder: Path) -> Path:
    file = make_voice(folder)
    file.write_bytes(b"")
    return file


def no_model(folder: Path) -> Path:
    file = make_voice(folder)
    file.write_text("<html>404 Not Found</html>")
    return file


def description_of_something_else(folder: Path) -> Path:
    file = make_voice(folder)
    Path(f"{file}.json").write_text('{"model_type": "bert"}')
    return file


def broken_description(folder: Path) -> Path:
    file = make_voice(folder)
    Path(f"{file}.json").write_text('{"audio": {')
    return file


def description_without_phonemes(folder: Path) -> Path:
    return make_voice(folder, phoneme_id_map={"a": [1]})


def several_speakers_that_the_model_has_not(folder: Path) -> Path:
    return make_voice(folder, num_speakers=2)


def of_another_language(folder: Path) -> Path:
    return make_voice(folder, language="en-us")


@pytest.mark.parametrize(
    "broken",
    [
        missing,
        without_description,
        without_model,
        cut_short,
        empty,
        no_model,
        description_of_something_else,
        broken_description,
        description_without_phonemes,
        several_speakers_that_the_model_has_not,
        of_another_language,
    ],
)
def test_what_is_no_voice_is_refused_with_what_to_do(tmp_path: Path, broken: object) -> None:
    assert callable(broken)
    with pytest.raises(EngineUnavailable, match="PIPER_VOICE"):
        PiperVoice(broken(tmp_path))

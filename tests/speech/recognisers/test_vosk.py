"""The code for Vosk, run for real with a small English model."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from speech.audio import silence
from speech.errors import EngineUnavailable
from speech.models import is_complete
from speech.recognisers.vosk import Vosk, _Stream
from tests.speech.recognisers.english import english
from tests.speech.recognisers.listening import feed

REST = silence(700, 16000)
DIGITS = ("one", "two", "three", "four", "five")


def test_words_are_understood_while_they_are_spoken(vosk: Vosk) -> None:
    recognition = vosk.open()
    partials = feed(recognition, REST + english("one two three four five") + REST)
    heard = recognition.final()
    assert heard.text == "one two three four five"
    assert heard.confidence > 0.8
    assert any(0 < len(partial.split()) < 5 for partial in partials)
    assert recognition.final().text == ""


def test_with_phrases_nothing_else_is_heard(vosk: Vosk) -> None:
    recognition = vosk.open(DIGITS)
    feed(recognition, REST + english("I want a new passport please") + REST)
    assert recognition.final().text == ""
    feed(recognition, REST + english("five four three") + REST)
    assert recognition.final().text == "five four three"


def test_phrases_change_with_a_reset(vosk: Vosk) -> None:
    recognition = vosk.open(DIGITS)
    recognition.reset(("yes", "no"))
    feed(recognition, REST + english("yes") + REST)
    assert recognition.final().text == "yes"
    recognition.reset()
    feed(recognition, REST + english("birth certificate") + REST)
    assert recognition.final().text == "birth certificate"


def test_phrases_with_words_the_model_does_not_know_are_left_out(vosk: Vosk) -> None:
    recognition = vosk.open(("passport", "zzqx qqzz"))
    feed(recognition, REST + english("passport") + REST)
    assert recognition.final().text == "passport"
    only_unknown = vosk.open(("zzqx",))
    feed(only_unknown, REST + english("birth certificate") + REST)
    assert only_unknown.final().text == "birth certificate"


def test_a_reset_forgets_what_was_said(vosk: Vosk) -> None:
    recognition = vosk.open()
    feed(recognition, REST + english("birth certificate"))
    recognition.reset()
    assert recognition.partial().text == ""
    feed(recognition, REST)
    recognition.reset()
    feed(recognition, REST + english("five") + REST)
    assert recognition.final().text == "five"


def test_pauses_do_not_lose_what_was_said_before_them(vosk: Vosk) -> None:
    recognition = vosk.open(DIGITS)
    for word in DIGITS:
        feed(recognition, english(word) + silence(1500, 16000))
    assert recognition.final().text == " ".join(DIGITS)


def test_a_final_that_comes_empty_is_the_last_partial(
    vosk: Vosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = _Stream(vosk._model, takes_phrases=True)
    stream.feed(REST + english("birth certificate"))
    understood = stream.partial().text
    assert understood
    # The library does so now and then; no sound is known that always brings it about.
    monkeypatch.setattr(stream._recognizer, "FinalResult", lambda: '{"text": ""}')
    heard = stream.final()
    assert heard.text == understood
    assert 0 < heard.confidence < 1


def test_silence_says_nothing(vosk: Vosk) -> None:
    recognition = vosk.open()
    feed(recognition, silence(3000, 16000))
    assert recognition.final().text == ""


def test_streams_share_the_model_and_do_not_mix(vosk: Vosk) -> None:
    texts = ["one two", "birth certificate", "five four", "yes"]

    def listen(text: str) -> str:
        # Among few phrases: the library adds a little noise, which may tip what is nearly a tie.
        recognition = vosk.open((*DIGITS, *texts))
        feed(recognition, REST + english(text) + REST)
        return recognition.final().text

    alone = [listen(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(listen, texts)) == alone


def test_no_folder_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="bot models pull vosk-vi"):
        Vosk(tmp_path / "absent")


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("am/final.mdl", 0.5),
        ("am/final.mdl", 0),
        ("am/final.mdl", None),
        ("graph/HCLr.fst", 0.5),
        ("graph/Gr.fst", 0.5),
        ("ivector/final.ie", 0.5),
        ("ivector/splice.conf", 0),
        ("conf/mfcc.conf", None),
    ],
)
def test_a_model_that_is_cut_short_is_refused_with_what_to_do(
    vosk_model: Path, tmp_path: Path, name: str, left: float | None
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(vosk_model, folder)
    path = folder / name
    if left is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * left)])
    # In a process of its own: the library might take this one with it.
    code = (
        "import sys; from pathlib import Path\n"
        "from speech.errors import EngineUnavailable\n"
        "from speech.recognisers.vosk import Vosk\n"
        "try: Vosk(Path(sys.argv[1]))\n"
        "except EngineUnavailable as error: print(error); sys.exit(3)\n"
    )
    tried = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, timeout=120
    )
    assert tried.returncode == 3, tried.stderr
    assert "bot models pull vosk-vi" in tried.stdout


def test_a_pulled_model_is_refused_when_any_file_has_another_length(
    vosk_model: Path, tmp_path: Path
) -> None:
    from speech.models import VOSK_VI, _write_manifest

    folder = tmp_path / "model"
    shutil.copytree(vosk_model, folder)
    _write_manifest(folder, VOSK_VI)
    assert is_complete(folder)
    # Cut at a line, this file looks whole and makes the library abort the process.
    (folder / "ivector/splice.conf").write_text("--left-context=3\n")
    with pytest.raises(EngineUnavailable, match="hỏng"):
        Vosk(folder)

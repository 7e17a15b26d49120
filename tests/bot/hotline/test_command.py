"""`bot hotline` as an operator types it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from speech.audio import Recording, level_dbfs, read_wav, write_wav
from tests.bot.hotline.test_hotline import CLIPS
from tests.bot.test_command import run
from tests.support import ROOT, bot_command, free_port


def test_help_is_vietnamese() -> None:
    done = run("hotline", "--help")
    assert done.returncode == 0
    assert "Chạy tổng đài" in done.stdout


@pytest.mark.slow
def test_a_recording_is_a_call(server_url: str, tmp_path: Path) -> None:
    clip = CLIPS / "vn1.wav"
    if not clip.is_file():
        pytest.skip("the recordings are not here: ../shared/data/audio is absent")
    out = tmp_path / "answer.wav"
    done = run("hotline", "--wav", str(clip), "--out", str(out), HOTLINE_BOT_URL=server_url)
    assert done.returncode == 0, done.stderr
    greeting, question, answer = done.stdout.splitlines()[:3]
    assert greeting.startswith("Tổng đài: ")
    assert question.startswith("Người gọi: ")
    assert "huấn luyện viên" in question
    assert answer.startswith("Tổng đài: ")
    assert str(out) in " ".join(done.stderr.split())
    assert level_dbfs(read_wav(out).pcm) > -50


@pytest.mark.slow
def test_ctrl_c_ends_the_call_politely(server_url: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    out = tmp_path / "answer.wav"
    with log.open("wb") as file:
        process = subprocess.Popen(
            bot_command("hotline", "--wav", str(silent_wav(tmp_path)), "--out", str(out)),
            cwd=ROOT,
            env={**os.environ, "HOTLINE_BOT_URL": server_url},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 60
        while b"Nh" not in log.read_bytes() and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0, log.read_text(encoding="utf-8")
    assert "Kết thúc: ended, stopped" in log.read_text(encoding="utf-8")


def test_without_a_running_bot_it_says_how_to_start_one(tmp_path: Path) -> None:
    path = silent_wav(tmp_path)
    done = run("hotline", "--wav", str(path), HOTLINE_BOT_URL=f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 1
    assert "`bot serve`" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["--mic", "--wav", "a.wav"], ["--out", "a.wav"]])
def test_options_that_do_not_go_together_are_a_mistake_of_usage(arguments: list[str]) -> None:
    assert run("hotline", *arguments).returncode == 2


def test_a_recording_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run("hotline", "--wav", str(tmp_path / "absent.wav"))
    assert (done.returncode, "absent.wav" in said_of(done.stderr)) == (1, True)


def test_a_missing_model_is_named_with_what_to_do(tmp_path: Path) -> None:
    done = run("hotline", RECOGNISER="vosk", SPEECH_MODELS=str(tmp_path))
    assert done.returncode == 1
    assert "bot models pull vosk-vi" in said_of(done.stderr)
    assert "Traceback" not in done.stderr


def test_a_model_that_was_cut_short_is_named(tmp_path: Path) -> None:
    (tmp_path / "vosk-model-small-vn-0.4" / "am").mkdir(parents=True)
    (tmp_path / "vosk-model-small-vn-0.4" / "am" / "final.mdl").write_bytes(b"\0" * 100)
    done = run("hotline", RECOGNISER="vosk", SPEECH_MODELS=str(tmp_path))
    assert done.returncode == 1
    assert "bot models pull vosk-vi" in said_of(done.stderr)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("hotline", HOTLINE_AUDIOSOCKET_PORT=port, HOTLINE_HTTP_PORT="0")
    assert done.returncode == 1
    assert f"127.0.0.1:{port}" in said_of(done.stderr)
    assert "HOTLINE_AUDIOSOCKET_PORT" in said_of(done.stderr)


def said_of(text: str) -> str:
    """What was printed, in one line."""
    return " ".join(text.split())


def silent_wav(folder: Path) -> Path:
    """A recording in which nobody says anything."""
    path = folder / "silence.wav"
    write_wav(path, Recording(bytes(16000), 8000))
    return path

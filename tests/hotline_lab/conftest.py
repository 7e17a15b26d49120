"""The laboratory: real telephone calls, see `lab.py`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hotline_lab.debian import NoLab, asterisk_root
from tests.hotline_lab.lab import Lab, open_lab
from tests.hotline_lab.recordings import FOLDER

PROGRAMS = ("debootstrap", "unshare", "chroot", "ip", "baresip")


@pytest.fixture(scope="session")
def debian() -> Path:
    """A Debian with Asterisk in a folder; skips where there can be none."""
    if missing := [program for program in PROGRAMS if shutil.which(program) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    if not FOLDER.is_dir():
        pytest.skip("the recordings are not here: ../shared/data/audio is absent")
    try:
        return asterisk_root()
    except NoLab as reason:
        pytest.skip(str(reason))


# Of a module, not of the session: while it is open, the tests themselves are in its network.
@pytest.fixture(scope="module")
def lab(debian: Path, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Everything that a call needs, running."""
    try:
        with open_lab(debian, tmp_path_factory.mktemp("calls")) as lab:
            yield lab
    except NoLab as reason:
        pytest.skip(str(reason))

"""One key of the installation: names that tell nothing without it, the same for all processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.errors import SecretKeyUnavailable
from bot.installation_key import InstallationKey, installation_key
from settings import Settings
from tests.support import ROOT
from vietnamese.personal_data import find

MAKE = (
    "import sys, pathlib;"
    "from bot.installation_key import installation_key;"
    "from settings import Settings;"
    "sys.stdin.readline();"
    "key = installation_key(Settings(secret_key=''), pathlib.Path(sys.argv[1]));"
    "print(key.pseudonym('caller', '203.0.113.7'))"
)


def with_key(secret: str) -> Settings:
    return Settings().model_copy(update={"secret_key": SecretStr(secret)})


def test_a_name_is_always_the_same_and_without_the_key_another_one() -> None:
    first, second = InstallationKey(b"first"), InstallationKey(b"second")

    name = first.pseudonym("sender", "0905123456")
    assert name == first.pseudonym("sender", "0905123456")
    assert name != second.pseudonym("sender", "0905123456")
    assert name != first.pseudonym("sender", "0905123457")


def test_the_names_of_one_purpose_say_nothing_about_those_of_another() -> None:
    key = InstallationKey(b"a key")

    assert key.pseudonym("sender", "0905123456") != key.pseudonym("caller", "0905123456")


@pytest.mark.parametrize("number", range(50))
def test_a_name_looks_like_nobodys_number(number: int) -> None:
    assert not find(InstallationKey(b"a key").pseudonym("caller", str(number)))


def test_the_setting_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"

    assert installation_key(with_key("k" * 16), file).pseudonym("a", "b") == InstallationKey(
        b"k" * 16
    ).pseudonym("a", "b")
    assert not file.exists()


def test_without_it_the_key_is_made_once_and_only_for_this_user(tmp_path: Path) -> None:
    file = tmp_path / "var" / "secret.key"

    sealed = Fernet(installation_key(with_key(""), file).fernet("a")).encrypt(b"0905123456")

    assert file.stat().st_mode & 0o077 == 0
    assert Fernet(installation_key(with_key(""), file).fernet("a")).decrypt(sealed) == b"0905123456"


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(file)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    names = {process.communicate("now\n", timeout=60)[0] for process in started}

    assert len(names) == 1 and names != {""}
    assert [each.name for each in tmp_path.iterdir()] == ["secret.key"]


def test_a_key_that_cannot_be_kept_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SecretKeyUnavailable, match="SECRET_KEY"):
        installation_key(with_key(""), tmp_path / "file" / "secret.key")
    (tmp_path / "short.key").write_text("short")
    with pytest.raises(SecretKeyUnavailable, match="SECRET_KEY"):
        installation_key(with_key(""), tmp_path / "short.key")

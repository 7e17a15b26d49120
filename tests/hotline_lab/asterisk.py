"""A real Asterisk, with the files of `deploy/asterisk` as they are."""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from tests.hotline_lab.sound import Sound, write
from tests.support import ROOT

DELIVERED = ROOT / "deploy" / "asterisk"
ADDRESS = "192.0.2.1"
OFFICERS = ("officer-101", "officer-102")
START_SECONDS = 30

DIRECTORIES = """\
[directories]
astetcdir => {home}
astdbdir => {home}
astspooldir => {home}
astrundir => {home}
astlogdir => {home}
astdatadir => {home}

[options]
documentation_language = en_US
"""
LOG = """\
[general]
dateformat = %H:%M:%S.%3q
[logfiles]
full => notice,warning,error,verbose(4)
"""
PASSWORD = """\
[{officer}-password]
type=auth
auth_type=digest
username={officer}
password={password}

"""


class Asterisk:
    """An Asterisk in a Debian of its own, until the `with` block is left."""

    def __init__(self, debian: Path, recordings: dict[str, Sound]) -> None:
        """`debian`: see `asterisk_root`; `recordings`: what it plays by itself, by name."""
        self._debian = debian
        self.recordings = recordings
        self.passwords = {officer: secrets.token_hex(16) for officer in OFFICERS}

    def __enter__(self) -> Asterisk:
        self.home = Path(tempfile.mkdtemp(prefix="asterisk-", dir=self._debian / "tmp"))
        for file in DELIVERED.glob("*.conf"):
            shutil.copy(file, self.home)
        (self.home / "pjsip_passwords.conf").write_text(
            "".join(
                PASSWORD.format(officer=officer, password=password)
                for officer, password in self.passwords.items()
            )
        )
        folder = self.home / "sounds" / "hotline"
        folder.mkdir(parents=True)
        for name, sound in self.recordings.items():
            write(folder / f"{name}.wav", sound)
        # Asterisk wants its own documentation beside the sounds that it plays.
        (self.home / "documentation").symlink_to("/usr/share/asterisk/documentation")
        inside = f"/tmp/{self.home.name}"
        (self.home / "asterisk.conf").write_text(DIRECTORIES.format(home=inside))
        (self.home / "logger.conf").write_text(LOG)
        self._configuration = f"{inside}/asterisk.conf"
        self.process = subprocess.Popen(
            ["chroot", str(self._debian), "asterisk", "-f", "-C", self._configuration],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        while "Asterisk has fully booted" not in self._try("core waitfullybooted"):
            if self.process.poll() is not None or time.monotonic() > deadline:
                log = self.log()
                self.__exit__()
                raise RuntimeError(f"Asterisk did not start:\n{log}")
            time.sleep(0.1)
        self.command(f"dialplan set global CALLBACKS {inside}/callbacks.csv")
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.home)

    def command(self, command: str) -> str:
        """What the command line of this Asterisk answers."""
        answer = self._try(command)
        assert "Unable to connect" not in answer, answer
        return answer

    def log(self) -> str:
        """What it has logged so far."""
        log = self.home / "full"
        return log.read_text(errors="replace") if log.exists() else ""

    def noted(self) -> list[list[str]]:
        """Who is to be called back: time, number, reason and id of each call."""
        notes = self.home / "callbacks.csv"
        return (
            [line.split(",") for line in notes.read_text().splitlines()] if notes.exists() else []
        )

    def last_call_id(self) -> str:
        """The id that the dialplan gave to the last call."""
        return re.findall(r'"CALL=([0-9a-f-]+)"', self.log())[-1]

    def dialplan_log(self) -> str:
        """What the last call did in the dialplan."""
        lines = [line for line in self.log().splitlines() if "[C-" in line]
        last = lines[-1].split("[C-")[1][:8] if lines else ""
        return "\n".join(line for line in lines if f"[C-{last}]" in line)

    def _try(self, command: str) -> str:
        return subprocess.run(
            ["chroot", str(self._debian), "asterisk", "-C", self._configuration, "-rx", command],
            capture_output=True,
            text=True,
        ).stdout

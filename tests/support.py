"""Running the real product for a test: `bot serve` in a process of its own, on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

import httpx

ROOT = Path(__file__).parent.parent
STARTUP_SECONDS = 240


def bot_command(*arguments: str) -> list[str]:
    """The command line of `bot`, run by this interpreter."""
    return [sys.executable, "-c", "from bot.cli import main; main()", *arguments]


def whole_lines(text: str) -> list[str]:
    """The lines of a file that is being written to: the last may be there in part."""
    return text[: text.rfind("\n") + 1].splitlines()


class RunningServer:
    """`bot serve` on a free port of the loopback interface, until the `with` block is left."""

    def __init__(self, **environment: str) -> None:
        """`environment`: settings that differ from those of this process."""
        self._environment = {**os.environ, **environment}
        # Kept open for as long as the server writes to it.
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> RunningServer:
        self.process = subprocess.Popen(
            bot_command("serve", "--port", str(self.port)),
            cwd=ROOT,
            env=self._environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self._wait_until_ready()
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Pull the plug."""
        self.process.kill()
        self.process.wait()

    def log(self) -> str:
        """What the server has printed so far."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + STARTUP_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"ended with {self.process.returncode}:\n{self.log()}")
            try:
                if httpx.get(f"{self.url}/ready", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        self.kill()
        raise TimeoutError(f"not ready within {STARTUP_SECONDS} s:\n{self.log()}")


def free_port() -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])

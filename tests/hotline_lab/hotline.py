"""The hotline process of the product, and what it keeps of its calls."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import wave
from pathlib import Path
from typing import IO, Any

import httpx
import numpy as np

from tests.hotline_lab.sound import Sound, at_telephone_rate
from tests.support import ROOT, bot_command, whole_lines

START_SECONDS = 120
URL = "http://127.0.0.1:9020"


class Hotline:
    """`bot hotline` on its usual ports. Started and stopped as a test wants it."""

    def __init__(self, records: Path, **environment: str) -> None:
        """`records`: the folder for what is kept of the calls; `environment`: its settings."""
        self._records = records
        kept = {"CALL_RECORDS": str(records), "CALL_AUDIO": str(records)}
        self._environment = {**os.environ, **environment, **kept}
        # Kept open for as long as the process writes to it.
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin to start it, unless it runs."""
        if self._process is None:
            self._process = subprocess.Popen(
                bot_command("hotline"),
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=subprocess.STDOUT,
            )

    def wait_until_ready(self) -> None:
        """Until it can take calls."""
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        reason = "it does not answer"
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                answer = httpx.get(f"{URL}/ready", timeout=5)
                if answer.status_code == 200:
                    return
                reason = answer.text
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise RuntimeError(f"the hotline is not ready: {reason}\n{self.log()}")

    def wait_until_unready(self, within: float = 20) -> None:
        """Until it knows that it can take no calls."""
        deadline = time.monotonic() + within
        while httpx.get(f"{URL}/ready", timeout=5).status_code == 200:
            assert time.monotonic() < deadline, f"the hotline still takes calls:\n{self.log()}"
            time.sleep(0.2)

    def kill(self) -> None:
        """Pull the plug."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End it as an administrator does."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def calls(self) -> list[dict[str, Any]]:
        """What is kept of its calls, the oldest first."""
        files = sorted(self._records.glob("*.jsonl"))
        return [json.loads(line) for file in files for line in whole_lines(file.read_text())]

    def wait_for_record(self, number: int, within: float = 5) -> dict[str, Any]:
        """What is kept of the call of that number, counted from 0, when all of it is written."""
        deadline = time.monotonic() + within
        while True:
            calls = self.calls()
            if len(calls) > number and self._has_ended(calls[number]["call"]):
                return calls[number]
            assert time.monotonic() < deadline, f"no record of the call:\n{self.log()}"
            time.sleep(0.1)

    def _has_ended(self, call_id: str) -> bool:
        return any(
            call_id in line and "hotline.call_ended" in line for line in self.log().splitlines()
        )

    def played(self, record: dict[str, Any]) -> Sound:
        """What it played to the caller in a call, as the telephone carries it."""
        (path,) = self._records.glob(f"*{record['call']}.wav")
        with wave.open(str(path), "rb") as file:
            both = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
            return at_telephone_rate(both[:, 1].tobytes(), file.getframerate())

    def log(self) -> str:
        """What it has printed so far."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

"""The real `bot hotline` in a process of its own, and a telephone that calls it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import httpx

from speech.audio import level_dbfs
from speech.telephony.audiosocket_frames import HANG_UP, KINDS, RATES
from tests.speech.telephony.audiosocket_pbx import Pbx
from tests.support import ROOT, bot_command, free_port, whole_lines

STARTUP_SECONDS = 120
RATE = 16_000
FRAME_BYTES = RATE // 50 * 2


class RunningHotline:
    """`bot hotline` on free ports of the loopback interface, until the `with` block is left."""

    def __init__(self, bot_url: str, records: Path, **environment: str) -> None:
        """`environment`: settings that differ from those of this process."""
        self.http_port, self.audiosocket_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.http_port}"
        self.records_folder = records
        self._environment = {
            **os.environ,
            "HOTLINE_BOT_URL": bot_url,
            "HOTLINE_HTTP_PORT": str(self.http_port),
            "HOTLINE_AUDIOSOCKET_PORT": str(self.audiosocket_port),
            "CALL_RECORDS": str(records),
            **environment,
        }
        # Kept open for as long as the process writes to it.
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115

    def __enter__(self) -> RunningHotline:
        self.process = subprocess.Popen(
            bot_command("hotline"),
            cwd=ROOT,
            env=self._environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + STARTUP_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"ended with {self.process.returncode}:\n{self.log()}")
            try:
                httpx.get(f"{self.url}/health", timeout=5)
                return self
            except httpx.TransportError:
                time.sleep(0.2)
        self.kill()
        raise TimeoutError(self.log())

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

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def log(self) -> str:
        """What was printed so far."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def events(self) -> list[dict[str, Any]]:
        """The structured lines of the log."""
        return [json.loads(line) for line in whole_lines(self.log()) if line.startswith('{"')]

    def start(self, call_id: str, **fields: str) -> str:
        return httpx.post(f"{self.url}/calls/{call_id}/start", data=fields, timeout=10).text

    def next(self, call_id: str) -> str:
        return httpx.get(f"{self.url}/calls/{call_id}/next", timeout=10).text

    async def record(self, call_id: str) -> dict[str, Any]:
        """What was kept of a call, once it is."""
        async with asyncio.timeout(15):
            while True:
                for path in self.records_folder.glob("*.jsonl"):
                    for line in whole_lines(path.read_text(encoding="utf-8")):
                        record: dict[str, Any] = json.loads(line)
                        if record["call"] == call_id:
                            return record
                await asyncio.sleep(0.1)

    def open_files(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def memory_mb(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


class Telephone:
    """A caller: speaks and is silent in real time, and keeps what it hears."""

    def __init__(self, hotline: RunningHotline, call_id: str | None = None) -> None:
        self.call_id = call_id or str(uuid4())
        self.heard = bytearray()
        self.hung_up = asyncio.Event()
        self._hotline = hotline
        self._pbx = Pbx(hotline.audiosocket_port, self.call_id)
        self._to_say = bytearray()
        self._work: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Telephone:
        said = await asyncio.to_thread(
            self._hotline.start, self.call_id, caller="0905123456", rate=str(RATE)
        )
        assert said == "hotline", said
        await self._pbx.__aenter__()
        self._pbx.identify()
        self._work = [asyncio.create_task(self._speak()), asyncio.create_task(self._listen())]
        return self

    async def __aexit__(self, *_error: object) -> None:
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        await self._pbx.__aexit__()

    def press(self, key: str) -> None:
        self._pbx.press(key)

    async def say(self, pcm: bytes) -> None:
        """Say something, then go on in silence."""
        self._to_say += pcm
        while self._to_say:
            await asyncio.sleep(0.02)

    async def until_answered(self, seconds: float = 30) -> None:
        """Wait until something that is not silence comes."""
        start = len(self.heard)
        async with asyncio.timeout(seconds):
            while level_dbfs(bytes(self.heard[start:])) < -60:
                await asyncio.sleep(0.05)

    async def until_quiet(self, seconds: float = 60) -> None:
        """Wait until the hotline has finished speaking."""
        async with asyncio.timeout(seconds):
            while level_dbfs(bytes(self.heard[-RATE * 2 :])) > -60 or len(self.heard) < RATE * 2:
                await asyncio.sleep(0.05)

    async def _speak(self) -> None:
        due = time.monotonic()
        while True:
            frame = bytes(self._to_say[:FRAME_BYTES])
            del self._to_say[:FRAME_BYTES]
            self._pbx.say(frame.ljust(FRAME_BYTES, b"\0"), KINDS[RATE])
            due += 0.02
            await asyncio.sleep(max(0, due - time.monotonic()))

    async def _listen(self) -> None:
        while (frame := await self._pbx.frame()) is not None and frame.kind != HANG_UP:
            assert RATES[frame.kind] == RATE
            self.heard += frame.payload
        self.hung_up.set()
        # As Asterisk does on a hang-up.
        self._pbx.writer.close()

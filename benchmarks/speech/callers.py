"""Callers over AudioSocket at 8 kHz, who keep time and measure what comes back."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import ROOT
from speech.audio import FRAME_MS, Framer, frame_bytes, level_dbfs, read_wav, resampled
from speech.telephony.audiosocket_frames import DIGIT, ID, KINDS, Frame, FrameParser
from speech.voice_activity import VoiceActivity

RATE = 8000
CLIPS = ROOT / "../shared/data/audio/vivos"
FRAME_S = FRAME_MS / 1000
AUDIBLE_DBFS = -45.0
# The assistant has ended when so much silence came from it.
ENDED_S = 1.0


@dataclass
class Measured:
    """What callers saw: seconds from the end of speech to the first sound, and between frames."""

    to_first_sound: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    unanswered: int = 0


class Caller:
    """One call. Odd ids hear a long announcement, even ones a greeting and silence."""

    def __init__(self, port: int, measured: Measured, hears_long: bool = False) -> None:
        self._port = port
        self._measured = measured
        number = uuid.uuid4().int & ~1 | hears_long
        self._id = uuid.UUID(int=number)
        self._to_say = b""
        self._to_press = ""
        self._said_at = 0.0
        self._last_frame: float | None = None
        self._audible_at = 0.0
        self._began_at = 0.0

    async def stay(self, seconds: float) -> None:
        """Say nothing for so long."""
        async with self._call():
            await asyncio.sleep(seconds)

    async def press(self, key: str) -> None:
        """Press a key while the greeting is heard, and wait until the hotline hangs up."""
        async with self._call() as hung_up:
            await asyncio.sleep(0.5)
            self._to_press = key
            async with asyncio.timeout(20):
                await hung_up

    async def ask(self, clips: Sequence[bytes]) -> None:
        """Say each clip when the assistant is silent, and wait for the answer's first sound."""
        async with self._call():
            for clip in clips:
                await self._quiet()
                await self._say(clip)
                try:
                    async with asyncio.timeout(6):
                        while self._began_at < self._said_at:
                            await asyncio.sleep(FRAME_S)
                    self._measured.to_first_sound.append(self._began_at - self._said_at)
                except TimeoutError:
                    self._measured.unanswered += 1

    @contextlib.asynccontextmanager
    async def _call(self) -> AsyncIterator[asyncio.Task[None]]:
        """A connection; the task is done when the hotline hangs up."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(bytes(Frame(ID, self._id.bytes)))
        sending = asyncio.create_task(self._send(writer))
        receiving = asyncio.create_task(self._receive(reader))
        try:
            yield receiving
        finally:
            sending.cancel()
            receiving.cancel()
            await asyncio.gather(sending, receiving, return_exceptions=True)
            writer.close()

    async def _say(self, clip: bytes) -> None:
        self._to_say = clip
        while self._to_say:
            await asyncio.sleep(FRAME_S / 2)

    async def _quiet(self) -> None:
        """Wait until the assistant has begun to speak once and has ended."""
        while not self._audible_at or time.perf_counter() - self._audible_at < ENDED_S:
            await asyncio.sleep(FRAME_S)

    async def _send(self, writer: asyncio.StreamWriter) -> None:
        size = frame_bytes(RATE)
        due = time.perf_counter()
        while True:
            payload, self._to_say = self._to_say[:size], self._to_say[size:]
            if payload and not self._to_say:
                self._said_at = time.perf_counter()
            writer.write(bytes(Frame(KINDS[RATE], payload.ljust(size, b"\0"))))
            if self._to_press:
                writer.write(bytes(Frame(DIGIT, self._to_press.encode())))
                self._to_press = ""
            due += FRAME_S
            await asyncio.sleep(max(0.0, due - time.perf_counter()))

    async def _receive(self, reader: asyncio.StreamReader) -> None:
        parser = FrameParser()
        # Only callers identify themselves; the parser wants to see it.
        list(parser.feed(bytes(Frame(ID, self._id.bytes))))
        while data := await reader.read(4096):
            now = time.perf_counter()
            for frame in parser.feed(data):
                if frame.sample_rate is None:
                    return
                if self._last_frame is not None:
                    self._measured.gaps.append(now - self._last_frame)
                self._last_frame = now
                if level_dbfs(frame.payload) > AUDIBLE_DBFS:
                    if now - self._audible_at > ENDED_S / 2:
                        self._began_at = now
                    self._audible_at = now


def clips() -> list[bytes]:
    """The recorded sentences at 8 kHz, cut where the voice ends."""
    return [_cut(resampled(wav.pcm, wav.rate, RATE)) for wav in map(read_wav, _paths())]


def _paths() -> list[Path]:
    paths = sorted(CLIPS.glob("*.wav"))
    if not paths:
        sys.exit(f"The recorded sentences are not here: {CLIPS}")
    return paths


def _cut(pcm: bytes) -> bytes:
    """Up to the last frame in which there is speech."""
    activity = VoiceActivity(RATE)
    frames = list(Framer(RATE).feed(pcm))
    speech = [place for place, frame in enumerate(frames) if activity.is_speech(frame)]
    return b"".join(frames[: speech[-1] + 1])


@dataclass(frozen=True)
class RunningHotline:
    """A hotline: `process` is its id, `records` has a line for each call that has ended.

    `tasks` asks how many asyncio tasks there are now.
    """

    port: int
    process: int
    records: Path
    tasks: Callable[[], int]


@contextlib.contextmanager
def running_hotline(*arguments: str) -> Iterator[RunningHotline]:
    """A hotline in a process of its own, until the block is left."""
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records.jsonl"
        records.touch()
        command = [sys.executable, "-m", "benchmarks.speech.hotline_process"]
        process = subprocess.Popen(
            [*command, "--records", str(records), *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None and process.stdout is not None
        try:
            port = int(process.stdout.readline())
            yield RunningHotline(port, process.pid, records, lambda: _tasks_of(process))
        finally:
            process.stdin.close()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _tasks_of(process: subprocess.Popen[str]) -> int:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def records_of(path: Path) -> list[dict[str, Any]]:
    """The records of the calls that have ended."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]

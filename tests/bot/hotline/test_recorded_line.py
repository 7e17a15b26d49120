from __future__ import annotations

import asyncio
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.hotline.recorded_line import RecordedLine
from speech.audio import Recording
from speech.call.line import Audio
from speech.telephony.recorded_caller import RecordedCaller

RATE = 8000
CALLER = b"\x10\x10" * (RATE // 2)
BOT = b"\x20\x20" * RATE


def channels(path: Path) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, RATE)
        both = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    return both[:, 0], both[:, 1]


async def test_both_sides_are_kept_where_they_were_said(tmp_path: Path) -> None:
    line = RecordedLine(RecordedCaller("a", Recording(CALLER, RATE)))
    line.play(BOT[: RATE // 2])  # a greeting of a quarter of a second

    async def follow() -> int:
        return sum([len(event.pcm) async for event in line.events() if isinstance(event, Audio)])

    following = asyncio.create_task(follow())
    await line.played()
    await asyncio.sleep(2.4)  # the caller lets a pause pass, then speaks for half a second
    line.play(BOT)
    await asyncio.sleep(0.4)
    line.flush()
    await line.hang_up()
    heard = await following
    path = tmp_path / "new" / "a.wav"
    line.save(path)
    left, right = channels(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert abs(heard / 2 - len(left)) < RATE // 5
    said = np.flatnonzero(left)
    assert abs(len(said) - RATE // 2) < RATE // 50
    assert said[0] > 1.4 * RATE
    answered = np.flatnonzero(right)
    # The greeting at the beginning, and as much of the answer as was heard.
    assert answered[0] < RATE // 10
    assert abs(len(answered) - int((0.25 + 0.4) * RATE)) < RATE // 5
    assert answered[-1] > said[-1]


async def test_nothing_stays_on_the_disk_when_it_is_not_saved() -> None:
    line = RecordedLine(RecordedCaller("a", Recording(CALLER, RATE)))
    line.play(BOT)
    await line.hang_up()
    line.discard()
    with pytest.raises(ValueError, match="closed file"):
        line.play(BOT)


async def test_a_frame_is_not_a_write_to_the_disk() -> None:
    line = RecordedLine(RecordedCaller("a", Recording(CALLER, RATE)))
    before = writes()
    for _ in range(100):
        line.play(BOT[:320])
    assert writes() - before < 20
    await line.hang_up()
    line.discard()


def writes() -> int:
    """How often this process has asked the system to write."""
    for line in Path("/proc/self/io").read_text().splitlines():
        name, _, count = line.partition(": ")
        if name == "syscw":
            return int(count)
    pytest.skip("this system does not count writes")

"""There is no sound card where tests run: ALSA's own device without one stands for it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from speech.call.line import Audio, HungUp
from speech.errors import EngineUnavailable
from speech.telephony.microphone import RATE, MicrophoneLine

DEVICE = "silent"


@pytest.fixture
def silent_device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A device of ALSA that hears silence and swallows what is played."""
    config = tmp_path / "asound.conf"
    config.write_text(f"pcm.{DEVICE} {{ type null }}\n")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(config))
    return DEVICE


async def test_sound_comes_and_goes_until_the_call_is_over(silent_device: str) -> None:
    threads = threading.active_count()
    line = MicrophoneLine("a", silent_device)
    assert line.sample_rate == RATE
    events = line.events()
    first = await asyncio.wait_for(anext(events), 5)
    assert isinstance(first, Audio)
    line.play(bytes(RATE // 5 * 2))
    await asyncio.wait_for(line.played(), 5)
    assert line.heard_ms() == 200
    line.play(bytes(RATE * 2))
    line.flush()
    await line.played()
    await line.hang_up()
    async with asyncio.timeout(5):
        rest = [event async for event in events]
        while threading.active_count() > threads:
            await asyncio.sleep(0.05)
    assert rest[-1] == HungUp("hung up here")


async def test_a_device_that_is_not_there_is_named_with_what_to_do() -> None:
    with pytest.raises(EngineUnavailable, match=r"no-such-device.*arecord -L"):
        MicrophoneLine("a", "no-such-device")

from __future__ import annotations

import asyncio

from speech.audio import Recording, level_dbfs
from speech.call.line import Audio, HungUp
from speech.telephony.recorded_caller import RecordedCaller

RATE = 8000
SAID = b"\x10\x20" * RATE  # a second
GREETING = b"\x01\x30" * (RATE // 2)
ANSWER = b"\x02\x40" * (RATE // 2)


async def test_the_caller_hears_the_greeting_speaks_hears_the_answer_and_hangs_up() -> None:
    line = RecordedCaller("a", Recording(SAID, RATE))
    said: list[bytes] = []

    async def listen() -> str:
        async for event in line.events():
            if isinstance(event, Audio):
                said.append(event.pcm)
                if b"".join(said).count(SAID[:2] * 100) and not answered.is_set():
                    answered.set()
            if isinstance(event, HungUp):
                return event.reason
        raise AssertionError("no end")

    answered = asyncio.Event()
    listening = asyncio.create_task(listen())
    line.play(GREETING)
    await line.played()
    assert not answered.is_set()
    await asyncio.wait_for(answered.wait(), 5)
    await asyncio.sleep(1.2)
    line.play(ANSWER)
    assert await asyncio.wait_for(listening, 5) == "the recording is over"
    assert b"".join(said).strip(b"\0").strip(b"\0") == SAID
    assert line.answer.rate == RATE
    assert line.answer.pcm.count(ANSWER) == 1
    assert GREETING not in line.answer.pcm
    assert line.heard_ms() == 1000


async def test_a_call_that_is_hung_up_before_the_recording_ends_has_no_answer() -> None:
    line = RecordedCaller("a", Recording(SAID, RATE))
    line.play(GREETING)
    await asyncio.sleep(0.1)
    await line.hang_up()
    await line.hang_up()
    line.play(GREETING)
    await line.played()
    assert level_dbfs(line.answer.pcm) < -90

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from speech.telephony.playout import Playout, RemotePlayout

samples = st.binary(max_size=700).map(lambda pcm: pcm[: len(pcm) // 2 * 2])


def test_silence_is_sent_when_there_is_nothing_to_say() -> None:
    playout = Playout(8000)
    assert playout.next_frame() == bytes(320)
    assert playout.heard_ms() == 0


@given(st.lists(samples, max_size=20))
def test_what_is_queued_comes_out_in_order_and_whole(pieces: list[bytes]) -> None:
    playout = Playout(8000)
    for piece in pieces:
        playout.play(piece)
    whole = b"".join(pieces)
    out = b"".join(playout.next_frame() for _ in range(len(whole) // 320 + 2))
    assert out.startswith(whole)
    assert not any(out[len(whole) :])
    assert playout.heard_ms() == len(whole) // 16


def test_frames_of_every_rate_are_20_ms() -> None:
    for rate in (8000, 12000, 16000, 24000, 32000, 44100, 48000, 96000, 192000):
        assert Playout(rate).frame_bytes == rate // 50 * 2


async def test_played_waits_for_the_last_frame_or_a_flush() -> None:
    playout = Playout(8000)
    await playout.played()
    playout.play(bytes(640))
    waiting = asyncio.create_task(playout.played())
    await asyncio.sleep(0)
    playout.next_frame()
    await asyncio.sleep(0)
    assert not waiting.done()
    playout.next_frame()
    await waiting
    playout.play(bytes(640))
    playout.flush()
    await playout.played()
    assert playout.heard_ms() == 40


def test_the_far_end_plays_as_fast_as_time_goes() -> None:
    far = RemotePlayout()
    far.sent(2.0, now=10.0)
    assert far.heard(10.5) == 0.5
    assert far.ahead(10.5) == 1.5
    assert far.heard(20.0) == 2.0
    far.sent(1.0, now=20.0)
    far.flushed(20.4)
    assert abs(far.heard(25.0) - 2.4) < 1e-9

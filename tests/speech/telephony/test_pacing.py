from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from speech.telephony.pacing import FRAME_SECONDS, MOST_OWED_SECONDS, Pacer, Schedule


def run(delays: list[float]) -> tuple[Schedule, list[float]]:
    """Send frames on a clock of our own, each so much later than it was due."""
    schedule, now, sent = Schedule(0.0), 0.0, []
    for delay in delays:
        now += delay
        sent.append(now)
        now += schedule.sent(now)
    return schedule, sent


def test_frames_are_20_ms_apart() -> None:
    schedule, sent = run([0.0] * 500)
    assert abs(sent[-1] - 499 * FRAME_SECONDS) < 1e-6
    assert (schedule.late, schedule.skipped) == (0, 0)


def test_a_timer_that_is_always_a_little_late_does_not_add_up() -> None:
    _, sent = run([0.003] * 500)
    assert abs(sent[-1] - 499 * FRAME_SECONDS) < 0.004


def test_a_short_stall_is_caught_up_without_a_burst() -> None:
    schedule, sent = run([0.0] * 10 + [0.07] + [0.0] * 20)
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert min(gaps) >= FRAME_SECONDS / 2 - 1e-9
    assert abs(sent[-1] - 30 * FRAME_SECONDS) < 1e-6
    assert schedule.late >= 1
    assert schedule.skipped == 0
    assert abs(schedule.largest_gap - 0.09) < 1e-6


def test_after_a_long_stall_the_sound_goes_on_later_instead_of_faster() -> None:
    schedule, sent = run([0.0] * 10 + [2.0] + [0.0] * 50)
    last_gaps = [later - earlier for earlier, later in pairwise(sent[-20:])]
    assert all(abs(gap - FRAME_SECONDS) < 1e-6 for gap in last_gaps)
    assert schedule.skipped >= (2.0 - MOST_OWED_SECONDS) / FRAME_SECONDS - 1


@given(st.lists(st.floats(min_value=0, max_value=3), min_size=2, max_size=200))
def test_whatever_the_delays_there_is_neither_a_burst_nor_a_lead(delays: list[float]) -> None:
    _, sent = run(delays)
    for earlier, later in pairwise(sent):
        assert later - earlier >= FRAME_SECONDS / 2 - 1e-9
    for number, at in enumerate(sent):
        assert at >= number * FRAME_SECONDS - 1e-6


async def test_the_pacer_keeps_time_on_a_real_clock() -> None:
    sent: list[float] = []
    pacer = Pacer(lambda: sent.append(time.monotonic()))
    await asyncio.sleep(1.0)
    pacer.stop()
    after = len(sent)
    await asyncio.sleep(0.1)
    assert len(sent) == after
    assert 45 <= after <= 52


async def test_a_blocked_event_loop_is_counted_and_caught_up() -> None:
    sent: list[float] = []
    pacer = Pacer(lambda: sent.append(time.monotonic()))
    await asyncio.sleep(0.1)
    time.sleep(0.06)
    await asyncio.sleep(0.3)
    pacer.stop()
    assert pacer.schedule.late >= 1
    assert pacer.schedule.largest_gap >= 0.06
    assert len(sent) >= 19


def test_neither_the_collector_nor_a_computing_thread_holds_the_sound_up() -> None:
    program = (
        "import gc, sys; from speech.telephony.pacing import let_sound_go_first; "
        "let_sound_go_first(); print(gc.get_freeze_count() > 0, sys.getswitchinterval())"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    is_frozen, seconds = said.stdout.split()
    assert is_frozen == "True"
    assert float(seconds) <= FRAME_SECONDS / 20

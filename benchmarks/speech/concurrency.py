"""How many calls two cores hold: talking, and silent or listening to an announcement.

    python -m benchmarks.speech.concurrency [--steps 8+0,0+40,8+40] [--seconds 30] [--json FILE]

A step of 8+40 has 8 callers who ask one question after another and 40 who say nothing, of whom
half hear a long announcement. The callers run in this process, the hotline in one of its own: its
share of the processor is what the calls cost; the callers' share comes on top on this machine.
A step holds when p95 of end of speech to first sound is at most half a second beyond the endpoint
silence and no two frames come more than 60 ms apart.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from benchmarks.figures import console, keep_json, percentile
from benchmarks.machine import PROC, Machine
from benchmarks.speech.callers import Caller, Measured, clips, running_hotline
from benchmarks.speech.targets import GAP_S, LATENCY_S, SILENCE_S, show_targets

BETWEEN_CALLS_S = 0.2
# From the last call's beginning until it is measured.
SETTLING_S = 3.0


@dataclass(frozen=True)
class Step:
    """What was measured with so many calls."""

    talking: int
    quiet: int
    turns: int
    unanswered: int
    p50_ms: float
    p95_ms: float
    largest_gap_ms: float
    gaps_over_60_ms: int
    gaps: int
    hotline_cores: float
    load: float

    @property
    def holds(self) -> bool:
        """Whether the targets are met."""
        is_quick = not self.turns or self.p95_ms <= 1000 * LATENCY_S
        return is_quick and not self.gaps_over_60_ms and not self.unanswered


async def step(port: int, hotline: int, talking: int, quiet: int, seconds: float) -> Step:
    """Hold calls for so long. `hotline` is the id of its process."""
    to_sound, silent = Measured(), Measured()
    sentences = clips()
    calls = []
    for number in range(talking):
        mine = sentences[number:] + sentences[:number]
        calls.append(asyncio.create_task(Caller(port, to_sound).ask(mine)))
        await asyncio.sleep(BETWEEN_CALLS_S)
    for number in range(quiet):
        calls.append(asyncio.create_task(Caller(port, silent, number % 2 == 1).stay(3600)))
        await asyncio.sleep(BETWEEN_CALLS_S)
    await asyncio.sleep(SETTLING_S)
    began, used = time.perf_counter(), _processor_seconds(hotline)
    for measured in (to_sound, silent):
        measured.gaps.clear()
        measured.to_first_sound.clear()
    await asyncio.sleep(seconds)
    cores = (_processor_seconds(hotline) - used) / (time.perf_counter() - began)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    beyond = [1000 * (took - SILENCE_S) for took in to_sound.to_first_sound]
    gaps = [1000 * gap for gap in to_sound.gaps + silent.gaps]
    return Step(
        talking,
        quiet,
        len(beyond),
        to_sound.unanswered,
        round(percentile(beyond, 50), 1),
        round(percentile(beyond, 95), 1),
        round(max(gaps), 1),
        sum(gap > 1000 * GAP_S for gap in gaps),
        len(gaps),
        round(cores, 2),
        Machine.now().load,
    )


def _processor_seconds(process: int) -> float:
    """What a process has had of the processor, in all its threads."""
    # The name of the process, in parentheses, may hold spaces.
    fields = (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", default="8+0,0+40,8+40")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--delay", type=float, default=0.05)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    console.print(str(Machine.now()))
    steps = []
    for written in options.steps.split(","):
        talking, quiet = map(int, written.split("+"))
        with running_hotline("--delay", str(options.delay)) as hotline:
            steps.append(
                asyncio.run(step(hotline.port, hotline.process, talking, quiet, options.seconds))
            )
    table = Table("talking", "quiet", "turns", "p50 ms", "p95 ms", "largest gap ms")
    for title in ("gaps > 60 ms", "hotline's cores", "load"):
        table.add_column(title)
    for one in steps:
        table.add_row(
            str(one.talking),
            str(one.quiet),
            f"{one.turns} ({one.unanswered} unanswered)",
            f"{one.p50_ms:.0f}",
            f"{one.p95_ms:.0f}",
            f"{one.largest_gap_ms:.0f}",
            f"{one.gaps_over_60_ms} of {one.gaps}",
            f"{one.hotline_cores:.2f}",
            f"{one.load:.1f}",
        )
    console.print(table)
    show_targets({f"{one.talking} talking and {one.quiet} quiet hold": one.holds for one in steps})
    keep_json(options.json, [{**asdict(one), "holds": one.holds} for one in steps])


if __name__ == "__main__":
    main()

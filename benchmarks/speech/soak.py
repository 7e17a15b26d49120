"""As many calls as the hotline has in two hours, in minutes: what grows?

    python -m benchmarks.speech.soak [--calls 640] [--at-once 8] [--json FILE]

Two hours in which 8 people talk all the time, for 90 seconds each, are 640 calls. Here they are
short: of three callers one asks a question and hangs up when the answer begins, one hangs up in the
greeting, and one presses 0 for an officer. All go over AudioSocket to a hotline in a process of its
own, with its real sessions, recogniser and voice. After every tenth of the calls, when none is
going on, memory, open files, sockets, threads and tasks are counted. In the first tenth all callers
ask, all at once: that fills what is kept on purpose for as many as talk at once (models of voice
activity, recognisers' streams, threads), and does not count as growth.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.table import Table

from benchmarks.figures import console, keep_json
from benchmarks.machine import PROC, Machine, memory_mib
from benchmarks.speech.callers import Caller, Measured, RunningHotline, clips, running_hotline
from benchmarks.speech.targets import show_targets

TENTHS = 10
# What an allocator keeps differs by this much from one count to the next.
MEMORY_MIB = 10.0
# A call whose caller is gone is closed within this.
SETTLING_S = 2.0


@dataclass(frozen=True)
class Count:
    """What the hotline's process holds after so many calls, while it has none."""

    calls: int
    seconds: float
    memory_mib: float
    files: int
    sockets: int
    threads: int
    tasks: int


async def soak(hotline: RunningHotline, calls: int, at_once: int) -> list[Count]:
    """Hold the calls; a count before them and after each tenth of them."""
    sentences, began, made = clips(), time.perf_counter(), 0
    counts = [count(hotline, 0, 0.0)]
    for tenth in range(1, TENTHS + 1):
        numbers = iter(range(made, calls * tenth // TENTHS))
        made = calls * tenth // TENTHS
        await asyncio.gather(
            *(
                _call_again_and_again(hotline.port, numbers, sentences, all_ask=tenth == 1)
                for _ in range(at_once)
            )
        )
        await asyncio.sleep(SETTLING_S)
        counts.append(count(hotline, made, time.perf_counter() - began))
    return counts


async def _call_again_and_again(
    port: int, numbers: Iterator[int], sentences: Sequence[bytes], all_ask: bool
) -> None:
    for number in numbers:
        caller = Caller(port, Measured())
        match 0 if all_ask else number % 3:
            case 0:
                await caller.ask([sentences[number % len(sentences)]])
            case 1:
                await caller.stay(1.0)
            case _:
                await caller.press("0")


def count(hotline: RunningHotline, calls: int, seconds: float) -> Count:
    """Look into the process now."""
    process = PROC / str(hotline.process)
    links = [str(entry.readlink()) for entry in (process / "fd").iterdir()]
    sockets = sum(link.startswith("socket:") for link in links)
    return Count(
        calls,
        round(seconds),
        round(memory_mib(hotline.process), 1),
        len(links) - sockets,
        sockets,
        len(list((process / "task").iterdir())),
        hotline.tasks(),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=640)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    console.print(str(Machine.now()))
    with running_hotline() as hotline:
        counts = asyncio.run(soak(hotline, options.calls, options.at_once))
        recorded = len(hotline.records.read_text("utf-8").splitlines())
    table = Table("calls", "seconds", "memory MiB", "files", "sockets", "threads", "tasks")
    for one in counts:
        table.add_row(*map(str, asdict(one).values()))
    console.print(table)
    # A pool starts a thread when it first needs one more, which may be late.
    warm, half_way, last = counts[1], counts[TENTHS // 2], counts[-1]
    grown = last.memory_mib - warm.memory_mib
    show_targets(
        {
            f"memory grows by at most {MEMORY_MIB:g} MiB ({grown:+.1f})": grown <= MEMORY_MIB,
            f"no file is left open ({last.files - warm.files:+})": last.files <= warm.files,
            f"no socket is left open ({last.sockets - warm.sockets:+})": (
                last.sockets <= warm.sockets
            ),
            f"no task is left ({last.tasks - warm.tasks:+})": last.tasks <= warm.tasks,
            f"no thread is left of the second half ({last.threads - half_way.threads:+})": (
                last.threads <= half_way.threads
            ),
            f"every call has a record ({recorded} of {options.calls})": recorded == options.calls,
        }
    )
    keep_json(options.json, [asdict(one) for one in counts])


if __name__ == "__main__":
    main()

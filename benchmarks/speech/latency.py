"""End of speech to the first sound of the answer, on real-time calls over AudioSocket.

    python -m benchmarks.speech.latency [--turns 20] [--bot URL | --delay 0.1] [--json FILE]

The real recogniser and voice; recorded sentences at 8 kHz; the bot is a running one or a delay.
Beyond the endpoint silence: what is left when the silence that ends an utterance is taken away.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.figures import console, keep_json, percentile
from benchmarks.machine import Machine
from benchmarks.speech.callers import Caller, Measured, clips, records_of, running_hotline
from benchmarks.speech.targets import LATENCY_S, SILENCE_S, show_targets

STAGES = ("silence_ms", "final_ms", "reply_ms", "first_sound_ms", "beyond_silence_ms")


async def measure(port: int, turns: int) -> Measured:
    """So many turns, five in a call, one call after another."""
    measured = Measured()
    sentences = clips()
    asked = [sentences[turn % len(sentences)] for turn in range(turns)]
    for first in range(0, turns, 5):
        await Caller(port, measured).ask(asked[first : first + 5])
    return measured


def stages_of(records: list[dict[str, Any]]) -> dict[str, list[float]]:
    """Milliseconds of each stage, of every turn in which the bot was asked."""
    turns = [turn for record in records for turn in record["turns"][1:] if turn["reply_ms"]]
    return {stage: [turn[stage] for turn in turns if turn[stage] is not None] for stage in STAGES}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--bot", default="")
    parser.add_argument("--delay", type=float, default=0.1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    console.print(str(Machine.now()))
    bot = ("--bot", options.bot) if options.bot else ("--delay", str(options.delay))
    with running_hotline(*bot) as hotline:
        measured = asyncio.run(measure(hotline.port, options.turns))
        # The last call's record is written when the hotline has noticed that it is over.
        time.sleep(1)
        records = records_of(hotline.records)
    table = Table("milliseconds", "p50", "p95", "turns")
    rows = {f"hotline: {stage}": values for stage, values in stages_of(records).items()}
    to_sound = [1000 * seconds for seconds in measured.to_first_sound]
    rows["caller: end of speech to first sound"] = to_sound
    beyond = [ms - 1000 * SILENCE_S for ms in to_sound]
    rows["caller: beyond the endpoint silence"] = beyond
    figures = {
        name: {"p50": percentile(values, 50), "p95": percentile(values, 95), "turns": len(values)}
        for name, values in rows.items()
    }
    for name, figure in figures.items():
        table.add_row(name, f"{figure['p50']:.0f}", f"{figure['p95']:.0f}", str(figure["turns"]))
    console.print(table)
    show_targets(
        {
            f"p95 beyond the endpoint silence at most {1000 * LATENCY_S:.0f} ms": (
                percentile(beyond, 95) <= 1000 * LATENCY_S
            ),
            f"every question answered ({measured.unanswered} were not)": not measured.unanswered,
        }
    )
    keep_json(options.json, figures)


if __name__ == "__main__":
    main()

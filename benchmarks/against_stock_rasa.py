"""This bot beside stock Rasa, in one run: the same utterances, records, questions and machine.

    python -m benchmarks.against_stock_rasa [--clients 1 8 32] [--seconds 20] [--json FILE]

Stock Rasa is what `rasa init` gives: its default pipeline and policies, `rasa run` and
`rasa run actions`. Both bots run at once, and one of them at a time is driven, by turns in slices
of a few seconds, so that whatever else the machine does meets both. Stock Rasa keeps its
conversations in memory, its default; this bot writes them to SQLite.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from rich.table import Table

from benchmarks import ROOT
from benchmarks.figures import console, keep_json
from benchmarks.load import Load, drive
from benchmarks.machine import Machine
from benchmarks.questions import read_questions
from benchmarks.records import copy_of_records
from benchmarks.servers import Bot, Command, bot, free_port, our_command, running, stock_commands
from benchmarks.stock_rasa import stock_config, trained_model, write_project

SLICES = 4
WARM_UP_SECONDS = 3.0
OURS, STOCK = "this bot", "stock Rasa"

TARGET_RATIO, TARGET_RATIO_CLIENTS = 4.0, 8
TARGET_P50_MS, TARGET_P50_CLIENTS = 15.0, 1


@dataclass
class Side:
    """One of the two bots: how it is started, and what was measured of it."""

    name: str
    port: int
    commands: list[Command]
    training_seconds: float
    seconds_to_ready: list[float] = field(default_factory=list)
    memory_mib: float = 0.0
    loads: dict[int, Load] = field(default_factory=dict)

    def running(self) -> contextlib.AbstractContextManager[Bot]:
        return running(self.commands, self.port)


def main() -> None:
    arguments = _arguments()
    # Before training, which is load of our own.
    machine = Machine.now()
    with tempfile.TemporaryDirectory() as folder:
        sides = prepare(Path(folder), arguments.stock_epochs)
        measure(sides, arguments.clients, arguments.seconds, arguments.starts)
    figures = summary(sides, machine)
    show(figures)
    keep_json(arguments.json, figures)


def prepare(folder: Path, stock_epochs: int | None) -> list[Side]:
    """Train both bots, each over its own copy of the records."""
    with console.status("Records…"):
        (folder / "ours").mkdir()
        (folder / "stock").mkdir()
        ours_url, stock_url = copy_of_records(folder / "ours"), copy_of_records(folder / "stock")
    ours_settings = {
        **os.environ,
        "DATABASE_URL": ours_url,
        "MODEL_DIRECTORY": str(folder / "ours" / "models"),
    }
    with console.status("Training this bot…"):
        started = time.perf_counter()
        subprocess.run(
            bot("train"), cwd=ROOT, env=ours_settings, check=True, capture_output=True, timeout=900
        )
        ours_seconds = time.perf_counter() - started
    with console.status("Training stock Rasa, which takes minutes the first time…"):
        action_port, project = free_port(), folder / "stock" / "project"
        write_project(project, stock_config(stock_epochs), action_port)
        model, stock_seconds = trained_model(project)
    our_port, stock_port = free_port(), free_port()
    stock = stock_commands(project, model, stock_port, action_port, stock_url)
    return [
        Side(OURS, our_port, [our_command(our_port, ours_settings)], round(ours_seconds, 1)),
        Side(STOCK, stock_port, stock, stock_seconds),
    ]


def measure(sides: list[Side], clients: list[int], seconds: float, starts: int) -> None:
    """Start both by turns, `starts` times, then drive both by turns and weigh their memory."""
    for _ in range(starts - 1):
        for side in sides:
            with console.status(f"Starting {side.name}…"), side.running() as started:
                side.seconds_to_ready.append(started.seconds_to_ready)
    with contextlib.ExitStack() as stack:
        bots = []
        for side in sides:
            with console.status(f"Starting {side.name}…"):
                bots.append(stack.enter_context(side.running()))
            side.seconds_to_ready.append(bots[-1].seconds_to_ready)
        asyncio.run(_drive_by_turns(sides, bots, clients, seconds))
        for side, running_bot in zip(sides, bots, strict=True):
            side.memory_mib = round(running_bot.peak_memory_mib(), 0)


async def _drive_by_turns(
    sides: list[Side], bots: list[Bot], clients: list[int], seconds: float
) -> None:
    questions = read_questions()
    pairs = list(zip(sides, bots, strict=True))
    for _, running_bot in pairs:
        await drive(running_bot.url, questions, max(clients), WARM_UP_SECONDS)
    for number in range(SLICES):
        for citizens in clients:
            for side, running_bot in pairs if number % 2 else reversed(pairs):
                with console.status(f"{side.name}, {citizens} clients, {number + 1}/{SLICES}"):
                    seen = await drive(
                        running_bot.url, questions, citizens, seconds / SLICES, 100 * number
                    )
                side.loads.setdefault(citizens, Load()).add(seen)


def summary(sides: list[Side], machine: Machine) -> dict[str, Any]:
    """All figures, and whether the targets are met."""
    ours, stock = sides
    ratios = {
        str(clients): round(load.throughput / stock.loads[clients].throughput, 1)
        for clients, load in ours.loads.items()
        if stock.loads[clients].throughput
    }
    figures: dict[str, Any] = {"machine": asdict(machine), "throughput_ratio": ratios}
    for side in sides:
        figures[side.name] = {
            "training_seconds": side.training_seconds,
            "seconds_to_ready": round(median(side.seconds_to_ready), 1),
            "starts": side.seconds_to_ready,
            "peak_memory_mib": side.memory_mib,
            "loads": {str(clients): load.figures() for clients, load in side.loads.items()},
        }
    figures["targets"] = _targets(figures)
    return figures


def _targets(figures: dict[str, Any]) -> dict[str, bool]:
    """Whether each target is met, of those whose number of clients was driven."""
    targets = {}
    ratio = figures["throughput_ratio"].get(str(TARGET_RATIO_CLIENTS))
    if ratio is not None:
        name = f"{TARGET_RATIO:g} times the throughput at {TARGET_RATIO_CLIENTS} clients"
        targets[name] = ratio >= TARGET_RATIO
    one = figures[OURS]["loads"].get(str(TARGET_P50_CLIENTS))
    if one is not None:
        name = f"p50 of at most {TARGET_P50_MS:g} ms at {TARGET_P50_CLIENTS} client"
        targets[name] = one["p50_ms"] <= TARGET_P50_MS
    return targets


def show(figures: dict[str, Any]) -> None:
    console.print(str(Machine(**figures["machine"])))
    loads = Table("clients", "bot", "messages/s", "p50 ms", "p95 ms", "messages", "errors", "ratio")
    for clients, ratio in figures["throughput_ratio"].items():
        for name in (OURS, STOCK):
            load = figures[name]["loads"][clients]
            loads.add_row(
                clients,
                name,
                f"{load['messages_per_second']:.1f}",
                f"{load['p50_ms']:.1f}",
                f"{load['p95_ms']:.1f}",
                str(load["messages"]),
                str(load["errors"]),
                f"{ratio:.1f}×" if name == OURS else "",
            )
    console.print(loads)
    rest = Table("", OURS, STOCK)
    for title, key in [
        ("start to first answer, s (median)", "seconds_to_ready"),
        ("training, s", "training_seconds"),
        ("peak resident memory, MiB", "peak_memory_mib"),
    ]:
        rest.add_row(title, str(figures[OURS][key]), str(figures[STOCK][key]))
    console.print(rest)
    for target, met in figures["targets"].items():
        console.print(f"{'met' if met else 'MISSED'}: {target}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument(
        "--seconds", type=float, default=20, help="of load, for each bot and number of clients"
    )
    parser.add_argument("--starts", type=int, default=3, help="how often each bot is started")
    parser.add_argument(
        "--stock-epochs", type=int, help="fewer epochs for a quick look; the default is Rasa's"
    )
    parser.add_argument("--json", type=Path, help="also keep the figures in this file")
    return parser.parse_args()


if __name__ == "__main__":
    main()

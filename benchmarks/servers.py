"""The two bots as running processes on the loopback interface."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks import ROOT
from benchmarks.load import is_answered
from benchmarks.machine import peak_memory_mib
from benchmarks.stock_rasa import ACTIONS_MODULE, environment, rasa

STARTUP_SECONDS = 300
FIRST_MESSAGE = "đăng ký khai sinh"


@dataclass
class Bot:
    """A running bot: its address, its processes, and the seconds from start to first answer."""

    url: str
    processes: list[subprocess.Popen[bytes]]
    seconds_to_ready: float

    def peak_memory_mib(self) -> float:
        return sum(peak_memory_mib(process.pid) for process in self.processes)


@dataclass(frozen=True)
class Command:
    """A process to start: its command line, folder and environment."""

    arguments: list[str]
    folder: Path
    environment: dict[str, str]


def our_command(port: int, environment: dict[str, str]) -> Command:
    """`bot serve`."""
    return Command(bot("serve", "--port", str(port)), ROOT, environment)


def bot(*arguments: str) -> list[str]:
    """The command line of `bot`, run by this interpreter."""
    return [sys.executable, "-c", "from bot.cli import main; main()", *arguments]


def stock_commands(
    project: Path, model: Path, port: int, action_port: int, database_url: str
) -> list[Command]:
    """`rasa run` and `rasa run actions`."""
    # rasa-sdk has no option for the interface, only this variable.
    settings = {**environment(), "DATABASE_URL": database_url, "SANIC_HOST": "127.0.0.1"}
    server = rasa(
        "run", "--interface", "127.0.0.1", "--port", str(port), "--enable-api",
        "--model", str(model),
    )  # fmt: skip
    actions = rasa("run", "actions", "--actions", ACTIONS_MODULE, "--port", str(action_port))
    return [Command(server, project, settings), Command(actions, project, settings)]


@contextlib.contextmanager
def running(commands: list[Command], port: int) -> Iterator[Bot]:
    """Start processes and wait for the first answer on `port`; stop them when the block is left.

    Raises `RuntimeError`, with the last words of the processes, when no answer comes.
    """
    with tempfile.TemporaryFile() as log, contextlib.ExitStack() as stack:
        url = f"http://127.0.0.1:{port}"
        started = time.perf_counter()
        processes = []
        for command in commands:
            process = subprocess.Popen(
                command.arguments,
                cwd=command.folder,
                env=command.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            stack.callback(_stop, process)
            processes.append(process)
        while not asyncio.run(_answers(url)):
            ended = any(process.poll() is not None for process in processes)
            if ended or time.perf_counter() - started > STARTUP_SECONDS:
                log.seek(0)
                words = log.read().decode(errors="replace")
                raise RuntimeError(
                    f"no answer from {commands[0].arguments}:\n{words[:3000]}\n…\n{words[-2000:]}"
                )
            time.sleep(0.2)
        yield Bot(url, processes, round(time.perf_counter() - started, 1))


def free_port() -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


async def _answers(url: str) -> bool:
    async with httpx.AsyncClient(base_url=url, timeout=60) as http:
        return await is_answered(http, f"first-{time.time_ns()}", FIRST_MESSAGE)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

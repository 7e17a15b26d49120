"""The machine that is measured on, and the memory that processes take of it, from /proc."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Machine:
    """Processor, cores, memory in GiB, Python, and the load average of the last minute."""

    processor: str
    cores: int
    memory_gib: float
    python: str
    load: float

    @classmethod
    def now(cls) -> Machine:
        return cls(
            processor=_field(PROC / "cpuinfo", "model name") or platform.machine(),
            cores=len(os.sched_getaffinity(0)),
            memory_gib=round(_kibibytes(PROC / "meminfo", "MemTotal") / 2**20, 1),
            python=platform.python_version(),
            load=round(os.getloadavg()[0], 2),
        )

    def __str__(self) -> str:
        return (
            f"{self.processor}, {self.cores} cores, {self.memory_gib} GiB, "
            f"Python {self.python}, load {self.load}"
        )


def peak_memory_mib(pid: int) -> float:
    """The most resident memory of a process and of all its descendants, added up, in MiB.

    Pages that they share are counted for each. A process that has ended counts nothing.
    """
    return (
        sum(_kibibytes(PROC / str(member) / "status", "VmHWM") for member in process_tree(pid))
        / 1024
    )


def memory_mib(pid: int) -> float:
    """The resident memory of a process at this moment, in MiB; 0 when it has ended."""
    return _kibibytes(PROC / str(pid) / "status", "VmRSS") / 1024


def process_tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (parent := _field(entry / "status", "PPid")):
            children.setdefault(int(parent), []).append(int(entry.name))
    members = [pid]
    for member in members:
        members += children.get(member, [])
    return members


def _kibibytes(path: Path, name: str) -> int:
    value = _field(path, name)
    return int(value.split()[0]) if value else 0


def _field(path: Path, name: str) -> str:
    """The value of a `name: value` line; empty where the line or, by now, the file is gone."""
    try:
        lines = path.read_text(errors="replace").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    for line in lines:
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""

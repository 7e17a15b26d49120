"""Memory and processes as /proc shows them."""

from __future__ import annotations

import os
import subprocess
import sys

from benchmarks.machine import Machine, memory_mib, peak_memory_mib, process_tree


def test_the_machine_has_cores_and_memory() -> None:
    machine = Machine.now()
    assert machine.cores >= 1
    assert machine.memory_gib > 0.1
    assert machine.processor in str(machine)


def test_a_child_is_weighed_with_its_parent_and_an_ended_process_weighs_nothing() -> None:
    hold = "x = bytearray(50_000_000); x[::4096] = b'1' * len(x[::4096]); input()"
    child = subprocess.Popen([sys.executable, "-c", f"{hold}"], stdin=subprocess.PIPE)
    try:
        while peak_memory_mib(child.pid) < 50:
            assert child.poll() is None
        assert child.pid in process_tree(os.getpid())
    finally:
        child.communicate(b"\n")
    assert peak_memory_mib(child.pid) == 0


def test_memory_that_was_given_back_is_not_weighed_any_more() -> None:
    hold = "x = bytearray(200_000_000); x[::4096] = b'1' * len(x[::4096]); del x; print(); input()"
    child = subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert child.stdout is not None
        child.stdout.readline()
        assert 1 < memory_mib(child.pid) < 150 < peak_memory_mib(child.pid)
    finally:
        child.communicate(b"\n")
    assert memory_mib(child.pid) == 0

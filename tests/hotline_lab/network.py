"""A network of its own for everything that is started from here: only loopback, nothing leaks."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.hotline_lab.debian import NoLab

CLONE_NEWNET = 0x40000000


@contextmanager
def private_network(*addresses: str) -> Iterator[None]:
    """Until the block is left, this thread and its new processes see one loopback interface only.

    `addresses` are those of loopback besides 127.0.0.1. Raises `NoLab` where it is not allowed.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        if libc.unshare(CLONE_NEWNET) != 0:
            raise NoLab(f"no network namespace here: {os.strerror(ctypes.get_errno())}")
        try:
            _ip("link", "set", "lo", "up")
            for address in addresses:
                _ip("address", "add", address, "dev", "lo")
            yield
        finally:
            if libc.setns(before, CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "cannot go back to the network of before")
    finally:
        os.close(before)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)

"""Work that would hold up the event loop, in threads that all calls share."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

# A thread for each core computes; the others are for work that waits.
_FEWEST_THREADS = 4
# Sound is sent every 20 ms by the event loop's thread: it goes before recognition.
_NICENESS = 5


def open_workers() -> ThreadPoolExecutor:
    """The threads for recognition and voice, for all calls of a process."""
    threads = max(_FEWEST_THREADS, os.cpu_count() or 1)
    return ThreadPoolExecutor(threads, thread_name_prefix="speech", initializer=_give_way)


async def in_thread(workers: Executor, limit_s: float, work: Callable[..., T], *args: object) -> T:
    """Do `work` in one of the threads; raises `TimeoutError` when it takes longer.

    Nothing can stop a thread: after a time-out the work goes on there, unheeded.
    """
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(limit_s):
        return await loop.run_in_executor(workers, work, *args)


def _give_way() -> None:
    """Lower the priority of this thread, which Linux has for each by itself."""
    # Of the process's own: an absolute one could be higher, which only root may set.
    niceness = os.getpriority(os.PRIO_PROCESS, 0) + _NICENESS
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)

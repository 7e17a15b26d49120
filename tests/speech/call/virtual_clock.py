"""An event loop whose clock jumps over every wait, so that a call of minutes takes a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")


class VirtualClockLoop(asyncio.SelectorEventLoop):
    """Time passes only while nothing is left to do."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:
            self._now = max(self._now, self._scheduled[0]._when)
        super()._run_once()  # type: ignore[misc]


class NoThreads(Executor):
    """Does the work at once, so that it takes no time by the virtual clock."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


def on_virtual_clock(coroutine: Coroutine[Any, Any, T], limit_s: float) -> T:
    """Run to the end; `TimeoutError` when it takes longer by the virtual clock."""
    loop = VirtualClockLoop()
    try:
        return loop.run_until_complete(asyncio.wait_for(coroutine, limit_s))
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

"""Leaves a system alone that keeps failing, so that nobody waits for it in vain."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Opens after some failures in a row; after a rest lets one call through as a trial.

    Ask `closed()` before a call; say `succeeded()` or `failed()` after it.
    """

    def __init__(
        self,
        failures: int,
        rest_seconds: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = failures
        self._rest = rest_seconds
        self._now = now
        self._failures = 0
        self._open_until = float("-inf")
        self._lock = threading.Lock()

    def closed(self) -> bool:
        """Whether a call may be made now."""
        with self._lock:
            if self._failures < self._most:
                return True
            if self._now() < self._open_until:
                return False
            # One call may try; the others wait for what comes of it.
            self._open_until = self._now() + self._rest
            return True

    def succeeded(self) -> None:
        """The system answered."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """The system did not answer, or not as agreed."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._most:
                self._open_until = self._now() + self._rest

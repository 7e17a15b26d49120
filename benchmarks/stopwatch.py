"""Times named steps of a program while it runs, without a profiler's own cost.

Steps nest: a step's own time is its time less that of the steps inside it.
"""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Step:
    """How often a step ran, its seconds in all, and those that were its own."""

    calls: int = 0
    seconds: float = 0.0
    own_seconds: float = 0.0


@dataclass
class Stopwatch:
    """The steps by name, in the order in which they first ended. For one thread at a time.

    `clock` gives seconds: by the wall, or of processor time (`time.process_time`), which other
    processes of a busy machine do not lengthen.
    """

    clock: Callable[[], float] = time.perf_counter
    steps: dict[str, Step] = field(default_factory=dict)
    _inside: list[float] = field(default_factory=list)

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Time what the block does as a step."""
        self._inside.append(0.0)
        started = self.clock()
        try:
            yield
        finally:
            seconds = self.clock() - started
            step = self.steps.setdefault(name, Step())
            step.calls += 1
            step.seconds += seconds
            step.own_seconds += seconds - self._inside.pop()
            if self._inside:
                self._inside[-1] += seconds

    def timed(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """`function`, plain or async, timed as a step each time it is called."""
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def timed_async(*args: Any, **kwargs: Any) -> Any:
                with self.timing(name):
                    return await function(*args, **kwargs)

            return timed_async

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.timing(name):
                return function(*args, **kwargs)

        return timed

    @contextmanager
    def watching(self, *methods: tuple[type, str, str]) -> Iterator[None]:
        """Time methods, given as (class, method name, step name), until the block is left."""
        originals = [(owner, method, getattr(owner, method)) for owner, method, _ in methods]
        for (owner, method, original), (_, _, name) in zip(originals, methods, strict=True):
            setattr(owner, method, self.timed(original, name))
        try:
            yield
        finally:
            for owner, method, original in originals:
                setattr(owner, method, original)

    @contextmanager
    def watching_components(self) -> Iterator[None]:
        """Time what the components of Rasa graphs do that are built inside the block.

        Steps are named `Component.method`, such as `DIETClassifier.train`. Rasa's own work
        around a component, such as caching its output, is not counted.
        """
        from rasa.engine.graph import GraphNode

        initialise, load = GraphNode.__init__, GraphNode._load_component

        def timed_load(node: Any, **kwargs: Any) -> None:
            with self.timing(f"{node._component_class.__name__}.{node._constructor_name}"):
                load(node, **kwargs)

        def timed_initialise(node: Any, *args: Any, **kwargs: Any) -> None:
            initialise(node, *args, **kwargs)
            node._fn = self.timed(node._fn, f"{node._component_class.__name__}.{node._fn_name}")

        GraphNode.__init__, GraphNode._load_component = timed_initialise, timed_load
        try:
            yield
        finally:
            GraphNode.__init__, GraphNode._load_component = initialise, load

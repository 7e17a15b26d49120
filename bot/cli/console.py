"""The consoles that commands print to."""

from __future__ import annotations

from rich.console import Console

results = Console(highlight=False)
# What is not a result goes to standard error, so that results can be piped.
problems = Console(stderr=True, highlight=False)

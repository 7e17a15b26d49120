"""Figures as they are printed and kept: percentiles, tables, JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

# Wide, so that tables keep their columns where the output is a file.
console = Console(highlight=False, width=130)


def percentile(values: Sequence[float], percent: float) -> float:
    """The percentile of `values`, between neighbours by line; nan of none."""
    return float(np.percentile(values, percent)) if values else float("nan")


def share(part: int, whole: int) -> str:
    """`41/56 73%`."""
    return f"{part}/{whole} {part / whole:.0%}" if whole else "–"


def keep_json(path: Path | None, figures: Any) -> None:
    """Write `figures` to `path`, if there is one."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        console.print(f"Kept in {path}")

"""What the hotline must reach, as each benchmark prints it."""

from __future__ import annotations

from benchmarks.figures import console
from speech.call.policy import Policy

# The silence that ends a question.
SILENCE_S = Policy().question_silence_ms / 1000
# From there to the first sound of the answer, p95.
LATENCY_S = 0.5
# Between two frames of sound.
GAP_S = 0.06
# At once on two cores.
TALKING = 8
CORES = 2


def show_targets(targets: dict[str, bool]) -> None:
    """Print each target, and whether it is met."""
    for target, is_met in targets.items():
        console.print(f"{'met   ' if is_met else 'MISSED'}  {target}", markup=False)

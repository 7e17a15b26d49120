"""The figures that operators watch, for Prometheus at `/metrics`."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

CALLS = Counter("hotline_calls", "Calls that ended, by how", ["ending", "next"])
REFUSED = Counter("hotline_calls_refused", "Calls that were sent to an officer at once")
GOING_ON = Gauge("hotline_calls_going_on", "Calls that are going on")
CALL_SECONDS = Histogram(
    "hotline_call_seconds",
    "Seconds that a call took",
    buckets=(5, 10, 20, 30, 60, 120, 300, 600, 900),
)
FIRST_SOUND_SECONDS = Histogram(
    "hotline_first_sound_seconds",
    "Seconds from the end of an utterance to the first sound of the answer",
    buckets=(0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 3, 5, 10),
)

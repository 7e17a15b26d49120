"""The figures that operators watch, for Prometheus at `/metrics`."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

TURNS = Counter("bot_turns", "Messages answered, by the kind of the Answer", ["kind"])
TURN_SECONDS = Histogram(
    "bot_turn_seconds",
    "Seconds from a message to its Answer, waiting for its turn included",
    buckets=(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
)
THUMBS = Counter("bot_thumbs", "Answers judged by citizens", ["thumb", "kind"])
RATINGS = Counter("bot_ratings", "Conversations rated by citizens, by stars", ["rating"])
HANDOVERS = Counter("bot_handovers", "What happened between citizens and officers", ["event"])

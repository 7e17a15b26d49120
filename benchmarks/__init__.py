"""Measurements of the assistant, each a command: `python -m benchmarks.<name>`.

    against_stock_rasa   messages a second, latency, memory, time to ready, beside stock Rasa
    understanding        what is understood, by kind of question, beside BM25 and stock Rasa
    search_latency       search over all records, beside plain BM25
    pipeline             what each component of config.yml costs and what accuracy it buys
    message_cost         where the milliseconds of one message go

They use Linux's /proc, the loopback interface and the folder var/benchmarks, nothing else.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Databases and trained models that a second run uses again; safe to delete.
CACHE = ROOT / "var" / "benchmarks"

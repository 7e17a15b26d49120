"""Structured logs on standard error: one JSON line an event, never what a citizen wrote."""

from __future__ import annotations

import logging
import sys

import structlog


def configure_logs(level: str) -> None:
    """Send our own events as JSON, and those of libraries from WARNING on, to standard error.

    `level` is INFO, WARNING or ERROR: Rasa's events below INFO hold what citizens write.
    """
    logging.basicConfig(
        level=logging.WARNING, format='{"level": "%(levelname)s", "event": "%(message)s"}'
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )

"""Structured logs on standard error: one JSON line an event, never what a citizen wrote."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import Processor


def configure_logs(level: str) -> None:
    """Send our own events as JSON, and those of libraries from WARNING on, to standard error.

    `level` is INFO, WARNING or ERROR: Rasa's events below INFO hold what citizens write.
    """
    described: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    as_json = structlog.processors.JSONRenderer(ensure_ascii=False)
    of_libraries = logging.StreamHandler(sys.stderr)
    of_libraries.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=described,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, as_json],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[of_libraries])
    structlog.configure(
        processors=[*described, as_json],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )

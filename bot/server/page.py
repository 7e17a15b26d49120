"""Serves the chat page that `bot/web` was built into."""

from __future__ import annotations

from pathlib import Path

import structlog
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

log = structlog.get_logger()

PAGE = Path(__file__).parent.parent / "web" / "dist"


def install(app: FastAPI) -> None:
    """Serve the page at `/`. Without a build the API still works, and the log says why."""
    if not (PAGE / "index.html").is_file():
        log.warning("page.missing", remedy="uv sync --reinstall-package danang-assistant")
        return
    app.mount("/", StaticFiles(directory=PAGE, html=True), name="page")

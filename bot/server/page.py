"""Serves the chat that `bot/web` was built into: a page at `/`, and the script for portals."""

from __future__ import annotations

import os
from pathlib import Path

import structlog
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

log = structlog.get_logger()

PAGE = Path(__file__).parent.parent / "web" / "dist"
# Its name stays the same from build to build, for portals write it into their pages.
HEADERS = {
    # Asked again at each visit, and not sent again unless it has changed.
    "Cache-Control": "no-cache",
    # Portals with the strictest isolation load nothing that does not say so.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class PageFiles(StaticFiles):
    """The built files, which any site may embed."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(HEADERS)
        return response


def install(app: FastAPI) -> None:
    """Serve the page at `/`, and let the script speak to the API from any portal.

    Without a build the API still works, and the log says why.
    """
    # Nothing is allowed by cookies: whoever calls has to show a secret of their own.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["Retry-After"],
        max_age=24 * 3600,
    )
    if not (PAGE / "index.html").is_file():
        log.warning("page.missing", remedy="uv sync --reinstall-package danang-assistant")
        return
    app.mount("/", PageFiles(directory=PAGE, html=True), name="page")

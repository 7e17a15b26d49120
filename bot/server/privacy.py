"""The page on personal data, in plain words, at `/privacy`. It needs no script."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.server.dependencies import CurrentSettings
from vietnamese.personal_data import masked

PAGE = Path(__file__).with_suffix(".html.jinja")
STYLES = Path(__file__).with_suffix(".css")
# Shown with what is kept of it, as the assistant really does it. Made up.
EXAMPLE = "Tôi là Hoa, căn cước 048199012345, gọi lại cho tôi số 0905 123 456."

router = APIRouter(include_in_schema=False)

_environment = Environment(
    loader=FileSystemLoader(PAGE.parent), autoescape=True, undefined=StrictUndefined
)


@router.get("/privacy")
async def privacy(settings: CurrentSettings) -> HTMLResponse:
    page = _environment.get_template(PAGE.name).render(
        retention_days=settings.retention_days,
        operator_contact=settings.operator_contact,
        google_voice=settings.google_voice,
        call_audio=settings.call_audio,
        example=EXAMPLE,
        example_as_kept=masked(EXAMPLE),
    )
    return HTMLResponse(page)


@router.get("/privacy.css")
async def styles() -> FileResponse:
    return FileResponse(STYLES, media_type="text/css")

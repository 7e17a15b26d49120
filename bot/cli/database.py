"""`bot db`: the tables of the database."""

from __future__ import annotations

import typer

from bot.cli.console import results
from knowledge.database import connect, upgrade
from settings import get_settings

app = typer.Typer(help="Bảng của cơ sở dữ liệu.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Bảng của cơ sở dữ liệu."""


@app.command("upgrade")
def upgrade_command() -> None:
    """Tạo bảng, hoặc đưa bảng lên phiên bản mới nhất."""
    engine = connect(get_settings().database_url)
    upgrade(engine)
    results.print(f"Cơ sở dữ liệu đã sẵn sàng: {engine.url.render_as_string(hide_password=True)}")

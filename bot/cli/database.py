"""`bot db`: the tables of the database, and what is deleted from them."""

from __future__ import annotations

import typer

from bot.cli.console import results
from bot.dialogue.retention import delete_old_conversations
from knowledge.database import connect, upgrade
from settings import get_settings

app = typer.Typer(help="Bảng của cơ sở dữ liệu, và xóa dữ liệu cũ.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Bảng của cơ sở dữ liệu, và xóa dữ liệu cũ."""


@app.command("upgrade")
def upgrade_command() -> None:
    """Tạo bảng, hoặc đưa bảng lên phiên bản mới nhất."""
    engine = connect(get_settings().database_url)
    upgrade(engine)
    results.print(f"Cơ sở dữ liệu đã sẵn sàng: {engine.url.render_as_string(hide_password=True)}")


@app.command("clean")
def clean_command() -> None:
    """Xóa các cuộc trò chuyện đã cũ hơn số ngày trong RETENTION_DAYS."""
    settings = get_settings()
    deleted = delete_old_conversations(connect(settings.database_url), settings.retention_days)
    results.print(
        f"Đã xóa {deleted} cuộc trò chuyện không có tin nhắn nào trong {settings.retention_days} "
        "ngày qua."
    )

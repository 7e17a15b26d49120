"""`bot dossiers`: take in dossiers under way from a file of the one-stop system."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.console import problems, results
from bot.preparation import prepare_database
from knowledge.dossiers.importing import DossierReport, import_dossiers
from knowledge.dossiers.opening import open_store
from knowledge.dossiers.store import Taken
from settings import get_settings

app = typer.Typer(help="Hồ sơ đang xử lý.", no_args_is_help=True)

SHOWN_REFUSALS = 50


@app.callback()
def _group() -> None:
    """Hồ sơ đang xử lý."""


@app.command("import")
def import_command(
    file: Annotated[Path, typer.Argument(help="Tệp .jsonl hoặc .csv, mỗi dòng một hồ sơ.")],
) -> None:
    """Nạp hồ sơ đang xử lý, rồi in bảng đếm. Nạp lại lần nữa không làm thay đổi gì."""
    settings = get_settings()
    store = open_store(settings.database_url, settings.dossier_secret.get_secret_value())
    prepare_database(settings).dispose()
    started = time.perf_counter()
    with problems.status("Đang nạp hồ sơ…"):
        report = import_dossiers(file, store)
    _print_report(file, report, time.perf_counter() - started)
    if report.refused and not report.taken:
        raise typer.Exit(1)


def _print_report(file: Path, report: DossierReport, seconds: float) -> None:
    headings = ["Tệp", "Đã đọc", "Mới", "Thay đổi", "Không đổi", "Cũ hơn", "Từ chối"]
    table = Table(*headings, title=f"Nạp xong sau {seconds:.1f} giây")
    numbers = [
        report.read,
        report.taken[Taken.NEW],
        report.taken[Taken.CHANGED],
        report.taken[Taken.UNCHANGED],
        report.taken[Taken.OLDER],
        len(report.refused),
    ]
    table.add_row(escape(file.name), *map(str, numbers))
    results.print(table)
    if report.refused:
        listed = Table("Dòng", "Lý do từ chối")
        for refused in report.refused[:SHOWN_REFUSALS]:
            listed.add_row(str(refused.line), escape(refused.reason))
        results.print(listed)

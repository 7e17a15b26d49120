"""`bot models`: the models of recognisers and voices, which are too large to be in the package."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from bot.cli.console import problems, results
from settings import get_settings
from speech.models import CATALOGUE, PIPER_VI, Model, is_complete, place_of, pull

app = typer.Typer(help="Mô hình nhận dạng tiếng nói và giọng đọc.", no_args_is_help=True)


@app.command("list")
def list_command() -> None:
    """Liệt kê các mô hình và cho biết mô hình nào đã có."""
    models = get_settings().speech_models
    table = Table("Tên", "Là gì", "Cỡ tải về", "Giấy phép", "Trạng thái")
    for model in CATALOGUE.values():
        size = f"{model.size / 1e6:.0f} MB"
        place = place_of(model, models)
        if not place.exists():
            state = "chưa có"
        else:
            state = "đã có" if is_complete(place) else "bị hỏng, hãy tải lại"
        table.add_row(model.key, model.title, size, model.licence, state)
    results.print(table)
    results.print(f"Thư mục: {models}. Tải bằng: bot models pull TÊN", markup=False)


@app.command("pull")
def pull_command(
    name: Annotated[str, typer.Argument(help="Tên mô hình, xem `bot models list`.")],
    again: Annotated[bool, typer.Option("--again", help="Tải lại cả khi đã có.")] = False,
) -> None:
    """Tải một mô hình, tiếp từ chỗ đã dừng, kiểm tra mã rồi đặt vào chỗ."""
    model = CATALOGUE.get(name)
    if model is None:
        raise typer.BadParameter(f"Không có mô hình «{name}». Có: {', '.join(CATALOGUE)}.")
    models = get_settings().speech_models
    place = place_of(model, models)
    if is_complete(place) and not again:
        results.print(f"Đã có ở {place}.", markup=False)
        return
    with _progress_bar() as bar:
        task = bar.add_task(model.key, total=model.size)
        pull(model, models, lambda here, whole: bar.update(task, completed=here, total=whole))
    results.print(f"Đã tải và kiểm tra xong: {place}.", markup=False)
    results.print(_next_step(model), markup=False)


def _next_step(model: Model) -> str:
    if model is PIPER_VI:
        voice = place_of(model, get_settings().speech_models) / model.files[0].name
        return f"Để dùng giọng này, đặt PIPER_VOICE={voice}"
    return "Trợ lý dùng mô hình này từ lần khởi động sau."


def _progress_bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=problems,
        transient=True,
    )

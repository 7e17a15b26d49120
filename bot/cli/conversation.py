"""`bot chat` and `bot ask`: the assistant in the terminal."""

from __future__ import annotations

import asyncio
import uuid
from typing import Annotated, Any

import typer
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.cli.console import problems, results
from settings import get_settings

QUIT = {"thoát", "thoat", "quit", "exit"}


def register(app: typer.Typer) -> None:
    app.command("chat")(chat)
    app.command("ask")(ask)


def chat() -> None:
    """Trò chuyện với trợ lý trong cửa sổ dòng lệnh. Gõ «thoát» để kết thúc."""
    runtime = started_runtime()
    sender = f"terminal-{uuid.uuid4().hex[:12]}"
    _show(asyncio.run(runtime.handle(sender, "xin chào")))
    while True:
        try:
            question = results.input("[bold cyan]Anh/chị:[/] ")
        except (EOFError, KeyboardInterrupt):
            break
        if question.strip().lower() in QUIT:
            break
        _show(asyncio.run(runtime.handle(sender, question)))
    results.print("Dạ, em chào anh/chị.")
    runtime.stop()


def ask(
    question: Annotated[str, typer.Argument(help="Câu hỏi, có dấu hay không dấu.")],
    json: Annotated[bool, typer.Option("--json", help="In ra JSON của giao diện REST.")] = False,
) -> None:
    """Hỏi một câu và in câu trả lời."""
    runtime = started_runtime()
    messages = asyncio.run(runtime.handle(f"terminal-{uuid.uuid4().hex[:12]}", question))
    if json:
        results.print_json(data=messages)
    else:
        _show(messages)
    runtime.stop()


def started_runtime() -> Any:
    """The assistant in this process, ready to be asked; trains a model when there is none."""
    from bot.cli.model import model_or_training
    from bot.logs import configure_logs
    from bot.preparation import prepare_database
    from bot.runtime import Runtime

    settings = get_settings()
    configure_logs("WARNING")
    with problems.status("Chuẩn bị cơ sở dữ liệu…"):
        prepare_database(settings).dispose()
    model = model_or_training(settings)
    runtime = Runtime(settings, lambda: model)
    runtime.start()
    with problems.status("Nạp mô hình…"):
        runtime.wait_until_ready()
    return runtime


def _show(messages: list[dict[str, Any]]) -> None:
    for message in messages:
        answer = message["custom"]
        title = answer.get("procedure", {}).get("name")
        results.print(
            Panel(Text(answer["text"]), title=title and Text(title), title_align="left", width=96)
        )
        suggestions = answer.get("suggestions")
        if suggestions:
            results.print(_suggestions(suggestions))


def _suggestions(suggestions: list[dict[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    for suggestion in suggestions:
        table.add_row("  ›", Text(suggestion["title"]), Text(suggestion["message"], style="dim"))
    return table

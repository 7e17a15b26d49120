"""`bot evaluate`: how often the right procedure is found, over a file of questions."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from bot.cli.console import problems, results
from bot.errors import BotError


def register(app: typer.Typer) -> None:
    app.command("evaluate")(evaluate)


def evaluate(
    file: Annotated[
        Path, typer.Argument(help="Tệp TSV: câu hỏi<TAB>mã|mã; mã trống là ngoài phạm vi.")
    ],
    show_wrong: Annotated[bool, typer.Option(help="In các câu trả lời sai.")] = False,
) -> None:
    """Đo tỉ lệ tìm đúng thủ tục trên một tệp câu hỏi."""
    from bot.cli.conversation import started_runtime
    from bot.evaluation import evaluate_questions, read_questions

    questions = read_questions(file)
    if not questions:
        raise BotError(f"{file} không có câu hỏi nào. Mỗi dòng cần: câu hỏi, phím Tab, mã thủ tục.")
    runtime = started_runtime()
    with problems.status(f"Đang hỏi {len(questions)} câu…"):
        result = asyncio.run(evaluate_questions(questions, runtime.parse))
    runtime.stop()
    table = Table("Kết quả", "Số câu", "Tỉ lệ", title=str(file))
    for name, (count, total) in result.shares().items():
        table.add_row(name, f"{count}/{total}", f"{count / total:.1%}")
    results.print(table)
    if show_wrong:
        for outcome in result.wrong():
            wanted = ", ".join(outcome.expected) or "từ chối"
            found = ", ".join(outcome.found) or "không thấy gì"
            results.print(f"✗ {outcome.question}\n   cần {wanted}, được {found}", markup=False)

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
    html: Annotated[
        Path | None, typer.Option(help="Ghi thêm báo cáo vào tệp HTML này, mở bằng trình duyệt.")
    ] = None,
) -> None:
    """Đo tỉ lệ tìm đúng thủ tục trên một tệp câu hỏi."""
    from bot.cli.conversation import started_runtime
    from bot.evaluation import evaluate_questions, forget_conversations, read_questions
    from bot.evaluation_report import (
        evaluation_report,
        names_of,
        seen_in_words,
        write_report,
    )
    from knowledge.library import open_library
    from settings import get_settings

    questions = read_questions(file)
    if not questions:
        raise BotError(f"{file} không có câu hỏi nào. Mỗi dòng cần: câu hỏi, phím Tab, mã thủ tục.")
    runtime = started_runtime()
    database_url = get_settings().database_url
    try:
        with problems.status(f"Đang hỏi {len(questions)} câu…"):
            result = asyncio.run(evaluate_questions(questions, runtime.handle))
    finally:
        runtime.stop()
        forget_conversations(database_url)
    table = Table("Kết quả", "Số câu", "Tỉ lệ", title=str(file))
    for name, share in result.shares().items():
        table.add_row(name, f"{share.part}/{share.whole}", f"{share.fraction:.1%}")
    results.print(table)
    if show_wrong:
        for outcome in result.wrong():
            wanted = ", ".join(outcome.expected) or "từ chối"
            found = ", ".join(outcome.seen.codes) or seen_in_words(outcome.seen)
            results.print(f"✗ {outcome.question}\n   cần {wanted}, được {found}", markup=False)
    if html is not None:
        write_report(
            evaluation_report(file.name, result), names_of(open_library(database_url)), html
        )
        problems.print(f"Đã ghi báo cáo: {html}", markup=False, soft_wrap=True)

"""The `bot` command. Nothing heavy is imported until a command needs it."""

from __future__ import annotations

import sys

import typer
from rich.markup import escape

from bot.cli import conversation, database, evaluation, knowledge, model, server
from bot.cli.console import problems
from bot.errors import BotError
from knowledge.errors import KnowledgeError

app = typer.Typer(
    name="bot",
    help="Trợ lý thủ tục hành chính Đà Nẵng.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(database.app, name="db")
server.register(app)
model.register(app)
conversation.register(app)
evaluation.register(app)


def main() -> None:
    """Run the command; an error of ours ends it with its message and exit status 1."""
    try:
        app()
    except (BotError, KnowledgeError) as error:
        problems.print(f"[bold red]Lỗi:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(1)

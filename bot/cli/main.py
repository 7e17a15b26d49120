"""The `bot` command. Nothing heavy is imported until a command needs it."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer
from pydantic import ValidationError
from rich.markup import escape

from bot.cli import (
    conversation,
    database,
    dossiers,
    evaluation,
    explanation,
    hotline,
    knowledge,
    model,
    models,
    server,
    voices,
)
from bot.cli.console import problems
from bot.errors import BotError
from knowledge.errors import KnowledgeError
from settings import Settings
from speech.errors import SpeechError

app = typer.Typer(
    name="bot",
    help="Trợ lý thủ tục hành chính Đà Nẵng.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(dossiers.app, name="dossiers")
app.add_typer(database.app, name="db")
app.add_typer(models.app, name="models")
app.add_typer(voices.app, name="voices")
server.register(app)
model.register(app)
conversation.register(app)
evaluation.register(app)
explanation.register(app)
hotline.register(app)


def main() -> None:
    """Run the command; an error of ours or a wrong setting ends it with a message and status 1."""
    try:
        app()
    except (BotError, KnowledgeError, SpeechError) as error:
        _refuse(str(error))
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        wrong = (f"{problem['loc'][0]}: {problem['msg']}" for problem in error.errors())
        _refuse(f"Cấu hình chưa đúng. {'; '.join(wrong)}. Xem docs/settings.md.")


def _refuse(reason: str) -> NoReturn:
    problems.print(f"[bold red]Lỗi:[/] {escape(reason)}", soft_wrap=True)
    sys.exit(1)

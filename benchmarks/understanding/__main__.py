"""The command: see the package's docstring."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bot.dialogue  # noqa: F401 - prepares the process for Rasa
from benchmarks import CACHE
from benchmarks.figures import console, keep_json
from benchmarks.machine import Machine
from benchmarks.settings import settings_in
from benchmarks.understanding.output import as_json, report, show
from benchmarks.understanding.peers import bm25_over_names
from benchmarks.understanding.questions import EVERY_PART, KINDS, PARTS
from benchmarks.understanding.run import Questions, ask_this_bot, measured
from bot.evaluation_report import names_of, write_report
from bot.logs import configure_logs
from bot.runtime import Runtime
from knowledge.library import open_library
from settings import Settings


def main() -> None:
    arguments = _arguments()
    questions = Questions.read(arguments.kinds, arguments.part)
    # Before training, which is load of our own.
    machine = Machine.now()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with console.status("Records…"):
            settings = _with_kept_models(settings_in(folder))
        configure_logs("WARNING")
        with _running(settings) as runtime:
            replies = asyncio.run(ask_this_bot(runtime, questions))
        library = open_library(settings.database_url)
        peers = [bm25_over_names(library.procedures())]
        if not arguments.without_stock:
            with console.status("Stock Rasa; training it takes many minutes the first time…"):
                from benchmarks.understanding.stock_peer import stock_rasa

                peers.append(stock_rasa(folder / "stock", arguments.stock_epochs))
        figures = measured(replies, peers, questions, arguments.part, library, machine)
        show(figures)
        keep_json(arguments.json, as_json(figures))
        if arguments.html is not None:
            write_report(report(figures), names_of(library), arguments.html)
            console.print(f"Kept in {arguments.html}")


def _with_kept_models(settings: Settings) -> Settings:
    """Settings whose models are kept between runs, for these very records."""
    with open(settings.database_url.removeprefix("sqlite:///"), "rb") as records:
        digest = hashlib.file_digest(records, "sha256").hexdigest()[:12]
    return settings.model_copy(update={"model_directory": CACHE / f"models-{digest}"})


@contextmanager
def _running(settings: Settings) -> Iterator[Runtime]:
    """The assistant in this process, trained where no earlier run has."""
    with console.status("Training this bot…"):
        from bot.dialogue.training import model_path, train

        model = model_path(settings)
        if not model.is_file():
            train(settings)
            _forget_all_but(model)
    runtime = Runtime(settings, lambda: model)
    runtime.start()
    try:
        with console.status("Starting this bot…"):
            runtime.wait_until_ready()
        yield runtime
    finally:
        runtime.stop()


def _forget_all_but(model: Path) -> None:
    """Delete the models of earlier records, data and code, of more than 100 MB each."""
    for kept in CACHE.glob("models-*/*.tar.gz"):
        if kept != model:
            kept.unlink(missing_ok=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.understanding",
        description="Measures understanding, beside BM25 over names and stock Rasa.",
    )
    parser.add_argument(
        "--part",
        choices=[*PARTS, EVERY_PART],
        default="test",
        help="published figures are of test; dev is for tuning",
    )
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    parser.add_argument("--without-stock", action="store_true", help="leave stock Rasa out")
    parser.add_argument(
        "--stock-epochs", type=int, help="fewer epochs for a quick look; the default is Rasa's"
    )
    parser.add_argument("--json", type=Path, help="also keep the figures in this file")
    parser.add_argument("--html", type=Path, help="also write the report to this page")
    return parser.parse_args()


if __name__ == "__main__":
    main()

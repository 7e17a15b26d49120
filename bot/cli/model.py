"""`bot train`: trains the model."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.cli.console import problems, results
from bot.preparation import prepare_database
from settings import Settings, get_settings


def register(app: typer.Typer) -> None:
    app.command("train")(train_command)


def train_command() -> None:
    """Huấn luyện mô hình hiểu câu hỏi, từ nlu_data/ và các hồ sơ đang hiệu lực."""
    settings = get_settings()
    with problems.status("Chuẩn bị cơ sở dữ liệu…"):
        prepare_database(settings).dispose()
    model = train_with_progress(settings)
    results.print(f"Đã có mô hình: {model}")


def model_or_training(settings: Settings) -> Path:
    """The model for the present data; trains it, with visible progress, when there is none."""
    with problems.status("Nạp bộ máy ngôn ngữ…"):
        from bot.dialogue.training import model_path
    model = model_path(settings)
    return model if model.is_file() else train_with_progress(settings)


def train_with_progress(settings: Settings) -> Path:
    """Train while the console shows which component is at work."""
    started = time.perf_counter()
    problems.print("Huấn luyện mô hình, mất khoảng ba phút…")
    with problems.status("Nạp bộ máy ngôn ngữ…") as status:
        from bot.dialogue.training import train

        with _following_rasa(lambda line: status.update(f"Đang huấn luyện: {line}")):
            model = train(settings)
    problems.print(f"Huấn luyện xong sau {time.perf_counter() - started:.0f} giây.")
    return model


@contextmanager
def _following_rasa(show: object) -> Iterator[None]:
    """Hand the name of each component that Rasa starts to train to `show`."""

    class Follower(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = record.getMessage()
            if message.startswith("Starting to train component"):
                show(message.split("'")[1])  # type: ignore[operator]

    logger = logging.getLogger("rasa.engine.training.hooks")
    follower, level, propagate = Follower(), logger.level, logger.propagate
    logger.addHandler(follower)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(follower)
        logger.setLevel(level)
        logger.propagate = propagate

"""Trains the model, and finds the one that belongs to the present configuration and data."""

from __future__ import annotations

import gc
import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from bot.errors import NotReady, TrainingFailed
from settings import ROOT, Settings

CONFIG = ROOT / "config.yml"
DOMAIN = ROOT / "domain.yml"
TRAINING_DATA = ROOT / "nlu_data"
# A model fits only the code that it was trained with.
CODE = (ROOT / "bot" / "nlu", ROOT / "vietnamese")


def find_model(settings: Settings) -> Path:
    """The trained model for the present data. Raises `NotReady` when there is none."""
    model = model_path(settings)
    if not model.is_file():
        raise NotReady("Chưa có mô hình cho dữ liệu hiện tại. Hãy chạy `bot train`.")
    return model


def model_path(settings: Settings) -> Path:
    """Where the model for the present configuration, data and code stands, trained or not."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    # The linker weighs an encoder only where it was trained beside one.
    digest.update(settings.encoder.encode())
    return settings.model_directory / f"assistant-{digest.hexdigest()[:12]}.tar.gz"


def train(settings: Settings) -> Path:
    """Train the model for the present data and return where it was written.

    The database must hold the records, for the linker is calibrated on them. Raises
    `TrainingFailed`. Nothing is left half-written: the archive appears when it is complete.
    """
    model = model_path(settings)
    settings.model_directory.mkdir(parents=True, exist_ok=True)
    from rasa.model_training import train as rasa_train
    from rasa.shared.exceptions import RasaException

    try:
        with _quiet_rasa(), _no_garbage_collection():
            result = rasa_train(
                domain=str(DOMAIN),
                config=str(CONFIG),
                training_files=[str(TRAINING_DATA)],
                output=str(settings.model_directory),
                fixed_model_name=model.name,
                # The records are not among what Rasa fingerprints, so its cache would be stale.
                force_training=True,
            )
    except RasaException as error:
        raise TrainingFailed(f"Huấn luyện không thành công: {error}") from error
    if result.code != 0 or not model.is_file():
        raise TrainingFailed("Huấn luyện không thành công. Xem các dòng báo lỗi ở trên.")
    return model


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Millions of objects are made and kept: to look through them again and again is a tenth of
    the time, and finds 0.1 of 4 GB.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _quiet_rasa() -> Iterator[None]:
    """Keep Rasa from printing: a progress bar for each rule, and its word of success."""
    before = os.environ.get("LOG_LEVEL")
    os.environ["LOG_LEVEL"] = "ERROR"
    try:
        with redirect_stdout(io.StringIO()):
            yield
    finally:
        if before is None:
            del os.environ["LOG_LEVEL"]
        else:
            os.environ["LOG_LEVEL"] = before


def _sources() -> Iterator[Path]:
    yield CONFIG
    yield DOMAIN
    yield from TRAINING_DATA.rglob("*.yml")
    for package in CODE:
        yield from package.rglob("*.py")
        yield from package.rglob("*.tsv")

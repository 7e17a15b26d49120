"""Points this process's settings at databases and models of the benchmarks."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.records import copy_of_records
from settings import Settings, get_settings


def settings_in(folder: Path) -> Settings:
    """Settings with a copy of all records, and an empty place for models, in `folder`."""
    os.environ["DATABASE_URL"] = copy_of_records(folder)
    os.environ["MODEL_DIRECTORY"] = str(folder / "models")
    # Rasa keeps the output of every component for its next training; none comes.
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"
    get_settings.cache_clear()
    return get_settings()

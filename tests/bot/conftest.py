from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.runtime import Runtime
from settings import Settings


@pytest.fixture(scope="session")
def runtime(settings: Settings, model: Path) -> Iterator[Runtime]:
    """The assistant in this process, over the trained model."""
    started = Runtime(settings, lambda: model)
    started.start()
    started.wait_until_ready()
    yield started
    started.stop()

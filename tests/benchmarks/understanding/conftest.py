"""The running assistant of tests/bot, and hand-made replies."""

from __future__ import annotations

# A fixture is seen by the folder whose conftest has it.
from tests.bot.conftest import runtime  # noqa: F401

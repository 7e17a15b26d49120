from __future__ import annotations

import errno
import tempfile
from pathlib import Path

import pytest

from bot.hotline.calls import Next
from bot.hotline.service import Hotline
from settings import Settings
from tests.speech.call.labelled_sound import RATE, Caller, LabelledRecogniser, LabelledVoice
from tests.speech.call.simulated_line import SimulatedLine


async def test_a_call_that_cannot_be_opened_takes_no_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        calls_at_once=1, call_audio=tmp_path / "audio", call_records=tmp_path / "records"
    )
    hotline = Hotline(settings, LabelledRecogniser(Caller()), LabelledVoice())
    line = SimulatedLine(RATE)

    def no_more_files(**_: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(tempfile, "TemporaryFile", no_more_files)
    with pytest.raises(OSError, match="Too many open files"):
        await hotline.take(line)
    assert hotline.calls == 0
    assert await hotline.next(line.call_id) is Next.OFFICER
    await line.hang_up()
    await hotline.close()

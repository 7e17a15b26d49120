"""Whole calls, as they are written down in `scenarios/`, on a clock that jumps over every wait."""

from __future__ import annotations

from typing import Any

import pytest

from tests.speech.call import scenario
from tests.speech.call.labelled_sound import LevelActivity
from tests.speech.call.scenario import CallThatWas


@pytest.fixture(autouse=True)
def labelled_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speech.call.ear.VoiceActivity", LevelActivity)


@pytest.mark.parametrize("name", scenario.scenarios())
def test_call(name: str) -> None:
    written = scenario.read(name)
    call = scenario.play(written)
    check(call, written["expect"])


def check(call: CallThatWas, expected: dict[str, Any]) -> None:
    said = [spoken.text for spoken in call.heard]
    assert (call.outcome.ending, call.outcome.reason) == (expected["ending"], expected["reason"])
    assert call.told == expected.get("told", call.told)
    assert in_order(expected.get("hears", []), said), said
    assert not any(words in text for words in expected.get("never_hears", []) for text in said)
    for words in expected.get("whole", []):
        assert any(words in spoken.text and spoken.is_whole for spoken in call.heard), said
    for words in expected.get("cut", []):
        assert any(words in spoken.text and not spoken.is_whole for spoken in call.heard), said
    assert len(call.line.flushed_at) == expected.get("flushes", len(call.line.flushed_at))
    assert call.line.hung_up_at is not None
    assert call.assistant.closed


def in_order(wanted: list[str], said: list[str]) -> bool:
    """Whether each piece is in some text, and after the piece before it."""
    texts = iter(said)
    return all(any(piece in text for text in texts) for piece in wanted)

from __future__ import annotations

import json

import pytest

from tests.speech.call import scenario
from tests.speech.call.labelled_sound import LevelActivity
from tests.speech.call.scenario import CallThatWas


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch) -> CallThatWas:
    """A call in which a number was keyed, after a question that took the bot half a second."""
    monkeypatch.setattr("speech.call.ear.VoiceActivity", LevelActivity)
    question = {"parts": ["Anh chị đọc số căn cước."], "expect": "digits", "after_s": 0.5}
    return scenario.play(
        {
            "limit_s": 60,
            "greeting": {"parts": ["Tổng đài xin nghe."]},
            "replies": [question, {"parts": ["Số 048201001234 là đúng ạ."]}],
            "caller": [
                {"hears": "xin nghe"},
                {"says": "tra cứu hồ sơ giúp tôi"},
                {"hears": "căn cước"},
                {"presses": "048201001234#"},
                {"hears": "đúng"},
                {"hangs_up": True},
            ],
        }
    )


def test_personal_numbers_are_masked_on_both_sides(call: CallThatWas) -> None:
    kept = json.dumps(call.session.record.as_dict(), ensure_ascii=False)
    assert call.told[-1] == "048201001234"
    assert "048201001234" not in kept
    assert kept.count("[số căn cước]") == 2


def test_it_says_what_was_heard_and_said_and_how_it_ended(call: CallThatWas) -> None:
    record = call.session.record.as_dict()
    greeting, question, number = record["turns"]
    assert greeting["said"] == ["Tổng đài xin nghe."]
    assert (question["heard"], question["by_keys"]) == ("tra cứu hồ sơ giúp tôi", False)
    assert question["said"] == ["Anh chị đọc số căn cước."]
    assert number["by_keys"]
    assert (record["ending"], record["reason"]) == ("answered", "caller_hung_up")
    assert record["seconds"] > 5


def test_the_stages_of_a_turn_add_up(call: CallThatWas) -> None:
    turn = call.session.record.turns[1]
    assert turn.silence_ms == pytest.approx(700, abs=40)
    assert turn.reply_ms == pytest.approx(500, abs=5)
    assert None not in (turn.final_ms, turn.first_sound_ms, turn.beyond_silence_ms)
    stages = (turn.final_ms or 0) + (turn.reply_ms or 0) + (turn.first_sound_ms or 0)
    assert turn.beyond_silence_ms == pytest.approx(stages, abs=3)


def test_what_the_caller_did_not_hear_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speech.call.ear.VoiceActivity", LevelActivity)
    call = scenario.play(scenario.read("skip"))
    said = [sentence for turn in call.session.record.turns for sentence in turn.said]
    assert any("hai loại" in sentence for sentence in said)
    assert not any("Thứ nhất" in sentence for sentence in said)
    assert call.session.record.turns[1].interrupted

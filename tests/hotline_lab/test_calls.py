"""Citizens call 1022: a real Asterisk with our dialplan, real telephones, recorded voices."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests.hotline_lab.call import SAME_SOUND, SAME_WORDS, Call
from tests.hotline_lab.hotline import URL
from tests.hotline_lab.lab import CALLS_AT_ONCE, Lab, spoken
from tests.hotline_lab.recordings import recording, share_understood
from tests.hotline_lab.scenario import Kept, perform, scenarios
from tests.hotline_lab.sound import Sound
from tests.support import free_port

pytestmark = pytest.mark.asterisk

SCENARIOS = scenarios()
ONE_SENTENCE, ANOTHER = "vivos/VIVOSSPK01_R002", "vivos/VIVOSSPK01_R010"
# Recordings of read sentences through a telephone, by the small recogniser.
UNDERSTOOD = 0.5


def test_calls_at_once_beyond_the_limit_go_to_an_officer(lab: Lab) -> None:
    lab.prepare()
    with ExitStack() as opened:
        officer = opened.enter_context(lab.officer())
        *taken, beyond = (
            Call(opened.enter_context(lab.citizen(number)), limit=60)
            for number in range(CALLS_AT_ONCE + 1)
        )
        for call in taken:
            call.dial()
            call.begins(within=3)

        beyond.dial()

        beyond.hear_recording(lab.asterisk.recordings["please-wait"], within=8)
        beyond.talk_with(officer, 5, recording(ONE_SENTENCE), recording(ANOTHER))
        for call in (beyond, *taken):
            call.hang_up()


def test_hotline_that_takes_no_sound_leaves_the_caller_to_an_officer(lab: Lab) -> None:
    lab.prepare()
    nobody = f"127.0.0.1:{free_port()}"
    lab.asterisk.command(f"dialplan set global HOTLINE_AUDIOSOCKET {nobody}")
    with lab.officer() as officer, lab.citizen() as citizen:
        call = Call(citizen, limit=30)

        call.dial()

        call.talk_with(officer, 15, recording(ONE_SENTENCE), recording(ANOTHER))
        call.hang_up()


def test_call_that_is_ended_from_outside_is_hung_up(lab: Lab) -> None:
    lab.prepare()
    calls_before = len(lab.hotline.calls())
    with lab.citizen() as citizen:
        call = Call(citizen, limit=30)
        call.dial()
        call.begins(within=3)

        ended = httpx.delete(f"{URL}/calls/{lab.asterisk.last_call_id()}")

        assert ended.status_code == 204
        call.ends(within=15)
    record = lab.hotline.wait_for_record(calls_before)
    assert (record["ending"], record["reason"]) == ("ended", "stopped")


@pytest.mark.parametrize("name", SCENARIOS)
def test_scripted_call(lab: Lab, name: str) -> None:
    scenario = SCENARIOS[name]
    calls_before, notes_before = len(lab.hotline.calls()), len(lab.asterisk.noted())

    call = perform(scenario, lab)

    if scenario.kept is not None:
        record = lab.hotline.wait_for_record(calls_before)
        check_record(record, scenario.kept)
        check_sound(record, lab.hotline.played(record), call.everything_heard())
    reasons = [reason for _, _, reason, _ in lab.asterisk.noted()[notes_before:]]
    assert reasons == ([scenario.noted] if scenario.noted else [])


def check_record(record: dict[str, Any], kept: Kept) -> None:
    """What the hotline keeps of the call is what happened in it."""
    assert (record["ending"], record["reason"]) == (kept.ending, kept.reason)
    turns = [turn for turn in record["turns"] if turn["heard"]]
    assert len(turns) == len(kept.heard), [turn["heard"] for turn in turns]
    for turn, expected in zip(turns, kept.heard, strict=True):
        if expected.startswith("keys "):
            assert turn["by_keys"] and turn["heard"] == expected.removeprefix("keys ")
        else:
            assert share_understood(expected, turn["heard"]) > UNDERSTOOD, turn["heard"]


def check_sound(record: dict[str, Any], played: Sound, heard: Sound) -> None:
    """The citizen heard what the hotline played, and it was what the record says."""
    if played.speech():
        assert heard.contains(played) > SAME_SOUND
    for turn in record["turns"]:
        # Where it was interrupted, the last sentence was not heard to its end.
        for sentence in turn["said"][:-1] if turn["interrupted"] else turn["said"]:
            likeness = heard.contains(spoken(sentence))
            assert likeness > SAME_WORDS, f"{likeness:.2f} for: {sentence}"

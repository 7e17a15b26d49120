"""One broken part ends in an officer and a line in the log, and touches nothing else."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog

from speech.call.assistant import Script
from speech.call.policy import Policy
from speech.call.recognitions import give_back, take
from speech.call.record import CallOutcome, Ending
from speech.call.session import Session
from speech.call.workers import open_workers
from speech.recognisers.base import Heard
from tests.speech.call import scenario
from tests.speech.call.labelled_sound import (
    RATE,
    Caller,
    LabelledRecogniser,
    LabelledRecognition,
    LabelledVoice,
    LevelActivity,
)
from tests.speech.call.scripted_assistant import Reply, ScriptedAssistant
from tests.speech.call.simulated_line import SimulatedLine
from tests.speech.call.virtual_clock import NoThreads, on_virtual_clock

SECRET = "số căn cước của tôi là 048201001234"


@pytest.fixture(autouse=True)
def labelled_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speech.call.ear.VoiceActivity", LevelActivity)


class HangingVoice(LabelledVoice):
    """Takes a second for anything."""

    def speak(self, text: str) -> Iterator[bytes]:
        time.sleep(1)
        yield from super().speak(text)


class HangingRecognition(LabelledRecognition):
    def final(self) -> Heard:
        time.sleep(1)
        return super().final()


def assistant() -> ScriptedAssistant:
    script = Script(("Tổng đài xin nghe.",))
    return ScriptedAssistant(Reply(script), [Reply(script)])


async def hold_with(voice: LabelledVoice, recogniser: LabelledRecogniser) -> CallOutcome | None:
    """A call in real time in which the caller says a few words at once."""
    line = SimulatedLine(RATE)
    policy = Policy(voice_s=0.2, recognition_s=0.2, question_silence_ms=200)
    with ThreadPoolExecutor(2) as workers:
        session = Session(line, recogniser, voice, assistant(), workers, mask=str, policy=policy)
        call = asyncio.create_task(session.run())
        await asyncio.sleep(0.1)
        await line.say(recogniser.caller.sound_of("lệ phí bao nhiêu"))
        await asyncio.wait_for(call, 10)
    return session.outcome


async def test_a_voice_that_hangs_means_an_officer() -> None:
    outcome = await hold_with(HangingVoice(), LabelledRecogniser(Caller()))
    assert outcome == CallOutcome(Ending.OFFICER, "voice_failed")


async def test_a_recogniser_that_hangs_means_an_officer(monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser = LabelledRecogniser(Caller())
    monkeypatch.setattr(recogniser, "open", lambda phrases: HangingRecognition(recogniser))
    outcome = await hold_with(LabelledVoice(), recogniser)
    assert outcome == CallOutcome(Ending.OFFICER, "recogniser_failed")


@pytest.mark.parametrize("breaks", ["recogniser", "voice"])
def test_the_log_says_what_broke_and_nothing_that_was_said(breaks: str) -> None:
    with structlog.testing.capture_logs() as log:
        scenario.play(
            {
                "limit_s": 60,
                "greeting": {"parts": ["Tổng đài xin nghe."]},
                "replies": [{"parts": [SECRET]}],
                "caller": [
                    {"hears": "xin nghe"},
                    {"breaks": breaks},
                    {"says": SECRET},
                ],
            }
        )
    failure = next(entry for entry in log if entry["event"] == "call.failed")
    assert failure["log_level"] == "error"
    assert failure["part"] == breaks
    assert failure["call"] == SimulatedLine.call_id
    assert "048201001234" not in str(log)
    assert SimulatedLine.caller not in str(log)


def test_a_bot_that_answers_nonsense_means_an_officer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScriptedAssistant, "reply", lambda *_: asyncio.sleep(0, result=None))
    call = scenario.play(
        {
            "limit_s": 60,
            "greeting": {"parts": ["Tổng đài xin nghe."]},
            "replies": [{}],
            "caller": [{"hears": "xin nghe"}, {"says": "lệ phí bao nhiêu"}],
        }
    )
    assert call.outcome == CallOutcome(Ending.OFFICER, "call_failed")


def test_a_cancelled_call_is_hung_up() -> None:
    async def cancelled_call() -> tuple[Session, SimulatedLine, ScriptedAssistant]:
        line, bot = SimulatedLine(RATE), assistant()
        recogniser = LabelledRecogniser(Caller())
        session = Session(line, recogniser, LabelledVoice(), bot, NoThreads(), mask=str)
        call = asyncio.create_task(session.run())
        await asyncio.sleep(1)
        call.cancel()
        await asyncio.wait({call})
        return session, line, bot

    session, line, bot = on_virtual_clock(cancelled_call(), 60)
    assert session.outcome == CallOutcome(Ending.FAILED, "cancelled")
    assert line.hung_up_at is not None
    assert bot.closed


def test_calls_share_the_streams_of_a_recogniser() -> None:
    recogniser = LabelledRecogniser(Caller())
    one, other = take(recogniser, ()), take(recogniser, ())
    assert one is not other
    give_back(recogniser, one)
    assert take(recogniser, ("một", "hai")) is one
    assert recogniser.phrases[-1] == ("một", "hai")


def test_a_silent_call_holds_no_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, ...]] = []
    monkeypatch.setattr(LabelledRecogniser, "open", lambda _, phrases: opened.append(phrases))
    scenario.play(scenario.read("no_input"))
    assert opened == []


def test_workers_give_way_to_the_event_loop() -> None:
    with open_workers() as workers:
        niceness = workers.submit(
            lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        ).result()
    assert niceness > os.getpriority(os.PRIO_PROCESS, 0)


def test_workers_of_a_process_of_low_priority_give_way_too() -> None:
    def niceness_of_a_worker() -> int:
        # Lasts as long as this thread; to go back up is for root alone.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 12)
        with open_workers() as workers:
            return workers.submit(
                lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
            ).result()

    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(niceness_of_a_worker).result() > 12

"""Calls with recorded speech at telephone quality, the real recogniser and the real voice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from speech.audio import level_dbfs, read_wav, resampled, silence
from speech.call.assistant import Script
from speech.call.record import Ending
from speech.call.session import Session
from speech.recognisers.viet_asr import VietAsr
from speech.voices.espeak import EspeakVoice
from tests.speech.call.scripted_assistant import Reply, ScriptedAssistant
from tests.speech.call.simulated_line import SimulatedLine
from tests.speech.call.virtual_clock import NoThreads, on_virtual_clock

AUDIO = Path(__file__).parents[3] / "../shared/data/audio"
RATE = 8000
GREETING = "Dạ, tổng đài xin nghe. Anh chị cần hỏi việc gì ạ?"
ANSWER = (
    "Dạ, anh chị nộp hồ sơ tại trung tâm phục vụ hành chính công của phường nơi cư trú, "
    "mang theo bản chính căn cước, tờ khai và giấy chứng sinh."
)


@pytest.fixture(scope="module")
def recogniser() -> VietAsr:
    return VietAsr()


@pytest.fixture(scope="module")
def voice() -> EspeakVoice:
    return EspeakVoice()


@dataclass
class Call:
    line: SimulatedLine
    session: Session
    assistant: ScriptedAssistant

    async def heard_s(self, seconds: float) -> None:
        """Wait until so much of the assistant's speech was heard since the call began."""
        while self.line.heard_ms() < seconds * 1000:
            await asyncio.sleep(0.02)

    async def told(self, messages: int) -> None:
        while len(self.assistant.told) < messages:
            await asyncio.sleep(0.02)

    def audible_ms(self, begins: float, ends: float) -> float:
        """How much sound the caller heard between two times."""
        frames = [pcm for at, pcm in self.line.heard_frames if begins <= at < ends]
        return 20.0 * sum(level_dbfs(pcm) > -50 for pcm in frames)


Act = Callable[[Call], Coroutine[None, None, None]]


async def hold(act: Act, recogniser: VietAsr, voice: EspeakVoice, workers: object) -> Call:
    """A call in which the caller does `act` and then hangs up."""
    line = SimulatedLine(RATE)
    reply = Reply(Script((ANSWER,)))
    assistant = ScriptedAssistant(Reply(Script((GREETING,))), [reply])
    session = Session(line, recogniser, voice, assistant, workers, mask=str)  # type: ignore[arg-type]
    call = Call(line, session, assistant)
    running = asyncio.create_task(session.run())
    await act(call)
    line.leave()
    await running
    return call


def clip(name: str) -> tuple[bytes, str]:
    """A recorded sentence at 8 kHz, and its words."""
    if not AUDIO.is_dir():
        pytest.skip("the recordings are not here: ../shared/data/audio is absent")
    recording = read_wav(AUDIO / "vivos" / f"{name}.wav")
    lines = (AUDIO / "vivos" / "transcripts.tsv").read_text("utf-8").splitlines()
    texts = dict(line.split("\t") for line in lines)
    return resampled(recording.pcm, recording.rate, RATE), texts[name]


def street_noise(seconds: float) -> bytes:
    if not AUDIO.is_dir():
        pytest.skip("the recordings are not here: ../shared/data/audio is absent")
    recording = read_wav(AUDIO / "noise" / "Busy_City_Street_new.wav")
    return resampled(recording.pcm, recording.rate, RATE)[: round(seconds * RATE) * 2]


def alike(one: str, other: str) -> float:
    """The share of words that two texts have in common, in order."""
    return SequenceMatcher(None, one.split(), other.split()).ratio()


def test_a_question_at_telephone_quality_is_understood_whole(
    recogniser: VietAsr, voice: EspeakVoice
) -> None:
    sound, text = clip("VIVOSSPK01_R006")

    async def act(call: Call) -> None:
        await call.heard_s(2)
        await call.line.played()
        await call.line.say(sound)
        await call.told(1)

    call = on_virtual_clock(hold(act, recogniser, voice, NoThreads()), 60)
    assert alike(call.assistant.told[0], text) > 0.8
    assert call.session.outcome and call.session.outcome.ending is Ending.ANSWERED


def test_two_sentences_with_a_long_pause_are_two_questions(
    recogniser: VietAsr, voice: EspeakVoice
) -> None:
    first, first_text = clip("VIVOSSPK01_R003")
    second, second_text = clip("VIVOSSPK01_R011")

    async def act(call: Call) -> None:
        await call.heard_s(2)
        await call.line.played()
        await call.line.say(first)
        await call.told(1)
        await call.line.say(second)
        await call.told(2)

    call = on_virtual_clock(hold(act, recogniser, voice, NoThreads()), 60)
    assert alike(call.assistant.told[0], first_text) > 0.6
    assert alike(call.assistant.told[1], second_text) > 0.6


def test_speech_over_the_answer_cuts_it_off_after_a_few_words(
    recogniser: VietAsr, voice: EspeakVoice
) -> None:
    question, _ = clip("VIVOSSPK01_R003")
    interruption, text = clip("VIVOSSPK01_R006")
    began = 0.0

    async def act(call: Call) -> None:
        nonlocal began
        await call.heard_s(2)
        await call.line.played()
        await call.line.say(question)
        await call.told(1)
        heard = call.line.heard_ms() / 1000
        await call.heard_s(heard + 1)
        began = asyncio.get_running_loop().time()
        await call.line.say(interruption)
        await call.told(2)

    call = on_virtual_clock(hold(act, recogniser, voice, NoThreads()), 60)
    flushed_at = call.line.flushed_at[0]
    # The recording begins with half a second of silence; the recogniser works in steps of 430 ms.
    assert began < flushed_at < began + 2.2
    assert call.audible_ms(flushed_at + 0.02, flushed_at + 1) == 0
    assert alike(call.assistant.told[1], text) > 0.8


def test_street_noise_neither_interrupts_nor_is_a_question(
    recogniser: VietAsr, voice: EspeakVoice
) -> None:
    noise = street_noise(8)

    async def act(call: Call) -> None:
        await call.heard_s(1)
        await call.line.say(noise)

    call = on_virtual_clock(hold(act, recogniser, voice, NoThreads()), 60)
    assert call.assistant.told == []
    assert call.line.flushed_at == []


def test_silence_is_not_decoded(
    recogniser: VietAsr, voice: EspeakVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speech.call.ear._partial", _must_not_be_called)

    async def act(call: Call) -> None:
        await call.line.say(silence(5000, RATE))

    call = on_virtual_clock(hold(act, recogniser, voice, NoThreads()), 60)
    assert call.session.outcome and call.session.outcome.reason == "caller_hung_up"


def _must_not_be_called(*_: object) -> None:
    raise AssertionError("silence was decoded")


def test_in_real_time_with_threads_the_answer_comes_soon(
    recogniser: VietAsr, voice: EspeakVoice
) -> None:
    sound, text = clip("VIVOSSPK01_R013")

    async def act(call: Call) -> None:
        await call.heard_s(1)
        await call.line.played()
        await call.line.say(sound)
        await call.told(1)
        heard = call.line.heard_ms() / 1000
        await call.heard_s(heard + 0.3)

    with ThreadPoolExecutor(4) as workers:
        call = asyncio.run(asyncio.wait_for(hold(act, recogniser, voice, workers), 30))
    assert alike(call.assistant.told[0], text) > 0.6
    turn = call.session.record.turns[1]
    # The measured target is half a second; a busy test machine gets three.
    assert turn.beyond_silence_ms is not None and turn.beyond_silence_ms < 3000

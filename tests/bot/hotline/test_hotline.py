"""Calls to the whole hotline: its process, the bot, the recogniser and the voice are real."""

from __future__ import annotations

import asyncio
import signal
import wave
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from speech.audio import level_dbfs, read_wav, resampled
from tests.bot.hotline.running_hotline import RATE, RunningHotline, Telephone
from tests.support import RunningServer

CLIPS = Path(__file__).parents[4] / "shared" / "data" / "audio" / "clips"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def clip() -> bytes:
    """Somebody says: «… chỉ muốn được nhìn nhận như là một huấn luyện viên»."""
    path = CLIPS / "vn1.wav"
    if not path.is_file():
        pytest.skip("the recordings are not here: ../shared/data/audio is absent")
    recording = read_wav(path)
    return resampled(recording.pcm, recording.rate, RATE)


@pytest.fixture(scope="module")
def hotline(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHotline]:
    folder = tmp_path_factory.mktemp("hotline")
    with RunningHotline(
        server_url, folder / "calls", CALL_AUDIO=str(folder / "audio"), CALLS_AT_ONCE="6"
    ) as running:
        yield running


def test_it_says_what_it_runs_with(hotline: RunningHotline) -> None:
    assert httpx.get(f"{hotline.url}/health").json() == {"status": "ok"}
    ready = httpx.get(f"{hotline.url}/ready").json()
    assert ready["ready"] is True
    assert ready["recogniser"] in hotline.log()
    assert ready["voice"] in hotline.log()
    assert f"127.0.0.1:{hotline.audiosocket_port}" in hotline.log()


async def test_what_is_said_is_understood_answered_and_kept(
    hotline: RunningHotline, clip: bytes
) -> None:
    async with Telephone(hotline) as phone:
        await phone.until_answered()
        await phone.until_quiet()
        await phone.say(clip)
        await phone.until_answered()
        await phone.until_quiet()
    record = await hotline.record(phone.call_id)
    greeting, turn = record["turns"][:2]
    assert "trợ lý" in " ".join(greeting["said"])
    assert "huấn luyện viên" in turn["heard"]
    assert turn["said"]
    assert turn["beyond_silence_ms"] is not None
    assert (record["ending"], record["reason"]) == ("answered", "caller_hung_up")
    assert "0905123456" not in str(record) + hotline.log()
    recordings = list((hotline.records_folder.parent / "audio").glob(f"*{phone.call_id}.wav"))
    with wave.open(str(recordings[0])) as kept:
        assert kept.getnchannels() == 2
        both = kept.readframes(kept.getnframes())
    caller = b"".join(both[place : place + 2] for place in range(0, len(both), 4))
    bot = b"".join(both[place + 2 : place + 4] for place in range(0, len(both), 4))
    assert level_dbfs(caller) > -60
    assert level_dbfs(bot) > -60
    assert abs(len(caller) / 2 / RATE - record["seconds"]) < 1
    assert 'hotline_calls_total{ending="answered"' in httpx.get(f"{hotline.url}/metrics").text


async def test_key_0_leads_to_an_officer(hotline: RunningHotline) -> None:
    async with Telephone(hotline) as phone:
        await phone.until_answered()
        phone.press("0")
        await asyncio.wait_for(phone.hung_up.wait(), 20)
        assert await asyncio.to_thread(hotline.next, phone.call_id) == "officer"
    record = await hotline.record(phone.call_id)
    assert (record["ending"], record["next"]) == ("officer", "officer")


async def test_an_operator_ends_a_call(hotline: RunningHotline) -> None:
    async with Telephone(hotline) as phone:
        await phone.until_answered()
        address = f"{hotline.url}/calls/{phone.call_id}"
        assert (await asyncio.to_thread(httpx.delete, address)).status_code == 204
        await asyncio.wait_for(phone.hung_up.wait(), 20)
        assert await asyncio.to_thread(hotline.next, phone.call_id) == "hangup"
        assert (await asyncio.to_thread(httpx.delete, address)).status_code == 404


async def test_a_call_whose_sound_ended_at_the_pbx_goes_to_an_officer(
    hotline: RunningHotline,
) -> None:
    async with Telephone(hotline) as phone:
        await phone.until_answered()
        assert await asyncio.to_thread(hotline.next, phone.call_id) == "officer"
        await asyncio.wait_for(phone.hung_up.wait(), 20)
    assert await asyncio.to_thread(hotline.next, phone.call_id) == "officer"


def test_a_call_that_nobody_knows_goes_to_an_officer(hotline: RunningHotline) -> None:
    assert hotline.next("11111111-2222-4333-8444-555555555555") == "officer"
    assert hotline.next("no-uuid") == "officer"


@pytest.mark.parametrize("path", ["bad id/start", "a_b/start", "x/start?rate=11025"])
def test_a_call_that_cannot_be_is_not_announced(hotline: RunningHotline, path: str) -> None:
    response = httpx.post(f"{hotline.url}/calls/{path}")
    assert (response.status_code, response.text) == (400, "officer")


def test_a_form_that_is_too_long_or_no_text_does_no_harm(hotline: RunningHotline) -> None:
    for body in (b"caller=" + b"1" * 100_000, b"\xff\xfe\x00" * 100):
        response = httpx.post(f"{hotline.url}/calls/{'c' * 10}/start", content=body)
        assert response.text in ("hotline", "officer")


async def test_when_all_places_are_taken_the_next_caller_goes_to_an_officer(
    server_url: str, tmp_path: Path
) -> None:
    with RunningHotline(server_url, tmp_path, CALLS_AT_ONCE="1") as hotline:
        async with Telephone(hotline) as phone:
            await phone.until_answered()
            assert await asyncio.to_thread(hotline.start, "another") == "officer"
            assert await asyncio.to_thread(hotline.start, phone.call_id) == "officer"
        await hotline.record(phone.call_id)
        assert await asyncio.to_thread(hotline.start, "another") == "hotline"


async def test_garbage_changes_nothing_for_other_calls(hotline: RunningHotline) -> None:
    async with Telephone(hotline) as phone:
        await phone.until_answered()
        reader, writer = await asyncio.open_connection("127.0.0.1", hotline.audiosocket_port)
        writer.write(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
        await asyncio.wait_for(reader.read(), 5)
        writer.close()
        before = len(phone.heard)
        await asyncio.sleep(0.5)
        assert len(phone.heard) > before
        assert not phone.hung_up.is_set()
    reasons = [event.get("reason", "") for event in hotline.events()]
    assert any("first frame is of kind 0x16" in reason for reason in reasons)


async def test_when_the_bot_dies_in_mid_call_the_caller_goes_to_an_officer(
    model: Path, tmp_path: Path, clip: bytes
) -> None:
    with RunningServer() as bot, RunningHotline(bot.url, tmp_path) as hotline:
        async with Telephone(hotline) as phone:
            await phone.until_answered()
            await phone.until_quiet()
            bot.kill()
            await phone.say(clip)
            await asyncio.wait_for(phone.hung_up.wait(), 40)
            assert await asyncio.to_thread(hotline.next, phone.call_id) == "officer"
        record = await hotline.record(phone.call_id)
        assert record["reason"] == "bot_unreachable"
        # The bot is looked at every two seconds.
        await asyncio.sleep(3)
        assert await asyncio.to_thread(hotline.start, "another") == "officer"
        ready = await asyncio.to_thread(httpx.get, f"{hotline.url}/ready")
        assert ready.status_code == 503
        assert "does not answer" in ready.json()["reason"]


async def test_stopping_sends_callers_to_an_officer(server_url: str, tmp_path: Path) -> None:
    with RunningHotline(server_url, tmp_path) as hotline:
        async with Telephone(hotline) as phone:
            await phone.until_answered()
            hotline.terminate()
            await asyncio.wait_for(phone.hung_up.wait(), 10)
            assert await asyncio.to_thread(hotline.next, phone.call_id) == "officer"
        # The process ends by the signal itself, as `bot serve` does.
        assert await asyncio.to_thread(hotline.process.wait, 20) in (0, -signal.SIGTERM)
        assert (await hotline.record(phone.call_id))["next"] == "officer"


async def test_many_short_calls_leave_nothing_behind(hotline: RunningHotline) -> None:
    async def short_call(number: int) -> None:
        async with Telephone(hotline) as phone:
            await phone.until_answered()
            if number % 2:
                phone.press("0")
                await asyncio.wait_for(phone.hung_up.wait(), 20)
        await hotline.record(phone.call_id)

    async def many(calls: int) -> None:
        for start in range(0, calls, 4):
            await asyncio.gather(*(short_call(number) for number in range(start, start + 4)))
        await asyncio.sleep(1.5)

    async def files_at_most(limit: int) -> bool:
        # Connections kept for reuse are closed some seconds later; what a call left behind is not.
        for _ in range(30):
            if hotline.open_files() <= limit:
                return True
            await asyncio.sleep(0.5)
        return False

    await many(12)
    files, memory = hotline.open_files(), hotline.memory_mb()
    await many(24)
    assert await files_at_most(files + 2)
    assert hotline.memory_mb() < memory + 20

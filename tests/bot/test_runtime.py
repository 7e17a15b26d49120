"""The assistant in one process, asked by many at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.answer import Aspect, Kind
from bot.dialogue.training import find_model
from bot.errors import NotReady
from bot.runtime import FAILED, STARTING, Runtime
from settings import Settings
from tests.bot.asking import answer_of, kept_messages, new_sender

BIRTH = "1.001193"


async def test_a_question_is_answered_from_a_record(runtime: Runtime) -> None:
    answer = answer_of(await runtime.handle(new_sender(), "làm giấy khai sinh cần giấy tờ gì"))
    assert answer.kind is Kind.PROCEDURE
    assert answer.procedure is not None
    assert (answer.procedure.code, answer.aspect) == (BIRTH, Aspect.DOCUMENTS)


async def test_a_follow_up_is_about_the_same_procedure(runtime: Runtime) -> None:
    sender = new_sender()
    await runtime.handle(sender, "làm giấy khai sinh cho con")
    answer = answer_of(await runtime.handle(sender, "lệ phí bao nhiêu"))
    assert answer.procedure is not None
    assert (answer.procedure.code, answer.aspect) == (BIRTH, Aspect.FEE)


async def test_conversations_do_not_mix(runtime: Runtime) -> None:
    await runtime.handle(new_sender(), "làm giấy khai sinh cho con")
    answer = answer_of(await runtime.handle(new_sender(), "lệ phí bao nhiêu"))
    assert answer.kind is Kind.CLARIFY


@pytest.mark.slow
async def test_two_hundred_messages_at_once_are_all_answered_in_order(
    runtime: Runtime, settings: Settings
) -> None:
    sender = new_sender()
    sent = [f"cảm ơn lần {number}" for number in range(200)]
    replies = await asyncio.gather(*(runtime.handle(sender, message) for message in sent))
    assert all(answer_of(reply).kind is not Kind.ERROR for reply in replies)
    assert kept_messages(settings.database_url, sender) == sent


async def test_a_late_message_does_not_overtake_those_that_wait(
    runtime: Runtime, settings: Settings
) -> None:
    sender = new_sender()
    waiting = [asyncio.create_task(runtime.handle(sender, f"cảm ơn {n}")) for n in range(6)]
    await waiting[0]
    late = asyncio.create_task(runtime.handle(sender, "cảm ơn 6"))
    await asyncio.gather(*waiting, late)
    assert kept_messages(settings.database_url, sender) == [f"cảm ơn {n}" for n in range(7)]


async def test_a_citizen_does_not_wait_for_all_messages_of_another(runtime: Runtime) -> None:
    busy = new_sender()
    queue = [asyncio.create_task(runtime.handle(busy, f"cảm ơn {n}")) for n in range(30)]
    await queue[0]
    await runtime.handle(new_sender(), "xin chào")
    assert sum(task.done() for task in queue) < 15
    await asyncio.gather(*queue)


async def test_a_message_nobody_can_read_is_answered_with_what_to_do(runtime: Runtime) -> None:
    assert answer_of(await runtime.handle(new_sender(), "👶")).kind is Kind.CLARIFY


async def test_parsing_leaves_no_conversation(runtime: Runtime, settings: Settings) -> None:
    understood = await runtime.parse("đăng ký kết hôn cần giấy tờ gì")
    assert understood["intent"]["name"] == "ask_documents"
    assert understood["link"]["candidates"][0]["key"] == "1.000894"


class TestWithoutAModel:
    @pytest.fixture
    def broken(self, tmp_path: Path, settings: Settings) -> Iterator[Runtime]:
        nowhere = settings.model_copy(update={"model_directory": tmp_path})
        started = Runtime(nowhere, lambda: find_model(nowhere))
        started.start()
        yield started
        started.stop()

    async def test_the_operator_is_told_what_to_run(self, broken: Runtime) -> None:
        with pytest.raises(NotReady, match="bot train"):
            broken.wait_until_ready()
        assert isinstance(broken.error, NotReady)
        assert not broken.ready
        with pytest.raises(NotReady):
            await broken.parse("khai sinh")

    async def test_the_citizen_gets_an_error_answer(self, broken: Runtime) -> None:
        with pytest.raises(NotReady):
            broken.wait_until_ready()
        answer = answer_of(await broken.handle(new_sender(), "làm khai sinh"))
        assert (answer.kind, answer.text) == (Kind.ERROR, FAILED)


def test_a_damaged_model_names_the_remedy(tmp_path: Path, settings: Settings) -> None:
    damaged = tmp_path / "damaged.tar.gz"
    damaged.write_bytes(b"no archive")
    started = Runtime(settings, lambda: damaged)
    started.start()
    with pytest.raises(NotReady, match=r"damaged\.tar\.gz .*bot train"):
        started.wait_until_ready()
    started.stop()


async def test_while_it_loads_it_says_so(settings: Settings, model: Path) -> None:
    go_on = threading.Event()

    def slowly() -> Path:
        go_on.wait()
        return model

    loading = Runtime(settings, slowly)
    loading.start()
    answer = answer_of(await loading.handle(new_sender(), "làm khai sinh"))
    assert (answer.kind, answer.text) == (Kind.ERROR, STARTING)
    go_on.set()
    loading.wait_until_ready()
    loading.stop()


class TestStop:
    async def test_it_finishes_what_is_under_way(self, settings: Settings, model: Path) -> None:
        started = Runtime(settings, lambda: model)
        started.start()
        started.wait_until_ready()
        asked = [asyncio.create_task(started.handle(new_sender(), "xin chào")) for _ in range(5)]
        await asyncio.sleep(0)
        await asyncio.to_thread(started.stop)
        replies = await asyncio.wait_for(asyncio.gather(*asked), timeout=20)
        assert {answer_of(reply).kind for reply in replies} == {Kind.GREETING}

    async def test_it_ends_the_thread_and_later_messages_get_an_error_answer(
        self, settings: Settings, model: Path
    ) -> None:
        started = Runtime(settings, lambda: model)
        started.start()
        started.wait_until_ready()
        started.stop()
        reply = await asyncio.wait_for(started.handle(new_sender(), "xin chào"), timeout=20)
        assert answer_of(reply).kind is Kind.ERROR

    def test_it_may_be_called_twice_and_before_the_start(
        self, settings: Settings, model: Path
    ) -> None:
        never_started = Runtime(settings, lambda: model)
        never_started.stop()
        started = Runtime(settings, lambda: model)
        started.start()
        started.stop()
        started.stop()

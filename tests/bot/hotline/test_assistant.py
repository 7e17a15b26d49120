"""What a call asks the bot, over HTTP, and what becomes of it when the bot is ill."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from bot.hotline.assistant import BotAssistant, problem_of
from speech.call.assistant import Expect, Outcome, Script
from speech.errors import AssistantUnreachable
from tests.bot.server.test_officer import ALL_WEEK, TOKEN, WISH, Officer
from tests.support import RunningServer, free_port

NUMBER = "0905123456"

pytestmark = pytest.mark.slow


@pytest.fixture
async def client(server_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server_url) as opened:
        yield opened


class LosesAnswers(httpx.AsyncHTTPTransport):
    """The network as it is at times: requests arrive, and the first answers are lost."""

    def __init__(self, lost: int) -> None:
        super().__init__()
        self.lost = lost
        self.sent: list[str] = []
        self.messages: httpx.Request | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        if request.url.path.endswith("/messages"):
            self.messages = request
            self.sent.append(request.content.decode())
            if self.lost > 0:
                self.lost -= 1
                await response.aclose()
                raise httpx.ReadError("lost")
        return response


def words(script: Script) -> str:
    return " ".join(script.parts)


async def test_a_conversation_from_greeting_to_code(client: httpx.AsyncClient) -> None:
    assistant = BotAssistant(client)
    greeting = await assistant.greet("c1", NUMBER)
    assert "trợ lý" in words(greeting)
    fee = await assistant.reply("c1", "đăng ký kết hôn lệ phí bao nhiêu")
    assert "kết hôn" in words(fee)
    assert fee.outcome is Outcome.CONTINUE
    code = await assistant.portal_code("c1")
    assert len(code) == 6
    await assistant.close("c1")


async def test_digits_of_a_proof_are_masked_while_they_are_asked_for(
    client: httpx.AsyncClient,
) -> None:
    assistant = BotAssistant(client)
    await assistant.greet("c1", NUMBER)
    assert assistant.masked("1234") == "1234"
    assert "0905123456" not in assistant.masked("số tôi là 0905123456")
    await assistant.reply("c1", "tra cứu hồ sơ")
    asked = await assistant.reply("c1", "H17-260814-0001")
    assert asked.expect is Expect.DIGITS
    assert assistant.masked("1234") == "[mã chứng minh]"
    assert assistant.masked("một hai ba bốn") == "[mã chứng minh]"


async def test_an_answer_that_was_lost_is_asked_for_again_and_given_once(server_url: str) -> None:
    network = LosesAnswers(lost=1)
    async with httpx.AsyncClient(base_url=server_url, transport=network) as client:
        assistant = BotAssistant(client)
        await assistant.greet("c1", NUMBER)
        script = await assistant.reply("c1", "đăng ký kết hôn cần giấy tờ gì")
        assert "kết hôn" in words(script)
        first, second = network.sent
        assert first == second
        assert network.messages is not None
        events = await client.get(
            str(network.messages.url).replace("/messages", "/events"),
            headers={"Authorization": network.messages.headers["Authorization"]},
        )
        speakers = [event["from"] for event in events.json()["events"]]
        assert speakers == ["citizen", "bot"]


async def test_a_network_that_loses_everything_is_an_error_of_ours(server_url: str) -> None:
    network = LosesAnswers(lost=100)
    async with httpx.AsyncClient(base_url=server_url, transport=network) as client:
        assistant = BotAssistant(client)
        await assistant.greet("c1", NUMBER)
        with pytest.raises(AssistantUnreachable, match="ReadError"):
            await assistant.reply("c1", "xin chào")
        assert len(network.sent) == 2


async def test_a_bot_that_is_not_there() -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{free_port()}") as client:
        assert "does not answer" in await problem_of(client)
        with pytest.raises(AssistantUnreachable):
            await BotAssistant(client).greet("c1", NUMBER)


class TestOfficers:
    @pytest.fixture(scope="class")
    def office(
        self, model: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[RunningServer]:
        """A bot whose officers are there the whole week."""
        database = f"sqlite:///{tmp_path_factory.mktemp('office')}/assistant.db"
        with RunningServer(
            DATABASE_URL=database, OFFICER_TOKEN=TOKEN, OFFICE_HOURS=ALL_WEEK, HOLIDAYS=""
        ) as server:
            yield server

    @pytest.fixture(scope="class")
    def closed_office(
        self, model: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[RunningServer]:
        """A bot whose officers are on holiday."""
        database = f"sqlite:///{tmp_path_factory.mktemp('closed')}/assistant.db"
        with RunningServer(
            DATABASE_URL=database, OFFICER_TOKEN=TOKEN, HOLIDAYS="2020-01-01..2099-12-31"
        ) as server:
            yield server

    async def test_who_wants_an_officer_gets_one_on_the_telephone_and_not_in_the_chat(
        self, office: RunningServer
    ) -> None:
        async with httpx.AsyncClient(base_url=office.url) as client:
            assistant = BotAssistant(client)
            await assistant.greet("c1", NUMBER)
            script = await assistant.reply("c1", WISH)
            assert script.outcome is Outcome.OFFICER
            assert not assistant.left_message
            with httpx.Client(base_url=office.url) as officers:
                assert len(Officer(officers).get("/queue").json()["waiting"]) == 1
                await assistant.close("c1")
                async with asyncio.timeout(5):
                    while Officer(officers).get("/queue").json()["waiting"]:
                        await asyncio.sleep(0.1)

    @pytest.mark.parametrize("caller", [NUMBER, ""])
    async def test_when_nobody_is_there_a_message_is_left_with_the_number(
        self, closed_office: RunningServer, caller: str
    ) -> None:
        async with httpx.AsyncClient(base_url=closed_office.url) as client:
            assistant = BotAssistant(client)
            await assistant.greet("c1", caller)
            script = await assistant.reply("c1", WISH)
            assert script.outcome is Outcome.CONTINUE
            assert "lời nhắn" in words(script)
            assert ("số điện thoại" in words(script)) is (caller == "")
            script = await assistant.reply("c1", "nhờ cán bộ xem giúp hồ sơ của tôi")
            assert "gọi lại" in words(script)
            assert assistant.left_message
            await assistant.close("c1")
        with httpx.Client(base_url=closed_office.url) as client:
            lan = Officer(client)
            # Longest wait first, so that ours is the last.
            conversation = lan.get("/queue").json()["left_messages"][-1]["id"]
            assert lan.act(conversation, "accept").status_code == 200
            call_back = lan.get(
                f"/conversations/{conversation}/call_back", params={"officer": lan.name}
            )
            assert (NUMBER in call_back.text) is (caller == NUMBER)

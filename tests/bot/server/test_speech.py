"""The portal's voice over a running server: answers read aloud, and a microphone understood."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets

from actions.answer import Answer, Aspect, Kind, ProcedureChoice, Suggestion
from actions.procedure_answer import procedure_answer
from bot.conversations.store import Event, Speaker, utc_now
from bot.server import listening, speech
from knowledge.library import Library
from settings import Settings
from speech.audio import level_dbfs, read_wav, seconds_of
from speech.voices.mp3 import decoded
from tests.actions.sample_records import BARE
from tests.bot.portal_client import Citizen
from tests.bot.web.portal import MARRIAGE, MARRIAGE_AGAIN, Portal

CLIPS = Path(__file__).parents[3].parent / "shared" / "data" / "audio" / "vivos"
QUESTION = "làm giấy khai sinh cho con cần giấy tờ gì"
SPEAK = "/api/speech/speak"
# A tenth of a second, as the browser sends it.
PIECE = 3200


@pytest.fixture(scope="module")
def portal(settings: Settings, library: Library) -> Iterator[Portal]:
    started = Portal(settings, library)
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def client(portal: Portal) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal.url, timeout=60) as opened:
        yield opened


@pytest.fixture
def citizen(client: httpx.Client) -> Citizen:
    return Citizen(client)


def read_aloud(citizen: Citizen, cursor: int, part: int = 0, **more: Any) -> httpx.Response:
    body = {"conversation": citizen.id, "cursor": cursor, "part": part}
    return citizen.client.post(SPEAK, json=body, headers=citizen.headers, **more)


class TestReadingAloud:
    def test_both_are_offered_here(self, client: httpx.Client) -> None:
        response = client.get("/api/speech")
        assert response.json() == {"speak": True, "listen": True}
        assert "microphone=(self)" in response.headers["Permissions-Policy"]

    def test_an_answer_is_read_part_by_part(self, citizen: Citizen) -> None:
        answer = citizen.ask(QUESTION)
        lengths = []
        for part in range(100):
            response = read_aloud(citizen, answer["cursor"], part)
            if response.status_code == 204:
                break
            assert response.headers["content-type"] == "audio/mpeg"
            assert response.headers["cache-control"] == "no-store"
            sound = b"".join(decoded(response.content, 8000))
            assert level_dbfs(sound) > -40
            lengths.append(seconds_of(sound, 8000))
        # Several parts, each short enough to come soon.
        assert len(lengths) > 2
        assert all(1 < length < 40 for length in lengths)

    def test_what_there_is_to_choose_from_is_read_last(
        self, portal: Portal, citizen: Citizen
    ) -> None:
        names = ["Đăng ký kết hôn", "Đăng ký lại kết hôn"]
        portal.assistant.next_answer = Answer(
            kind=Kind.CHOICE,
            text="Dạ, anh/chị hỏi thủ tục nào ạ?",
            procedures=[
                ProcedureChoice(code=code, name=name)
                for code, name in zip((MARRIAGE, MARRIAGE_AGAIN), names, strict=True)
            ],
            suggestions=[Suggestion(title=name, message=name) for name in names],
        ).payload()
        cursor = citizen.ask("kết hôn")["cursor"]
        event = portal.conversations.events(citizen.id, cursor - 1, 1)[0]
        *_, choices = speech.parts_to_read(event)
        assert all(name.lower() in choices.lower() for name in names)

    def test_keys_of_a_telephone_are_not_spoken_of(self) -> None:
        answer = procedure_answer(BARE, 1, Aspect.FEE)
        said = Event(1, utc_now(), Speaker.BOT, answer.text, custom=answer.payload())
        read = " ".join(speech.parts_to_read(said))
        assert "gọi một không hai hai để hỏi cán bộ" in read
        assert "bấm phím" not in read

    @pytest.mark.parametrize("custom", [{"shape": "older"}, {"kind": "procedure", "aspect": "fee"}])
    def test_an_answer_in_an_older_shape_is_read_from_its_text(
        self, portal: Portal, citizen: Citizen, custom: dict[str, str]
    ) -> None:
        cursor = citizen.ask("xin chào")["cursor"]
        event = portal.conversations.events(citizen.id, cursor - 1, 1)[0]
        older = type(event)(**{**vars(event), "custom": custom})
        assert speech.parts_to_read(older) == ["dạ, em chào anh chị ạ."]

    def test_only_what_the_bot_has_said_is_read(self, citizen: Citizen) -> None:
        cursor = citizen.say("đọc to câu này giúp tôi")
        citizen.until(cursor, 1)
        assert read_aloud(citizen, cursor).status_code == 404
        assert read_aloud(citizen, 99).status_code == 404

    def test_nobody_else_may_listen(self, client: httpx.Client, citizen: Citizen) -> None:
        cursor = citizen.ask("xin chào")["cursor"]
        body = {"conversation": citizen.id, "cursor": cursor}
        refused = [
            client.post(SPEAK, json=body),
            client.post(SPEAK, json=body, headers=Citizen(client).headers),
            client.post(SPEAK, json={**body, "conversation": "x"}, headers=citizen.headers),
        ]
        assert {response.status_code for response in refused} == {404}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"text": "bất cứ câu nào"},
            {"cursor": 0},
            {"cursor": "x"},
            {"part": -1},
            {"conversation": "a\x00b"},
            {"conversation": "x" * 33},
        ],
    )
    def test_a_text_of_the_callers_own_is_no_request(
        self, citizen: Citizen, wrong: dict[str, Any]
    ) -> None:
        body = {"conversation": citizen.id, "cursor": 1, **wrong}
        if "text" in wrong:
            del body["cursor"]
        response = citizen.client.post(SPEAK, json=body, headers=citizen.headers)
        assert response.status_code == 422
        assert all(" " in problem["problem"] for problem in response.json()["problems"])

    def test_too_much_is_refused_for_a_while(
        self, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        few = speech.Limit("read_aloud", 2, speech.READ_ALOUD.period, "Nhiều quá.")
        monkeypatch.setattr(speech, "READ_ALOUD", few)
        cursor = citizen.ask("xin chào")["cursor"]
        codes = [read_aloud(citizen, cursor).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert int(read_aloud(citizen, cursor).headers["Retry-After"]) > 0
        assert read_aloud(Citizen(citizen.client), 1).status_code == 404

    def test_without_an_engine_nothing_is_offered(
        self, settings: Settings, library: Library, tmp_path: Path
    ) -> None:
        broken = settings.model_copy(
            update={"voice": "piper", "recogniser": "vosk", "speech_models": tmp_path}
        )
        portal = Portal(broken, library)
        portal.start()
        try:
            with httpx.Client(base_url=portal.url, timeout=60) as client:
                assert client.get("/api/speech").json() == {"speak": False, "listen": False}
                citizen = Citizen(client)
                response = read_aloud(citizen, citizen.ask("xin chào")["cursor"])
                assert response.status_code == 503
                assert "chưa đọc được" in response.json()["detail"]
        finally:
            portal.stop()


@asynccontextmanager
async def microphone(portal: Portal, first: object = None) -> AsyncIterator[Any]:
    address = portal.url.replace("http", "ws") + "/api/speech/listen"
    async with websockets.connect(address) as socket:  # type: ignore[attr-defined]
        if first is not None:
            await socket.send(first if isinstance(first, str | bytes) else json.dumps(first))
        yield socket


def begin(citizen: Citizen) -> dict[str, str]:
    return {"conversation": citizen.id, "secret": citizen.secret}


async def told(socket: Any) -> dict[str, Any]:
    """What the server says next."""
    answer: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 30))
    return answer


async def ended(socket: Any) -> int:
    """Read on until the server closes; its code."""
    with pytest.raises(websockets.ConnectionClosed):  # type: ignore[attr-defined]
        while True:
            await asyncio.wait_for(socket.recv(), 30)
    return int(socket.close_code)


@pytest.fixture(scope="module")
def clip() -> tuple[bytes, str]:
    """A recorded sentence and what is said in it."""
    if not CLIPS.is_dir():
        pytest.skip("the recorded clips are not here: ../shared/data/audio is absent")
    lines = (CLIPS / "transcripts.tsv").read_text(encoding="utf-8").splitlines()
    name, _, text = lines[1].partition("\t")
    recording = read_wav(CLIPS / f"{name}.wav")
    assert recording.rate == 16000
    return recording.pcm, text


def words_in_common(heard: str, said: str) -> float:
    return len(set(heard.split()) & set(said.split())) / len(set(said.split()))


class TestMicrophone:
    async def test_words_come_while_they_are_spoken(
        self, portal: Portal, citizen: Citizen, clip: tuple[bytes, str]
    ) -> None:
        pcm, said = clip
        partials = []
        async with microphone(portal, begin(citizen)) as socket:
            assert await told(socket) == {"ready": True}
            for start in range(0, len(pcm), PIECE):
                await socket.send(pcm[start : start + PIECE])
            await socket.send('{"end":true}')
            while "partial" in (answer := await told(socket)):
                partials.append(answer["partial"])
            assert await ended(socket) == 1000
        assert len(partials) > 2
        assert words_in_common(answer["final"], said) > 0.6

    async def test_a_pause_ends_it(
        self, portal: Portal, citizen: Citizen, clip: tuple[bytes, str]
    ) -> None:
        pcm, said = clip
        spoken = pcm + bytes(8 * listening.BYTES_PER_SECOND)
        answers = []
        async with microphone(portal, begin(citizen)) as socket:
            await told(socket)

            async def talk() -> None:
                for start in range(0, len(spoken), PIECE):
                    await socket.send(spoken[start : start + PIECE])
                    await asyncio.sleep(0.01)

            talking = asyncio.create_task(talk())
            while "final" not in (answer := await told(socket)):
                answers.append(answer)
            talking.cancel()
        assert words_in_common(answer["final"], said) > 0.6

    async def test_silence_ends_after_the_longest_time(
        self, portal: Portal, citizen: Citizen
    ) -> None:
        async with microphone(portal, begin(citizen)) as socket:
            await told(socket)
            for _ in range(listening.LONGEST_SECONDS):
                await socket.send(bytes(listening.BYTES_PER_SECOND))
            assert await told(socket) == {"final": ""}
            assert await ended(socket) == 1000

    @pytest.mark.parametrize(
        ("first", "error"),
        [
            ({}, "not_found"),
            ({"conversation": "unknown", "secret": "wrong"}, "not_found"),
            ({"conversation": "a\x00b", "secret": "x"}, "not_found"),
            (b"\x00\x00", "not_found"),
            ("no json", "bad_request"),
            ("[" * 5000, "bad_request"),
            ("7", "bad_request"),
        ],
    )
    async def test_a_stranger_is_refused(self, portal: Portal, first: object, error: str) -> None:
        async with microphone(portal, first) as socket:
            assert await told(socket) == {"error": error}
            assert await ended(socket) in {1008, 1003}

    async def test_of_another_conversation_the_secret_is_worth_nothing(
        self, portal: Portal, client: httpx.Client
    ) -> None:
        mine, other = Citizen(client), Citizen(client)
        first = {"conversation": other.id, "secret": mine.secret}
        async with microphone(portal, first) as socket:
            assert await told(socket) == {"error": "not_found"}

    @pytest.mark.parametrize("pcm", [b"\x00", bytes(listening.MOST_BYTES_AT_ONCE + 2)])
    async def test_pieces_that_no_microphone_sends(
        self, portal: Portal, citizen: Citizen, pcm: bytes
    ) -> None:
        async with microphone(portal, begin(citizen)) as socket:
            await told(socket)
            await socket.send(pcm)
            assert await told(socket) == {"error": "bad_request"}

    async def test_who_says_nothing_is_let_go(
        self, portal: Portal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(listening, "IDLE_SECONDS", 0.2)
        async with microphone(portal) as socket:
            assert await ended(socket) == 1001

    async def test_only_so_many_at_once(
        self, portal: Portal, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(speech, "LISTENED_TO_AT_ONCE", 1)
        async with microphone(portal, begin(citizen)) as first:
            assert await told(first) == {"ready": True}
            async with microphone(portal, begin(citizen)) as second:
                assert await told(second) == {"error": "busy"}
                assert await ended(second) == 1013
        await asyncio.sleep(0.2)
        async with microphone(portal, begin(citizen)) as third:
            assert await told(third) == {"ready": True}

    async def test_too_often_is_refused_for_a_while(
        self, portal: Portal, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        few = listening.Limit("listened_to", 1, listening.LISTENED_TO.period)
        monkeypatch.setattr(listening, "LISTENED_TO", few)
        async with microphone(portal, begin(citizen)) as socket:
            assert await told(socket) == {"ready": True}
        async with microphone(portal, begin(citizen)) as socket:
            assert await told(socket) == {"error": "busy"}

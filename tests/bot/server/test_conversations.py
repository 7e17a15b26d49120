"""The portal's protocol over a running server."""

from __future__ import annotations

import re
import time
import uuid
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from knowledge.database import connect
from settings import Settings
from tests.bot.portal_client import BASE, Citizen


@pytest.fixture
def citizen(client: httpx.Client) -> Citizen:
    return Citizen(client)


class TestWhoMay:
    def test_a_new_conversation_needs_no_cookie(self, client: httpx.Client) -> None:
        response = client.post(BASE)
        assert response.status_code == 201
        assert set(response.json()) == {"id", "secret"}
        assert "set-cookie" not in response.headers

    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("POST", "/messages"),
            ("GET", "/events"),
            ("GET", "/download"),
            ("POST", "/code"),
            ("POST", "/feedback"),
            ("DELETE", ""),
        ],
    )
    def test_nobody_else_and_nobody_learns_whether_it_is_there(
        self, client: httpx.Client, method: str, path: str
    ) -> None:
        mine, other = Citizen(client), Citizen(client)
        refusals = [
            client.request(method, f"{BASE}/{conversation_id}{path}", headers=headers)
            for conversation_id, headers in [
                (mine.id, {}),
                (mine.id, {"Authorization": "Bearer wrong"}),
                (mine.id, {"Authorization": "Basic wrong"}),
                (mine.id, other.headers),
                ("unknown", mine.headers),
                ("a%00b", mine.headers),
                ("á" * 50, mine.headers),
            ]
        ]
        assert {response.status_code for response in refusals} == {404}
        assert len({response.text for response in refusals}) == 1
        assert mine.events() == []


class TestTalking:
    def test_a_question_is_answered_as_an_event(self, citizen: Citizen) -> None:
        client_id = str(uuid.uuid4())
        cursor = citizen.say("làm giấy khai sinh cho con cần giấy tờ gì", client_id)
        [question, answer] = citizen.until(0, 2)
        assert (question["cursor"], question["from"], question["client_id"]) == (
            cursor,
            "citizen",
            client_id,
        )
        assert answer["from"] == "bot"
        assert answer["custom"]["procedure"]["code"] == "1.001193"
        assert answer["text"] == answer["custom"]["text"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", answer["at"])

    def test_a_follow_up_is_about_the_same_procedure(self, citizen: Citizen) -> None:
        citizen.ask("làm giấy khai sinh cho con cần giấy tờ gì")
        assert citizen.ask("lệ phí bao nhiêu")["custom"]["procedure"]["code"] == "1.001193"

    def test_sent_again_it_is_handled_once(self, citizen: Citizen) -> None:
        client_id = str(uuid.uuid4())
        cursors = {citizen.say("xin chào", client_id) for _ in range(3)}
        citizen.ask("cảm ơn")
        assert cursors == {1}
        assert [event["from"] for event in citizen.events()].count("citizen") == 2

    @pytest.mark.parametrize("text", ["", "   ", "👶", "a" * 1001, "?!"])
    def test_what_nobody_can_read_is_answered_with_what_to_do(
        self, citizen: Citizen, text: str
    ) -> None:
        assert citizen.ask(text)["custom"]["kind"] == "clarify"

    def test_personal_numbers_are_not_kept(self, citizen: Citizen, settings: Settings) -> None:
        citizen.ask("căn cước của tôi số 048090001234 làm hộ chiếu")
        assert "048090001234" not in str(citizen.events())

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "client_id"),
            ({"client_id": "1", "text": "a"}, "client_id"),
            ({"client_id": str(uuid.uuid4())}, "text"),
            ({"client_id": str(uuid.uuid4()), "text": 5}, "text"),
        ],
    )
    def test_a_wrong_request_is_told_what_is_wrong_with_it(
        self, citizen: Citizen, body: dict[str, Any], field: str
    ) -> None:
        response = citizen.request("POST", "/messages", json=body)
        assert response.status_code == 422
        problems = response.json()["problems"]
        assert field in [problem["field"] for problem in problems]
        assert all(" " in problem["problem"] for problem in problems)


class TestFollowing:
    def test_a_stream_gives_what_was_and_what_comes(self, citizen: Citizen) -> None:
        citizen.ask("xin chào")
        with citizen.stream() as events:
            assert [next(events)["cursor"], next(events)["cursor"]] == [1, 2]
            citizen.say("cảm ơn")
            assert [next(events)["from"], next(events)["from"]] == ["citizen", "bot"]

    def test_it_goes_on_where_it_was_cut(self, citizen: Citizen) -> None:
        citizen.ask("xin chào")
        citizen.ask("cảm ơn")
        with citizen.stream(after=1) as events:
            assert next(events)["cursor"] == 2
        with citizen.stream(after=1, **{"Last-Event-ID": "3"}) as events:
            assert next(events)["cursor"] == 4

    @pytest.mark.parametrize("nonsense", ["", "x", "-1", "9" * 30, "٣"])
    def test_a_senseless_last_event_is_passed_over(self, citizen: Citizen, nonsense: str) -> None:
        citizen.ask("xin chào")
        with citizen.stream(after=1, **{"Last-Event-ID": nonsense.encode()}) as events:
            assert next(events)["cursor"] == 2

    def test_long_polling_waits_for_the_first_event(self, citizen: Citizen) -> None:
        asked = time.monotonic()
        assert citizen.events(wait=0.5) == []
        assert time.monotonic() - asked >= 0.5
        cursor = citizen.say("xin chào")
        assert citizen.events(cursor, wait=20)[0]["from"] == "bot"
        assert time.monotonic() - asked < 20

    @pytest.mark.parametrize(
        "query", ["after=-1", "after=x", "wait=26", "wait=x", "after=9" + "9" * 20]
    )
    def test_a_wrong_parameter_is_named(self, citizen: Citizen, query: str) -> None:
        response = citizen.request("GET", f"/events?{query}")
        assert response.status_code == 422
        assert response.json()["problems"][0]["field"] == query.split("=")[0]

    def test_fifty_open_streams_do_not_hold_up_others(self, client: httpx.Client) -> None:
        citizens = [Citizen(client) for _ in range(5)]
        opened = []
        try:
            for number in range(50):
                stream = citizens[number % 5].stream()
                stream.__enter__()
                opened.append(stream)
            asked = time.monotonic()
            assert citizens[0].ask("xin chào")["from"] == "bot"
            assert time.monotonic() - asked < 5
        finally:
            for stream in opened:
                stream.__exit__(None, None, None)


class TestKeeping:
    def test_the_whole_conversation_as_json(self, citizen: Citizen) -> None:
        citizen.ask("xin chào")
        response = citizen.request("GET", "/download")
        assert response.json() == {"id": citizen.id, "events": citizen.events()}
        assert "attachment" in response.headers["content-disposition"]

    def test_the_whole_conversation_to_read(self, citizen: Citizen) -> None:
        answer = citizen.ask("xin chào")
        page = citizen.request("GET", "/download", params={"format": "text"}).text
        assert re.search(r"\[\d\d/\d\d/\d{4} \d\d:\d\d\] Anh/chị:\nxin chào", page)
        assert f"Trợ lý:\n{answer['text']}" in page

    def test_deleted_it_is_gone_also_for_the_dialogue_engine(
        self, citizen: Citizen, settings: Settings
    ) -> None:
        citizen.ask("làm giấy khai sinh cho con")
        engine = connect(settings.database_url)
        with engine.connect() as connection:
            query = text("SELECT sender FROM conversation WHERE id = :id")
            sender = connection.execute(query, {"id": citizen.id}).scalar()
            kept = text("SELECT count(*) FROM events WHERE sender_id = :sender")
            assert connection.execute(kept, {"sender": sender}).scalar()
            connection.rollback()
            assert citizen.request("DELETE").status_code == 204
            assert not connection.execute(kept, {"sender": sender}).scalar()
        engine.dispose()
        assert citizen.request("GET", "/events").status_code == 404
        assert citizen.request("DELETE").status_code == 404


class TestCodes:
    def test_another_device_goes_on_and_the_first_one_too(
        self, citizen: Citizen, client: httpx.Client
    ) -> None:
        citizen.ask("làm giấy khai sinh cho con cần giấy tờ gì")
        response = citizen.request("POST", "/code")
        assert response.status_code == 201
        assert set(response.json()) == {"code", "expires_at"}
        code = response.json()["code"]
        opened = client.post(f"{BASE}/continue", json={"code": code.lower()})
        assert opened.status_code == 201
        elsewhere = Citizen(client, opened.json())
        assert elsewhere.events() == citizen.events()
        assert elsewhere.ask("lệ phí bao nhiêu")["custom"]["procedure"]["code"] == "1.001193"
        assert citizen.events() == elsewhere.events()
        assert client.post(f"{BASE}/continue", json={"code": code}).status_code == 404


class TestFeedback:
    @pytest.mark.parametrize(
        "body",
        [
            {"cursor": 2, "thumb": "up"},
            {"cursor": 2, "thumb": "down", "reasons": ["wrong", "unclear"], "comment": "phí sai"},
            {"rating": 4},
        ],
    )
    def test_it_is_taken_and_counted_without_words(
        self, citizen: Citizen, client: httpx.Client, body: dict[str, Any]
    ) -> None:
        citizen.ask("xin chào")
        assert citizen.request("POST", "/feedback", json=body).status_code == 204
        figures = client.get("/metrics").text
        assert "bot_thumbs_total{" in figures or "bot_ratings_total{" in figures
        assert "phí sai" not in figures

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"cursor": 2},
            {"thumb": "up"},
            {"cursor": 1, "thumb": "up"},
            {"cursor": 9, "thumb": "up"},
            {"cursor": 2, "thumb": "sideways"},
            {"cursor": 2, "thumb": "up", "rating": 3},
            {"cursor": 2, "thumb": "up", "reasons": ["Viết tự do"]},
            {"cursor": 2, "thumb": "up", "comment": "a" * 1001},
            {"rating": 0},
            {"rating": 6},
        ],
    )
    def test_what_makes_no_sense_is_refused(self, citizen: Citizen, body: dict[str, Any]) -> None:
        citizen.ask("xin chào")
        response = citizen.request("POST", "/feedback", json=body)
        assert response.status_code == 422
        assert response.json()["detail"].strip()
        for problem in response.json().get("problems", []):
            assert " " in problem["problem"]


def test_without_a_token_there_is_no_officers_side(client: httpx.Client) -> None:
    for headers in ({}, {"Authorization": "Bearer"}, {"Authorization": "Bearer x"}):
        assert client.get("/api/officer/queue", headers=headers).status_code == 404

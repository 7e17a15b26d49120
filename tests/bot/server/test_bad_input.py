"""Whatever is sent gets an answer or a refusal that says what is wrong; never a failure."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from actions.answer import Kind
from bot.server.protection import MAX_BODY_BYTES
from tests.bot.asking import answer_of, new_sender

WEBHOOK = "/webhooks/rest/webhook"


@pytest.mark.parametrize(
    "message",
    [
        pytest.param("", id="nothing"),
        pytest.param("   \n\t ", id="white space"),
        pytest.param("👶🍼🎉", id="emoji"),
        pytest.param("?!…—", id="punctuation"),
        pytest.param("\x00\x07\x1b", id="control characters"),
        pytest.param("\u200b\u202e\ufeff", id="invisible characters"),
        pytest.param("a" * 1001, id="1,001 characters"),
        pytest.param("khai sinh " * 1000, id="10,000 characters"),
    ],
)
def test_an_unreadable_message_is_answered_with_what_to_do(
    client: httpx.Client, message: str
) -> None:
    response = client.post(WEBHOOK, json={"sender": new_sender(), "message": message})
    assert response.status_code == 200
    assert answer_of(response.json()).kind is Kind.CLARIFY


@pytest.mark.parametrize(
    "message",
    [
        pytest.param("ê" * 1000, id="1,000 characters"),
        pytest.param("<script>alert('khai sinh')</script>", id="HTML"),
        pytest.param("'; DROP TABLE events; --", id="SQL"),
        pytest.param("{{7*7}} ${jndi:ldap://x} %s %n {0}", id="templates"),
        pytest.param("khai sinh\x00\x1b[31m", id="text with control characters"),
        pytest.param("‮hnis iahk", id="right-to-left override"),
        pytest.param("l̷̢a̸m̴ ̶k̵h̴a̷i̶ s̷i̸n̶h̵" * 5, id="stacked marks"),
        pytest.param("做出生证明", id="Chinese"),
        pytest.param("1" * 300, id="digits"),
        pytest.param("9" * 40 + ".999999", id="a code that is none"),
        pytest.param("mẹ " * 300, id="one word over and over"),
    ],
)
def test_a_strange_message_is_answered(client: httpx.Client, message: str) -> None:
    response = client.post(WEBHOOK, json={"sender": new_sender(), "message": message})
    assert response.status_code == 200
    assert answer_of(response.json()).kind is not Kind.ERROR


@pytest.mark.parametrize("command", ["/restart", "/greet", "/session_start", '/inform{"a": "b"}'])
def test_a_citizen_commands_nothing(client: httpx.Client, command: str) -> None:
    """Rasa would obey a slash: restart the conversation, or take a made-up intent for true."""
    sender = new_sender()
    first = {"sender": sender, "message": "làm giấy khai sinh cho con"}
    topic = answer_of(client.post(WEBHOOK, json=first).json()).procedure
    commanded = client.post(WEBHOOK, json={"sender": sender, "message": command})
    assert answer_of(commanded.json()).kind not in {Kind.ERROR, Kind.GREETING}
    follow_up = client.post(WEBHOOK, json={"sender": sender, "message": "lệ phí bao nhiêu"})
    assert answer_of(follow_up.json()).procedure == topic


@pytest.mark.parametrize(
    ("body", "readable"),
    [
        (rb'{"sender": "a", "message": "\ud800"}', False),
        (rb'{"sender": "a", "message": "khai sinh \ud83d"}', True),
        (rb'{"sender": "a", "message": "khai sinh", "metadata": {"a": "\ud800"}}', True),
    ],
)
def test_half_a_character_is_left_out(client: httpx.Client, body: bytes, readable: bool) -> None:
    response = client.post(WEBHOOK, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 200
    assert (answer_of(response.json()).kind is not Kind.CLARIFY) is readable


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        pytest.param(b"{", 400, "1", id="broken JSON"),
        pytest.param(b"", 422, "", id="no body"),
        pytest.param(b"null", 422, "", id="null"),
        pytest.param(b"[]", 422, "", id="a list"),
        pytest.param(b'"khai sinh"', 422, "", id="a string"),
        pytest.param(b"{}", 422, "sender", id="no fields"),
        pytest.param(b'{"sender": "a"}', 422, "message", id="no message"),
        pytest.param(b'{"message": "khai sinh"}', 422, "sender", id="no sender"),
        pytest.param(b'{"sender": "", "message": "a"}', 422, "sender", id="empty sender"),
        pytest.param(b'{"sender": 5, "message": "a"}', 422, "sender", id="a number for sender"),
        pytest.param(b'{"sender": "a", "message": 5}', 422, "message", id="a number for message"),
        pytest.param(b'{"sender": "a", "message": null}', 422, "message", id="null for message"),
        pytest.param(b'{"sender": "a", "message": ["b"]}', 422, "message", id="list for message"),
        pytest.param(b'{"sender": "a", "message": NaN}', 422, "message", id="NaN for message"),
        pytest.param(
            b'{"sender": "a", "message": "b", "metadata": "c"}', 422, "metadata", id="metadata"
        ),
        pytest.param(rb'{"sender": "a\u0000", "message": "b"}', 422, "sender", id="NUL in sender"),
        pytest.param(rb'{"sender": "\ud800", "message": "b"}', 422, "sender", id="half a sender"),
        pytest.param(
            b'{"sender": "' + b"a" * 201 + b'", "message": "b"}', 422, "sender", id="long sender"
        ),
        pytest.param(b'{"sender": "a", "message": "\xff\xfe"}', 400, None, id="not UTF-8"),
        pytest.param(b"[" * 30_000, 400, None, id="deep nesting"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong_with_it(
    client: httpx.Client, body: bytes, status: int, field: str | None
) -> None:
    response = client.post(WEBHOOK, content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == status, response.text
    refusal = response.json()
    assert refusal["detail"].strip()
    if field is not None:
        assert field in [problem["field"] for problem in refusal["problems"]]
        assert all(" " in problem["problem"] for problem in refusal["problems"])


def test_a_refusal_does_not_echo_what_was_sent(client: httpx.Client) -> None:
    body = {"sender": 5, "message": ["số căn cước của tôi"]}
    assert "căn cước" not in client.post(WEBHOOK, json=body).text


def test_fields_that_nobody_knows_are_passed_over(client: httpx.Client) -> None:
    body = {"sender": new_sender(), "message": "xin chào", "stream": True, "x": {"y": 1}}
    assert answer_of(client.post(WEBHOOK, json=body).json()).kind is Kind.GREETING


class TestSize:
    def test_metadata_below_the_bound_is_kept(self, client: httpx.Client) -> None:
        body = {"sender": new_sender(), "message": "xin chào", "metadata": {"a": "b" * 50_000}}
        assert answer_of(client.post(WEBHOOK, json=body).json()).kind is Kind.GREETING

    def test_deep_metadata_is_answered_or_refused(self, client: httpx.Client) -> None:
        deep = '{"a": ' * 5_000 + "1" + "}" * 5_000
        body = f'{{"sender": "a", "message": "xin chào", "metadata": {deep}}}'
        response = client.post(
            WEBHOOK, content=body.encode(), headers={"Content-Type": "application/json"}
        )
        assert response.status_code in {200, 400, 422}

    @pytest.mark.parametrize("size", [MAX_BODY_BYTES, 10 * MAX_BODY_BYTES])
    def test_a_body_over_the_bound_is_refused(self, client: httpx.Client, size: int) -> None:
        body = {"sender": "a", "message": "xin chào", "metadata": {"a": "b" * size}}
        response = client.post(WEBHOOK, json=body)
        assert response.status_code == 413
        assert "64 KB" in response.json()["detail"]

    def test_also_when_it_does_not_state_its_length(self, client: httpx.Client) -> None:
        def endless() -> Iterator[bytes]:
            yield b'{"sender": "a", "message": "'
            for _ in range(100):
                yield b"a" * 1024
            yield b'"}'

        response = client.post(
            WEBHOOK, content=endless(), headers={"Content-Type": "application/json"}
        )
        assert response.status_code == 413

    def test_a_hundred_thousand_characters_are_refused_one_way_or_the_other(
        self, client: httpx.Client
    ) -> None:
        body = {"sender": new_sender(), "message": "a" * 100_000}
        assert client.post(WEBHOOK, json=body).status_code == 413
        assert len(json.dumps({"message": "ệ" * 1000})) < MAX_BODY_BYTES


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", WEBHOOK, 404),
        ("PUT", WEBHOOK, 405),
        ("POST", "/health", 405),
        ("GET", "/no-such-page", 404),
        ("GET", "/../settings/__init__.py", 404),
        ("GET", "/%2e%2e/%2e%2e/config.yml", 404),
    ],
)
def test_what_is_not_there_is_not_served(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    assert client.request(method, path).status_code == status

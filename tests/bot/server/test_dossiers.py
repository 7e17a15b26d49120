"""What the one-stop system sends: signed, bad, replayed, out of order."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.server import dossiers
from bot.server.dossiers import signature
from knowledge.database import connect, upgrade
from knowledge.dossiers.codes import parse_code
from knowledge.dossiers.store import DossierStore
from settings import Settings
from tests.knowledge.dossiers.examples import CODE, IN_PROCESS, SECRET, kept

PUSH_SECRET = "khóa ký chỉ để thử"
LATER = {"state": "done", "updated_at": "2026-08-27T16:00:00+07:00"}


@pytest.fixture
def store(tmp_path: Path) -> DossierStore:
    engine = connect(f"sqlite:///{tmp_path}/assistant.db")
    upgrade(engine)
    return DossierStore(engine, SECRET)


def client_with(tmp_path: Path, **settings: str) -> TestClient:
    app = FastAPI()
    app.include_router(dossiers.router)
    app.state.settings = Settings(
        database_url=f"sqlite:///{tmp_path}/assistant.db",
        **{"dossier_secret": SECRET, "dossier_push_secret": PUSH_SECRET, **settings},  # type: ignore[arg-type]
    )
    return TestClient(app)


@pytest.fixture
def client(tmp_path: Path, store: DossierStore) -> TestClient:
    return client_with(tmp_path)


def push(
    client: TestClient,
    content: Any = IN_PROCESS,
    age: float = 0,
    secret: str = PUSH_SECRET,
    **headers: str,
) -> httpx.Response:
    """Sends a dossier as the one-stop system does, signed `age` seconds ago."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    timestamp = str(int(time.time() - age))
    signed = {
        "X-Dossier-Timestamp": timestamp,
        "X-Dossier-Signature": signature(secret, timestamp, body),
    }
    return client.post("/api/dossiers", content=body, headers={**signed, **headers})


def state(store: DossierStore) -> str:
    found = store.find(parse_code(CODE))
    assert found is not None
    return found.open().state.value


def test_a_signed_dossier_is_kept(client: TestClient, store: DossierStore) -> None:
    response = push(client)

    assert response.status_code == 200
    assert response.json() == {"outcome": "new"}
    found = store.find(parse_code(CODE))
    assert found is not None and found.open() == kept()


def test_sent_again_it_changes_nothing(client: TestClient) -> None:
    push(client)

    assert push(client).json() == {"outcome": "unchanged"}


def test_states_that_arrive_out_of_order_leave_the_latest(
    client: TestClient, store: DossierStore
) -> None:
    assert push(client, {**IN_PROCESS, **LATER}).json() == {"outcome": "new"}
    assert push(client).json() == {"outcome": "older"}
    assert state(store) == "done"


def test_a_later_state_replaces_the_earlier(client: TestClient, store: DossierStore) -> None:
    push(client)

    assert push(client, {**IN_PROCESS, **LATER}).json() == {"outcome": "changed"}
    assert state(store) == "done"


def test_a_replayed_request_changes_nothing_and_after_five_minutes_is_refused(
    client: TestClient, store: DossierStore
) -> None:
    body = json.dumps(IN_PROCESS).encode()
    timestamp = str(int(time.time()))
    headers = {
        "X-Dossier-Timestamp": timestamp,
        "X-Dossier-Signature": signature(PUSH_SECRET, timestamp, body),
    }
    client.post("/api/dossiers", content=body, headers=headers)
    push(client, {**IN_PROCESS, **LATER})

    replayed = client.post("/api/dossiers", content=body, headers=headers)
    assert replayed.json() == {"outcome": "older"}
    assert state(store) == "done"
    assert push(client, age=301).status_code == 401
    assert push(client, age=-302).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Dossier-Signature": ""},
        {"X-Dossier-Signature": "sha256=" + "0" * 64},
        {"X-Dossier-Timestamp": ""},
        {"X-Dossier-Timestamp": "1e9"},
        {"X-Dossier-Timestamp": "9" * 400},
        {"X-Dossier-Timestamp": str(int(time.time()) + 60)},
    ],
)
def test_a_wrong_signature_is_refused_and_nothing_kept(
    client: TestClient, store: DossierStore, headers: dict[str, str]
) -> None:
    response = push(client, **headers)

    assert response.status_code == 401
    assert store.count() == 0


def test_a_body_that_was_changed_on_the_way_is_refused(client: TestClient) -> None:
    timestamp = str(int(time.time()))
    signed = signature(PUSH_SECRET, timestamp, json.dumps(IN_PROCESS).encode())
    response = client.post(
        "/api/dossiers",
        json={**IN_PROCESS, "phone": "0999999999"},
        headers={"X-Dossier-Timestamp": timestamp, "X-Dossier-Signature": signed},
    )

    assert response.status_code == 401


def test_another_key_signs_nothing(client: TestClient) -> None:
    assert push(client, secret="một khóa khác hẳn ra").status_code == 401


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "JSON"),
        (b"\xff", "JSON"),
        ([], "JSON"),
        ({**IN_PROCESS, "code": "260814-0001"}, "code"),
        ({**IN_PROCESS, "due_on": "28/08/2026"}, "due_on: phải là ngày"),
        ({**IN_PROCESS, "due_on": "2026-08-01"}, "sớm hơn"),
        ({**IN_PROCESS, "state": "bay"}, "state"),
        ({**IN_PROCESS, "phone": "", "citizen_number": ""}, "chứng minh"),
        ({**IN_PROCESS, "ten": "lạ"}, "ten: không có trường này"),
    ],
)
def test_what_is_no_usable_dossier_is_refused_with_what_to_correct(
    client: TestClient, store: DossierStore, content: Any, said: str
) -> None:
    response = push(client, content)

    assert response.status_code == 422
    assert said in response.json()["detail"]
    assert "0905" not in response.text
    assert store.count() == 0


def test_without_a_push_secret_there_is_no_such_address(
    tmp_path: Path, store: DossierStore
) -> None:
    response = push(client_with(tmp_path, dossier_push_secret=""))

    assert response.status_code == 404
    assert response.json() == {"detail": "Not Found"}


def test_without_a_key_for_the_seals_nothing_is_taken(tmp_path: Path, store: DossierStore) -> None:
    response = push(client_with(tmp_path, dossier_secret=""))

    assert response.status_code == 503
    assert "DOSSIER_SECRET" in response.json()["detail"]


def test_the_api_page_describes_what_to_send(client: TestClient) -> None:
    described = client.get("/openapi.json").json()["paths"]["/api/dossiers"]["post"]

    schema = described["requestBody"]["content"]["application/json"]["schema"]
    assert {"code", "state", "updated_at", "phone"} <= set(schema["properties"])
    assert "$ref" not in json.dumps(schema)
    assert {"200", "401", "404", "422", "503"} <= set(described["responses"])
    names = [parameter["name"] for parameter in described["parameters"]]
    assert names == ["x-dossier-timestamp", "x-dossier-signature"]

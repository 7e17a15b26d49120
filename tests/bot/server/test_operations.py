"""What an operator looks at: health, readiness, figures, the description of the API, the page."""

from __future__ import annotations

import re

import httpx
import pytest


def test_the_process_says_that_it_is_up(client: httpx.Client) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_ready_says_what_is_in(client: httpx.Client) -> None:
    response = client.get("/ready")
    assert response.status_code == 200
    readiness = response.json()
    assert readiness["records"] > 20
    assert readiness == {
        "ready": True,
        "model": True,
        "database": True,
        "records": readiness["records"],
        "reason": "",
    }


def test_metrics_are_in_the_format_of_prometheus(client: httpx.Client) -> None:
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    assert re.search(r"^process_resident_memory_bytes [\d.e+]+$", response.text, re.MULTILINE)


def test_the_api_describes_itself(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {
        "/webhooks/rest/webhook",
        "/api/procedures/search",
        "/api/procedures/{code}",
        "/health",
        "/ready",
        "/metrics",
    } <= set(paths)
    assert client.get("/docs").status_code == 200


def test_the_chat_page_is_served_with_a_policy_that_forbids_foreign_code(
    client: httpx.Client,
) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert 'lang="vi"' in response.text
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy


def test_everything_the_page_needs_comes_from_here(client: httpx.Client) -> None:
    page = client.get("/").text
    needed = re.findall(r'(?:src|href)="(?!tel:)([^"]+)"', page)
    assert needed
    for address in needed:
        assert not address.startswith(("http:", "https:", "//"))
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", ["/", "/health", "/api/procedures/search", "/no-such-page"])
def test_every_response_has_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"

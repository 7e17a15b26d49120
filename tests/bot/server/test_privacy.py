"""The page that says what is kept of a citizen, as a browser gets it from a running server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.server import privacy, protection
from settings import Settings
from vietnamese.personal_data import find


@pytest.fixture
def page() -> Iterator[TestClient]:
    """The page alone, with settings of its own."""
    with TestClient(app_with()) as client:
        yield client


def app_with(**chosen: Any) -> FastAPI:
    app = FastAPI()
    app.state.settings = Settings(
        retention_days=45, operator_contact="Sở <Khoa học & Công nghệ>, 0236 1022", **chosen
    )
    protection.install(app)
    app.include_router(privacy.router)
    return app


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_it_says_what_is_kept_how_long_and_who_answers_for_it(page: TestClient) -> None:
    response = page.get("/privacy")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    said = words(response.text)
    for heading in (
        "Chúng tôi lưu gì?",
        "Những gì được che?",
        "Lưu bao lâu?",
        "Muốn xóa sớm hơn thì làm thế nào?",
        "Ai chịu trách nhiệm?",
    ):
        assert heading in said
    assert "45 ngày kể từ tin nhắn cuối cùng" in said
    assert "Sở &lt;Khoa học &amp; Công nghệ&gt;, 0236 1022" in said


def test_it_shows_what_masking_really_does(page: TestClient) -> None:
    said = words(page.get("/privacy").text)
    assert "Tôi là Hoa, căn cước [số căn cước], gọi lại cho tôi số [số điện thoại]." in said
    assert len(find(said)) == 2  # the made-up numbers of the example, and no other


def test_it_says_what_becomes_of_sound(page: TestClient) -> None:
    said = words(page.get("/privacy").text)
    assert "máy chủ của trợ lý chuyển tiếng nói thành chữ, rồi bỏ ngay. Âm thanh không" in said
    assert "được ghi lại bằng chữ, sau khi đã che số riêng, và tự xóa sau 45 ngày" in said
    assert "Cuộc gọi không được ghi âm." in said
    assert "Google" not in said


def test_where_calls_are_recorded_it_says_so(tmp_path: Path) -> None:
    with TestClient(app_with(call_audio=tmp_path)) as page:
        said = words(page.get("/privacy").text)
    assert "Cuộc gọi được ghi âm. Bản ghi âm cũng tự xóa sau 45 ngày." in said
    assert "không được ghi âm" not in said


def test_where_google_reads_it_says_that_only_published_texts_go_there() -> None:
    with TestClient(app_with(google_voice=True)) as page:
        said = words(page.get("/privacy").text)
    assert "Chỉ những câu đã công bố về thủ tục được gửi cho Google" in said
    assert "Những gì anh/chị viết hoặc nói không được gửi cho Google." in said


def test_a_strict_policy_is_enough_for_it(page: TestClient) -> None:
    response = page.get("/privacy")
    assert "unsafe" not in response.headers["content-security-policy"]
    for inline in ("<script", "<style", "style=", "onclick", "javascript:"):
        assert inline not in response.text
    needed = re.findall(r'<link rel="stylesheet" href="([^"]+)"', response.text)
    assert needed
    for address in needed:
        assert page.get(f"/{address}").headers["content-type"].startswith("text/css")


def test_a_style_sheet_asks_no_other_host(page: TestClient) -> None:
    assert "http" not in page.get("/privacy.css").text
    assert "@import" not in page.get("/privacy.css").text


def test_the_running_server_has_it(client: httpx.Client) -> None:
    response = client.get("/privacy")
    assert response.status_code == 200
    assert "90 ngày" in response.text
    assert "1022" in response.text


def test_its_parts_are_beside_the_module_so_that_a_wheel_has_them() -> None:
    for part in (privacy.PAGE, privacy.STYLES):
        assert Path(part).is_file()

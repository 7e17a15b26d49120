"""What a visitor's browser is given: little, from one host, under a strict policy."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from benchmarks.web import TARGET_SCRIPT_BYTES
from tests.bot.web.conftest import OpenPage
from tests.bot.web.portal import Portal

pytestmark = pytest.mark.browser


def test_script_is_small(portal: Portal) -> None:
    script = httpx.get(f"{portal.url}/procedure-assistant.js").content
    assert len(gzip.compress(script, 9)) <= TARGET_SCRIPT_BYTES


def test_page_speaks_only_to_its_own_server(open_page: OpenPage, portal: Portal) -> None:
    chat = open_page()
    card = chat.ask("Đăng ký khai sinh")
    card.locator("summary").first.click()
    chat.options()
    expect(chat.page.get_by_role("dialog")).to_be_visible()
    assert chat.hosts() == {urlsplit(portal.url).netloc}
    assert chat.page.context.cookies() == []


def test_page_comes_with_a_strict_content_security_policy(portal: Portal) -> None:
    policy = httpx.get(portal.url).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy


def test_script_is_asked_for_again_but_not_sent_again(portal: Portal) -> None:
    address = f"{portal.url}/procedure-assistant.js"
    first = httpx.get(address)
    assert first.headers["cache-control"] == "no-cache"
    again = httpx.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304

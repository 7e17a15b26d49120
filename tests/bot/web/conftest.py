"""A real browser, and the server it talks to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from knowledge.library import Library
from settings import Settings
from tests.bot.web.pages import ChatPage
from tests.bot.web.portal import Portal

# Nothing of the browser itself may reach for the network during a test.
BROWSER_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WEB = Path(__file__).parents[3] / "bot" / "web"
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}
DESKTOP: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 860},
    "has_touch": False,
    "is_mobile": False,
}

OpenPage = Callable[..., ChatPage]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("the page tests need Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=BROWSER_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker that `npm ci` has installed, as a script."""
    script = WEB / "node_modules" / "axe-core" / "axe.min.js"
    if not script.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in bot/web")
    return script.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def portal(settings: Settings, library: Library) -> Iterator[Portal]:
    """The running server; see `tests.bot.web.portal` for what of it is prepared."""
    started = Portal(settings, library)
    started.start()
    yield started
    started.stop()


@pytest.fixture
def open_page(browser: Browser, portal: Portal, axe: str) -> Iterator[OpenPage]:
    """Opens the page in a browser of its own, a phone unless told otherwise.

    When the test ends, nothing may have been complained about in the console of any of them.
    """
    opened: list[ChatPage] = []

    def open_it(url: str = portal.url, **options: Any) -> ChatPage:
        context = browser.new_context(
            **{"locale": "vi-VN", "reduced_motion": "reduce", **PHONE, **options}
        )
        chat = ChatPage(context, axe)
        opened.append(chat)
        chat.page.goto(url)
        return chat

    yield open_it
    complaints = [complaint for chat in opened for complaint in chat.complaints]
    for chat in opened:
        chat.page.context.close()
    assert complaints == []

"""Draws the pictures of `docs/images/` anew: `python -m tests.bot.web.screenshots`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bot.preparation import prepared_library
from settings import Settings
from tests.bot.web.conftest import BROWSER_ARGUMENTS, DESKTOP, PHONE
from tests.bot.web.pages import ChatPage
from tests.bot.web.portal import Portal

IMAGES = Path(__file__).parents[3] / "docs" / "images"
# Answers slide in and boxes grow; what is drawn stands still after this.
SETTLED_MS = 600

Prepare = Callable[[ChatPage, Portal], None]


def overview(chat: ChatPage, _portal: Portal) -> None:
    chat.ask("Đăng ký khai sinh")


def checklist(chat: ChatPage, _portal: Portal) -> None:
    card = chat.ask("làm giấy khai sinh cho con cần giấy tờ gì")
    for number in (0, 2):
        card.get_by_role("checkbox").nth(number).check()
    card.get_by_role("checkbox").nth(2).scroll_into_view_if_needed()


def choice(chat: ChatPage, _portal: Portal) -> None:
    chat.ask("kết hôn")
    chat.composer.press_sequentially("khai sinh", delay=20)
    chat.page.get_by_role("listbox").wait_for()


def emergency(chat: ChatPage, _portal: Portal) -> None:
    chat.ask("cháy nhà")


def officer(chat: ChatPage, portal: Portal) -> None:
    chat.say("gặp cán bộ")
    chat.page.get_by_text("Không chờ nữa").wait_for()
    conversation = chat.conversation_id()
    portal.officer(conversation, "accept")
    portal.officer(
        conversation,
        "messages",
        client_id="6f1c9a5e-0d8b-4a57-9d1b-1f5d4b0f2a11",
        text="Chào anh, hồ sơ của anh cần bổ sung giấy chứng sinh.",
    )
    chat.page.locator("article.officer").wait_for()


def options(chat: ChatPage, _portal: Portal) -> None:
    chat.ask("Đăng ký khai sinh")
    chat.options().get_by_role("button", name="Lấy mã").click()
    chat.page.locator("chat-options strong").wait_for()


STATES: dict[str, tuple[Prepare, dict[str, Any]]] = {
    "overview": (overview, DESKTOP),
    "checklist": (checklist, PHONE),
    "suggestions": (choice, PHONE),
    "emergency": (emergency, PHONE),
    "officer": (officer, {**PHONE, "color_scheme": "dark"}),
    "options": (options, PHONE),
}


def main() -> None:
    program = shutil.which("chromium")
    if program is None:
        sys.exit("Chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = Settings(database_url=f"sqlite:///{folder}/assistant.db")
        portal = Portal(settings, prepared_library(settings))
        portal.start()
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER_ARGUMENTS)
        for name, (prepare, device) in STATES.items():
            draw(browser, portal, name, prepare, device)
        browser.close()
        portal.stop()


def draw(
    browser: Browser, portal: Portal, name: str, prepare: Prepare, device: dict[str, Any]
) -> None:
    context = browser.new_context(locale="vi-VN", reduced_motion="reduce", **device)
    chat = ChatPage(context, axe="")
    chat.page.goto(portal.url)
    prepare(chat, portal)
    chat.page.wait_for_timeout(SETTLED_MS)
    chat.page.screenshot(path=IMAGES / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()

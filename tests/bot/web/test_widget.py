"""The element that portals embed with one line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.bot.web.conftest import DESKTOP, OpenPage
from tests.bot.web.pages import ANSWER_MS, ChatPage
from tests.bot.web.portal import Portal

pytestmark = pytest.mark.browser


class ForeignPage(BaseHTTPRequestHandler):
    """The page of another site, under a policy that allows nothing but the assistant's server."""

    def __init__(self, assistant: str, *arguments: object) -> None:
        self._assistant = assistant
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        tag = "<procedure-assistant language=en></procedure-assistant>" * ("tag" in self.path)
        body = f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cổng</title>
            <meta name="viewport" content="width=device-width">
            <link rel="icon" href="{self._assistant}/mark.svg">
            <script src="{self._assistant}/procedure-assistant.js" defer></script></head>
            <body><main><h1>Cổng thông tin</h1><p>Nội dung của cổng.</p></main>{tag}</body></html>
            """.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'none'; script-src {self._assistant}; connect-src {self._assistant}; "
            f"img-src {self._assistant}",
        )
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def foreign_portal(portal: Portal) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(ForeignPage, portal.url))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def opened(chat: ChatPage) -> ChatPage:
    chat.page.get_by_role("button", name="Hỏi thủ tục").click()
    expect(chat.composer).to_be_visible()
    return chat


def test_one_line_brings_the_assistant_into_a_portal(
    open_page: OpenPage, foreign_portal: str
) -> None:
    chat = opened(open_page(foreign_portal, **DESKTOP))
    card = chat.ask("Đăng ký khai sinh")
    card.get_by_role("checkbox").first.check()
    chat.assert_accessible()
    chat.page.reload()
    chat = opened(chat)
    expect(chat.answers.last.get_by_role("checkbox").first).to_be_checked()


def test_closed_widget_costs_the_server_nothing(open_page: OpenPage, foreign_portal: str) -> None:
    chat = open_page(foreign_portal)
    expect(chat.page.get_by_role("button", name="Hỏi thủ tục")).to_be_visible()
    chat.assert_accessible()
    assert not [request for request in chat.requests if "/api/" in request.url]
    assert chat.page.evaluate("Object.keys(localStorage)") == []


def test_focus_goes_into_the_panel_and_back(open_page: OpenPage, foreign_portal: str) -> None:
    chat = opened(open_page(foreign_portal, **DESKTOP))
    expect(chat.composer).to_be_focused()
    chat.page.keyboard.press("Escape")
    launcher = chat.page.get_by_role("button", name="Hỏi thủ tục")
    expect(launcher).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "false")
    chat.page.keyboard.press("Enter")
    expect(chat.composer).to_be_focused()
    chat.page.get_by_role("button", name="Đóng khung trò chuyện").click()
    expect(launcher).to_be_focused()


def test_panel_covers_a_phone_and_keeps_the_portal_out_of_reach(
    open_page: OpenPage, foreign_portal: str
) -> None:
    chat = opened(open_page(foreign_portal))
    box = chat.page.get_by_role("dialog").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert chat.page.get_by_role("dialog").evaluate("panel => panel.matches(':modal')")
    chat.ask("Đăng ký khai sinh")
    chat.assert_accessible()
    chat.assert_fits()


def test_options_close_before_the_panel(open_page: OpenPage, foreign_portal: str) -> None:
    chat = opened(open_page(foreign_portal, **DESKTOP))
    chat.options()
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("dialog", name="Tùy chọn")).to_have_count(0)
    expect(chat.composer).to_be_visible()


def test_attributes_choose_language_and_open(open_page: OpenPage, foreign_portal: str) -> None:
    chat = open_page(f"{foreign_portal}/tag", **DESKTOP)
    expect(chat.page.get_by_role("button", name="Ask about procedures")).to_be_visible()
    chat.page.locator("procedure-assistant").evaluate("element => element.open = true")
    expect(chat.page.get_by_role("textbox", name="Your question")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("procedure-assistant")).not_to_have_attribute("open", "")


def test_conversation_goes_on_from_page_to_page_of_the_portal(
    open_page: OpenPage, foreign_portal: str
) -> None:
    chat = opened(open_page(foreign_portal))
    chat.ask("xin chào")
    chat.page.goto(f"{foreign_portal}/another")
    opened(chat)
    expect(chat.questions).to_have_text(["xin chào"], timeout=ANSWER_MS)


def test_answers_are_read_aloud_in_a_portal_that_allows_only_the_server(
    open_page: OpenPage, foreign_portal: str
) -> None:
    chat = opened(open_page(foreign_portal, **DESKTOP))
    chat.ask("Đăng ký khai sinh")
    button = chat.page.get_by_role("button", name="Nghe", exact=True)
    with chat.page.expect_response("**/api/speech/speak") as response:
        button.click()
    assert response.value.headers["content-type"] == "audio/mpeg"
    expect(button).to_have_attribute("aria-pressed", "true")
    # The first press makes it quiet, the next closes the panel.
    chat.page.keyboard.press("Escape")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(chat.composer).to_be_visible()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    chat.page.get_by_role("button", name="Đóng khung trò chuyện").click()
    expect(chat.composer).not_to_be_visible()
    opened(chat)
    expect(button).to_have_attribute("aria-pressed", "false")

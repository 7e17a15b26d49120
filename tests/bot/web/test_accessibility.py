"""Usable by everybody: keyboard alone, screen readers, small screens, large letters."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.bot.web.conftest import DESKTOP, PHONE, OpenPage
from tests.bot.web.pages import ANSWER_MS

pytestmark = pytest.mark.browser

BIRTH_DOCUMENTS = "làm giấy khai sinh cho con cần giấy tờ gì"
QUESTIONS = [
    "Đăng ký khai sinh",
    "đăng ký khai sinh ở Hải Châu",
    "kết hôn",
    "Nộp qua mạng được không?",
    "Các bước làm thế nào?",
    "tôi ở Hải Châu",
    "tạm trú có hạn mấy năm",
    "cháy nhà",
    "gì đó không ai biết",
]


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: OpenPage, device: dict[str, Any], scheme: str) -> None:
    chat = open_page(**{**device, "color_scheme": scheme})
    chat.assert_accessible()
    for question in QUESTIONS:
        chat.ask(question)
    for summary in chat.page.locator("summary").all():
        summary.click()
    chat.assert_accessible()
    options = chat.options()
    chat.assert_accessible()
    options.get_by_role("button", name="Lấy mã").click()
    expect(options.locator("strong")).to_be_visible()
    options.get_by_role("button", name="Xóa").click()
    chat.assert_accessible()


def test_axe_finds_nothing_while_offline_and_with_an_officer(open_page: OpenPage) -> None:
    chat = open_page()
    chat.expects_failures = True
    chat.say("gặp cán bộ")
    expect(chat.page.get_by_role("button", name="Không chờ nữa")).to_be_visible(timeout=ANSWER_MS)
    chat.assert_accessible()
    chat.page.context.set_offline(True)
    chat.say("xin chào")
    expect(chat.page.get_by_text("Đang mất kết nối")).to_be_visible()
    chat.assert_accessible()


def test_whole_way_with_the_keyboard_alone(open_page: OpenPage) -> None:
    chat = open_page(**DESKTOP)
    press, keys = chat.page.keyboard.press, chat.page.keyboard

    def reach(name: str) -> None:
        """Press Tab until the element of this name has the focus."""
        for _ in range(60):
            press("Tab")
            focused = chat.page.evaluate(FOCUSED)
            if name in focused:
                return
        raise AssertionError(f"Tab does not reach «{name}»")

    reach("Nội dung câu hỏi")
    keys.type("kết hôn")
    press("Enter")
    expect(chat.answers).to_have_count(1, timeout=ANSWER_MS)
    press("Shift+Tab")
    for _ in range(10):
        if "Đăng ký kết hôn" in chat.page.evaluate(FOCUSED):
            break
        press("Shift+Tab")
    press("Enter")
    expect(chat.answers).to_have_count(2, timeout=ANSWER_MS)
    # The pressed button is gone: the focus is in the conversation, not at the top of the page.
    reach("checkbox")
    press("Space")
    expect(chat.answers.last.locator("output")).to_contain_text("Đã có 1/")
    reach("Nội dung câu hỏi")
    reach("Tùy chọn")
    press("Enter")
    expect(chat.page.get_by_role("dialog", name="Tùy chọn")).to_be_visible()
    press("Escape")
    expect(chat.page.get_by_role("dialog")).to_have_count(0)
    assert "Tùy chọn" in chat.page.evaluate(FOCUSED)


FOCUSED = """() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element) return "";
  const label = element.labels?.[0]?.textContent;
  return [element.type, element.ariaLabel, label, element.textContent].join(" ");
}"""


def test_each_answer_is_read_once(open_page: OpenPage) -> None:
    chat = open_page()
    chat.page.evaluate(LISTEN)
    chat.ask("xin chào")
    chat.ask(BIRTH_DOCUMENTS)
    chat.page.get_by_role("button", name="Có ích").click()
    chat.answers.last.get_by_role("checkbox").first.check()
    expect(chat.page.get_by_text("Cảm ơn anh/chị đã góp ý")).to_be_visible()
    read: list[str] = chat.page.evaluate("window.read")
    assert [text.split(":")[0] for text in read] == ["Trợ lý", "Trợ lý"]
    assert "em chào anh/chị" in read[0]
    assert "Giấy chứng sinh" in read[1]
    chat.page.reload()
    expect(chat.answers).to_have_count(2)
    expect(chat.announced).to_have_text("")


LISTEN = """() => {
  window.read = [];
  const parts = document.querySelector("assistant-chat").shadowRoot.children;
  const region = [...parts].find((part) => part.role === "status");
  new MutationObserver(() => window.read.push(region.textContent))
    .observe(region, {childList: true, characterData: true, subtree: true});
}"""


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_sticks_out_on_a_small_phone(open_page: OpenPage, width: int) -> None:
    chat = open_page(viewport={"width": width, "height": 640})
    for question in QUESTIONS:
        chat.ask(question)
        chat.assert_fits()


def test_page_works_at_twice_the_size(open_page: OpenPage) -> None:
    # What a browser window of 1280 × 800 shows at 200%, and at 400% of its width.
    for viewport in ({"width": 640, "height": 400}, {"width": 320, "height": 256}):
        chat = open_page(viewport=viewport, is_mobile=False)
        chat.ask(BIRTH_DOCUMENTS)
        chat.assert_fits()
        box = chat.page.locator(".log").bounding_box()
        assert box is not None and box["height"] >= 100


def test_targets_are_large_and_typing_does_not_zoom(open_page: OpenPage) -> None:
    chat = open_page()
    chat.ask("Đăng ký khai sinh")
    for button in [*chat.page.get_by_role("button").all(), *chat.page.locator("summary").all()]:
        box = button.bounding_box()
        assert box is None or box["height"] >= 44, button.inner_text()
    size = chat.composer.evaluate("field => parseFloat(getComputedStyle(field).fontSize)")
    assert size >= 16


def test_nothing_moves_for_those_who_want_no_motion(open_page: OpenPage) -> None:
    chat = open_page()
    chat.ask("xin chào")
    assert chat.page.evaluate("document.getAnimations().length") == 0


def test_page_is_vietnamese_and_says_whom_to_call(open_page: OpenPage) -> None:
    chat = open_page()
    expect(chat.page.locator("html")).to_have_attribute("lang", "vi")
    expect(chat.page.get_by_role("link", name="1022")).to_have_attribute("href", "tel:02361022")

"""Procedures are offered while one types, and never stand in the way of typing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bot.web.conftest import OpenPage
from tests.bot.web.pages import ANSWER_MS

pytestmark = pytest.mark.browser


def test_procedure_is_taken_with_the_keyboard(open_page: OpenPage) -> None:
    chat = open_page()
    chat.composer.press_sequentially("dang ky khai sinh", delay=20)
    offered = chat.page.get_by_role("listbox", name="Thủ tục gợi ý")
    expect(offered).to_be_visible(timeout=ANSWER_MS)
    chat.page.keyboard.press("ArrowDown")
    first = offered.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(chat.composer).to_have_attribute("aria-activedescendant", "found-0")
    name = first.inner_text()
    chat.assert_accessible()
    chat.page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(1, timeout=ANSWER_MS)
    assert chat.sent() == [name]


def test_enter_sends_what_was_typed_although_procedures_are_offered(open_page: OpenPage) -> None:
    chat = open_page()
    chat.composer.press_sequentially("kết hôn", delay=20)
    expect(chat.page.get_by_role("listbox")).to_be_visible(timeout=ANSWER_MS)
    chat.page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(1, timeout=ANSWER_MS)
    assert chat.sent() == ["kết hôn"]
    expect(chat.page.get_by_role("listbox")).to_have_count(0)


def test_escape_puts_the_list_away(open_page: OpenPage) -> None:
    chat = open_page()
    chat.composer.press_sequentially("kết hôn", delay=20)
    expect(chat.page.get_by_role("listbox")).to_be_visible(timeout=ANSWER_MS)
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("listbox")).to_have_count(0)
    expect(chat.composer).to_have_value("kết hôn")


def test_procedure_is_taken_with_a_tap(open_page: OpenPage) -> None:
    chat = open_page()
    chat.composer.press_sequentially("khai sinh", delay=20)
    option = chat.page.get_by_role("option").first
    expect(option).to_be_visible(timeout=ANSWER_MS)
    name = option.inner_text()
    option.tap()
    expect(chat.answers).to_have_count(1, timeout=ANSWER_MS)
    assert chat.sent() == [name]


def test_typing_is_not_asked_about_letter_by_letter(open_page: OpenPage) -> None:
    chat = open_page()
    chat.composer.press_sequentially("đăng ký kết hôn", delay=20)
    expect(chat.page.get_by_role("listbox")).to_be_visible(timeout=ANSWER_MS)
    searches = [request for request in chat.requests if "/procedures/search" in request.url]
    assert len(searches) <= 2


def test_a_search_that_fails_is_not_noticed(open_page: OpenPage) -> None:
    chat = open_page()
    chat.expects_failures = True
    chat.page.route("**/procedures/search*", lambda route: route.fulfill(status=500))
    chat.composer.press_sequentially("kết hôn", delay=20)
    chat.page.wait_for_timeout(600)
    chat.page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(1, timeout=ANSWER_MS)

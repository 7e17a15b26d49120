"""The options: letters, colours, language, going on elsewhere, download and deletion."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bot.web.conftest import OpenPage
from tests.bot.web.pages import ANSWER_MS

pytestmark = pytest.mark.browser

BIRTH_DOCUMENTS = "làm giấy khai sinh cho con cần giấy tờ gì"


def letter_size(page: Page) -> float:
    script = "box => parseFloat(getComputedStyle(box).fontSize)"
    return float(page.locator("article.assistant .bubble p").first.evaluate(script))


def background(page: Page) -> str:
    return str(page.locator("assistant-chat").evaluate("box => getComputedStyle(box).background"))


def test_letters_grow_in_three_steps_and_stay_so(open_page: OpenPage) -> None:
    chat = open_page()
    normal = letter_size(chat.page)
    chat.options().get_by_role("radio", name="Lớn", exact=True).check(force=True)
    large = letter_size(chat.page)
    chat.page.get_by_role("radio", name="Rất lớn").check(force=True)
    largest = letter_size(chat.page)
    assert normal == 16 < large < largest
    chat.page.reload()
    assert letter_size(chat.page) == largest
    chat.ask("Đăng ký khai sinh")
    chat.assert_fits()


def test_dark_mode_follows_the_system_until_it_is_chosen(open_page: OpenPage) -> None:
    chat = open_page(color_scheme="dark")
    dark = background(chat.page)
    chat.options().get_by_role("radio", name="Sáng").check(force=True)
    light = background(chat.page)
    assert light != dark
    chat.page.reload()
    assert background(chat.page) == light
    chat.options().get_by_role("radio", name="Tối").check(force=True)
    assert background(chat.page) == dark


def test_interface_is_english_and_answers_are_marked_vietnamese(open_page: OpenPage) -> None:
    chat = open_page()
    card = chat.ask(BIRTH_DOCUMENTS)
    chat.options().get_by_role("radio", name="English").check(force=True)
    chat.page.keyboard.press("Escape")
    expect(card.get_by_text("Papers you need")).to_be_visible()
    expect(card.locator(".source")).to_contain_text("correct as of 22/11/2026")
    expect(chat.page.locator("assistant-chat")).to_have_attribute("lang", "en")
    expect(card.get_by_role("heading", level=2)).to_have_attribute("lang", "vi")
    chat.assert_accessible()
    chat.page.reload()
    expect(chat.page.get_by_role("textbox", name="Your question")).to_be_visible()


def test_code_continues_the_conversation_on_another_device(open_page: OpenPage) -> None:
    here, there = open_page(), open_page()
    here.ask(BIRTH_DOCUMENTS)
    options = here.options()
    options.get_by_role("button", name="Lấy mã").click()
    code = options.locator("strong").inner_text()
    typed = there.options()
    typed.get_by_role("textbox", name="Nhập mã từ máy khác").fill(code.lower())
    typed.get_by_role("button", name="Tiếp tục").click()
    expect(there.questions).to_have_text([BIRTH_DOCUMENTS], timeout=ANSWER_MS)
    here.page.keyboard.press("Escape")
    there.ask("xin chào")
    expect(here.answers).to_have_count(2, timeout=ANSWER_MS)


def test_wrong_code_is_explained_and_keeps_the_conversation(open_page: OpenPage) -> None:
    chat = open_page()
    chat.expects_failures = True
    chat.ask("xin chào")
    options = chat.options()
    options.get_by_role("textbox", name="Nhập mã từ máy khác").fill("AAAAAA")
    options.get_by_role("button", name="Tiếp tục").click()
    expect(options.get_by_role("alert")).to_contain_text("Mã không đúng")
    chat.page.keyboard.press("Escape")
    expect(chat.questions).to_have_text(["xin chào"])


def test_conversation_is_downloaded(open_page: OpenPage) -> None:
    chat = open_page()
    chat.ask(BIRTH_DOCUMENTS)
    with chat.page.expect_download() as download:
        chat.options().get_by_role("button", name="Tải về").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert BIRTH_DOCUMENTS in saved
    assert "Giấy chứng sinh" in saved


def test_deleted_conversation_is_gone_here_and_on_the_server(
    open_page: OpenPage,
) -> None:
    chat = open_page()
    chat.ask(BIRTH_DOCUMENTS).get_by_role("checkbox").first.check()
    old = chat.conversation_id()
    chat.options().get_by_role("button", name="Xóa").click()
    question = chat.page.get_by_role("dialog", name="Xóa cuộc trò chuyện này?")
    question.get_by_role("button", name="Xóa hết").click()
    expect(chat.questions).to_have_count(0)
    assert chat.page.evaluate("Object.keys(localStorage)") == []
    chat.ask("xin chào")
    assert chat.conversation_id() != old
    chat.page.reload()
    expect(chat.questions).to_have_text(["xin chào"])


def test_deletion_can_be_thought_over(open_page: OpenPage) -> None:
    chat = open_page()
    chat.ask("xin chào")
    chat.options().get_by_role("button", name="Xóa").click()
    chat.page.get_by_role("button", name="Thôi").click()
    expect(chat.questions).to_have_text(["xin chào"])

"""Thumbs for an answer, and a rating when the citizen takes leave."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from knowledge.database.conversation_tables import conversation_feedback
from tests.bot.web.conftest import OpenPage
from tests.bot.web.portal import Portal

pytestmark = pytest.mark.browser

THANKS = "Cảm ơn anh/chị đã góp ý."


def test_thumb_up_is_one_tap(open_page: OpenPage) -> None:
    chat = open_page()
    chat.ask("Đăng ký khai sinh")
    chat.page.get_by_role("button", name="Có ích").click()
    expect(chat.page.get_by_text(THANKS)).to_be_visible()
    chat.page.reload()
    expect(chat.page.get_by_role("button", name="Có ích")).to_have_attribute("aria-pressed", "true")


def test_thumb_down_asks_for_reasons(open_page: OpenPage, portal: Portal) -> None:
    chat = open_page()
    chat.ask("Đăng ký khai sinh")
    chat.page.get_by_role("button", name="Chưa được").click()
    reasons = chat.page.get_by_role("group", name="Chưa được ở điểm nào ạ?")
    reasons.get_by_role("checkbox", name="Đã cũ").check(force=True)
    chat.page.get_by_role("textbox", name="Góp ý thêm").fill("Lệ phí đã đổi")
    chat.assert_accessible()
    chat.page.get_by_role("button", name="Gửi góp ý").click()
    expect(chat.page.get_by_text(THANKS)).to_be_visible()
    query = select(conversation_feedback).where(
        conversation_feedback.c.conversation_id == chat.conversation_id()
    )
    with portal.conversations.engine.connect() as connection:
        kept = connection.execute(query).one()
    assert (kept.thumb, kept.reasons, kept.comment) == ("down", ["outdated"], "Lệ phí đã đổi")


def test_feedback_that_does_not_arrive_can_be_given_again(open_page: OpenPage) -> None:
    chat = open_page()
    chat.expects_failures = True
    chat.ask("Đăng ký khai sinh")
    chat.page.route("**/feedback", lambda route: route.fulfill(status=500), times=1)
    chat.page.get_by_role("button", name="Có ích").click()
    expect(chat.page.get_by_text("Chưa làm được")).to_be_visible()
    chat.page.get_by_role("button", name="Có ích").click()
    expect(chat.page.get_by_text(THANKS)).to_be_visible()


def test_rating_is_asked_for_when_the_citizen_says_thanks(open_page: OpenPage) -> None:
    chat = open_page()
    chat.ask("Đăng ký khai sinh")
    expect(chat.page.locator("rating-form")).to_have_count(0)
    chat.ask("cảm ơn em")
    rating = chat.page.get_by_role("group", name="hài lòng")
    rating.get_by_role("radio", name="5 Rất hài lòng").check(force=True)
    expect(chat.page.get_by_text(THANKS)).to_be_visible()
    chat.assert_accessible()
    chat.page.reload()
    expect(rating.get_by_role("radio", name="5 Rất hài lòng")).to_be_checked()

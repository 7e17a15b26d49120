"""Asking and answering: on a phone, with bad networks, sleeping tabs and quick thumbs."""

from __future__ import annotations

import random
import time
from typing import cast

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import delete, update

from bot.conversations.caller_limits import CallerLimits
from bot.conversations.errors import TooManyTries
from bot.installation_key import InstallationKey
from knowledge.database.conversation_tables import conversation_tries
from tests.bot.web.conftest import OpenPage
from tests.bot.web.pages import ANSWER_MS
from tests.bot.web.portal import MARRIAGE, BrokenLine, Portal

pytestmark = pytest.mark.browser

MESSAGES = "**/messages"
BIRTH_DOCUMENTS = "làm giấy khai sinh cho con cần giấy tờ gì"


def test_nothing_is_kept_of_someone_who_has_not_said_anything(open_page: OpenPage) -> None:
    chat = open_page()
    expect(chat.page.get_by_role("list", name="Câu hỏi mẫu")).to_be_visible()
    assert not [request for request in chat.requests if request.method == "POST"]


def test_example_question_starts_the_conversation(open_page: OpenPage) -> None:
    chat = open_page()
    chat.page.get_by_role("list", name="Câu hỏi mẫu").get_by_role("button").first.click()
    expect(chat.answers).to_have_count(1, timeout=ANSWER_MS)
    expect(chat.page.get_by_role("list", name="Câu hỏi mẫu")).to_have_count(0)


def test_follow_up_is_one_tap_and_shown_as_its_button(open_page: OpenPage) -> None:
    chat = open_page()
    chat.ask(BIRTH_DOCUMENTS)
    suggestion = chat.page.get_by_role("list", name="Câu hỏi tiếp theo").get_by_role("button").first
    title = suggestion.inner_text()
    suggestion.click()
    expect(chat.answers).to_have_count(2, timeout=ANSWER_MS)
    expect(chat.questions.last).to_have_text(title)
    assert chat.sent()[1] != title
    chat.page.reload()
    expect(chat.questions.last).to_have_text(title)


def test_suggestions_are_offered_under_the_newest_answer_only(open_page: OpenPage) -> None:
    chat = open_page()
    chat.ask(BIRTH_DOCUMENTS)
    chat.ask(BIRTH_DOCUMENTS)
    expect(chat.page.get_by_role("list", name="Câu hỏi tiếp theo")).to_have_count(1)


def test_choice_is_shown_by_name_and_sent_by_code(open_page: OpenPage) -> None:
    chat = open_page()
    card = chat.ask("kết hôn")
    card.get_by_role("button", name="Đăng ký kết hôn").click()
    expect(chat.answers).to_have_count(2, timeout=ANSWER_MS)
    expect(chat.questions.last).to_have_text("Đăng ký kết hôn")
    assert chat.sent() == ["kết hôn", MARRIAGE]


def test_reload_keeps_conversation_and_draft(open_page: OpenPage) -> None:
    chat = open_page()
    shown = chat.ask(BIRTH_DOCUMENTS).inner_text()
    chat.composer.fill("còn lệ phí thì")
    chat.page.reload()
    expect(chat.questions).to_have_text([BIRTH_DOCUMENTS])
    expect(chat.answers.last).to_have_text(shown, use_inner_text=True)
    expect(chat.composer).to_have_value("còn lệ phí thì")
    assert chat.sent() == [BIRTH_DOCUMENTS]


def test_offline_messages_wait_and_go_out_when_the_network_returns(
    open_page: OpenPage, portal: Portal
) -> None:
    chat = open_page()
    chat.expects_failures = True
    chat.ask("xin chào")
    chat.page.context.set_offline(True)
    chat.say(BIRTH_DOCUMENTS)
    expect(chat.page.get_by_text("Đang mất kết nối")).to_be_visible()
    expect(chat.page.get_by_text("Chưa gửi được")).to_be_visible()
    chat.page.context.set_offline(False)
    expect(chat.answers).to_have_count(2, timeout=ANSWER_MS)
    expect(chat.page.get_by_text("Đang mất kết nối")).to_have_count(0)
    expect(chat.questions).to_have_text(["xin chào", BIRTH_DOCUMENTS])
    assert portal.assistant.heard.count(BIRTH_DOCUMENTS) >= 1


def test_first_message_can_be_written_offline(open_page: OpenPage) -> None:
    chat = open_page()
    chat.expects_failures = True
    chat.page.context.set_offline(True)
    chat.say(BIRTH_DOCUMENTS)
    expect(chat.page.get_by_text("Đang mất kết nối")).to_be_visible()
    chat.page.context.set_offline(False)
    expect(chat.answers).to_have_count(1, timeout=ANSWER_MS)


def test_message_whose_confirmation_was_lost_is_answered_once(open_page: OpenPage) -> None:
    chat = open_page()
    chat.expects_failures = True

    def deliver_and_lose(route: Route) -> None:
        route.fetch()
        route.abort()

    chat.page.route(MESSAGES, deliver_and_lose, times=1)
    chat.ask(BIRTH_DOCUMENTS)
    chat.page.wait_for_timeout(1500)
    expect(chat.questions).to_have_text([BIRTH_DOCUMENTS])
    expect(chat.answers).to_have_count(1)


def test_message_written_before_a_reload_is_sent_after_it(open_page: OpenPage) -> None:
    chat = open_page()
    chat.expects_failures = True
    chat.page.route("**/api/conversations**", lambda route: route.abort())
    chat.say(BIRTH_DOCUMENTS)
    expect(chat.page.get_by_text("Chưa gửi được")).to_be_visible()
    chat.page.unroute("**/api/conversations**")
    chat.page.reload()
    expect(chat.answers).to_have_count(1, timeout=ANSWER_MS)
    expect(chat.questions).to_have_text([BIRTH_DOCUMENTS])


def test_busy_server_is_asked_again(open_page: OpenPage) -> None:
    chat = open_page()
    chat.expects_failures = True
    chat.page.route(MESSAGES, lambda route: route.fulfill(status=503), times=2)
    chat.ask(BIRTH_DOCUMENTS)


def test_too_many_messages_are_kept_and_sent_later(open_page: OpenPage, portal: Portal) -> None:
    address = "203.0.113.44"
    chat = open_page(extra_http_headers={"X-Forwarded-For": address})
    chat.expects_failures = True
    chat.ask("xin chào")
    key = cast(InstallationKey, portal.app.state.installation_key)
    limits = CallerLimits(portal.conversations, conversations_allowed=100, messages_allowed=1)
    with pytest.raises(TooManyTries):
        limits.count_message(key.pseudonym("caller", address))
    with portal.conversations.engine.begin() as connection:
        connection.execute(update(conversation_tries).values(count=10_000))

    chat.say(BIRTH_DOCUMENTS)

    expect(chat.page.get_by_text("có quá nhiều tin nhắn")).to_contain_text("sẽ tự gửi sau 1 phút")
    expect(chat.page.get_by_text("Chưa gửi, đang chờ đến lượt")).to_be_visible()
    expect(chat.page.get_by_text("Đang mất kết nối")).to_have_count(0)
    chat.assert_accessible()
    chat.assert_fits()
    chat.page.reload()
    expect(chat.questions.last).to_have_text(BIRTH_DOCUMENTS)
    expect(chat.page.get_by_text("có quá nhiều tin nhắn")).to_be_visible()

    with portal.conversations.engine.begin() as connection:
        connection.execute(delete(conversation_tries))
    chat.page.evaluate("dispatchEvent(new Event('online'))")
    expect(chat.answers).to_have_count(2, timeout=ANSWER_MS)
    expect(chat.page.get_by_text("có quá nhiều tin nhắn")).to_have_count(0)
    expect(chat.questions).to_have_text(["xin chào", BIRTH_DOCUMENTS])


def test_refused_message_can_be_written_again(open_page: OpenPage) -> None:
    chat = open_page()
    chat.expects_failures = True
    chat.page.route(MESSAGES, lambda route: route.fulfill(status=422), times=1)
    chat.say("một tin nhắn bị từ chối")
    chat.page.get_by_role("button", name="Viết lại").click()
    expect(chat.composer).to_have_value("một tin nhắn bị từ chối")
    expect(chat.questions).to_have_count(0)


def test_double_tap_asks_once(open_page: OpenPage) -> None:
    chat = open_page()
    example = chat.page.get_by_role("list", name="Câu hỏi mẫu").get_by_role("button").first
    example.evaluate("button => { button.click(); button.click(); }")
    expect(chat.answers).to_have_count(1, timeout=ANSWER_MS)
    chat.composer.fill("xin chào")
    chat.page.get_by_role("button", name="Gửi", exact=True).evaluate(
        "button => { button.click(); button.click(); }"
    )
    expect(chat.answers).to_have_count(2, timeout=ANSWER_MS)
    assert len(chat.sent()) == 2


def test_enter_sends_and_shift_enter_breaks_the_line(open_page: OpenPage) -> None:
    chat = open_page()
    chat.composer.focus()
    chat.page.keyboard.type("khai sinh")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("cần gì")
    expect(chat.composer).to_have_value("khai sinh\ncần gì")
    chat.page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(1, timeout=ANSWER_MS)
    expect(chat.composer).to_have_value("")
    assert chat.sent() == ["khai sinh\ncần gì"]


def test_message_over_the_limit_is_kept_and_not_sent(open_page: OpenPage) -> None:
    chat = open_page()
    chat.composer.fill("ă" * 1001)
    expect(chat.page.get_by_text("1.001/1.000 ký tự")).to_be_visible()
    expect(chat.page.get_by_text("Xin anh/chị rút ngắn")).to_be_visible()
    expect(chat.page.get_by_role("button", name="Gửi", exact=True)).to_be_disabled()
    chat.page.keyboard.press("Enter")
    expect(chat.composer).to_have_value("ă" * 1001)
    assert chat.sent() == []


def test_broken_lines_lose_and_double_nothing(open_page: OpenPage, portal: Portal) -> None:
    line = BrokenLine(portal.port)
    try:
        chat = open_page(line.url)
        chat.expects_failures = True
        chat.ask("xin chào")
        conversation = chat.conversation_id()
        chance = random.Random(1)
        for number in range(100):
            portal.bot_says(conversation, f"tin số {number}")
            if chance.random() < 0.5:
                time.sleep(chance.random() / 10)
                line.cut()
        told = chat.page.locator("answer-card .text", has_text="tin số")
        expect(told).to_have_text([f"tin số {number}" for number in range(100)], timeout=60_000)
    finally:
        line.close()


def test_two_tabs_show_one_conversation(open_page: OpenPage) -> None:
    chat = open_page()
    chat.ask("xin chào")
    other = chat.page.context.new_page()
    other.goto(chat.page.url)
    expect(other.locator("article.citizen .bubble")).to_have_text(["xin chào"])
    chat.ask(BIRTH_DOCUMENTS)
    expect(other.locator("answer-card")).to_have_count(2, timeout=ANSWER_MS)


def test_conversation_that_the_server_has_deleted_begins_anew(
    open_page: OpenPage, portal: Portal
) -> None:
    chat = open_page()
    chat.expects_failures = True
    chat.ask("xin chào")
    portal.conversations.delete(chat.conversation_id())
    chat.page.reload()
    expect(chat.page.get_by_text("đã hết hạn lưu")).to_be_visible()
    chat.ask(BIRTH_DOCUMENTS)
    expect(chat.questions).to_have_text([BIRTH_DOCUMENTS])


def test_officer_takes_over_and_hands_back(open_page: OpenPage, portal: Portal) -> None:
    chat = open_page()
    chat.ask("xin chào")
    chat.say("gặp cán bộ")
    expect(chat.page.locator(".system")).to_contain_text("em đã báo cán bộ", timeout=ANSWER_MS)
    expect(chat.page.get_by_role("button", name="Không chờ nữa")).to_be_visible()
    conversation = chat.conversation_id()
    portal.officer(conversation, "accept")
    expect(chat.page.locator(".system")).to_contain_text(
        "Cán bộ Lan đang trả lời", timeout=ANSWER_MS
    )
    chat.say("hồ sơ của tôi thiếu gì")
    expect(chat.questions.last).to_have_text("hồ sơ của tôi thiếu gì")
    expect(chat.page.locator(".typing")).to_have_count(0)
    portal.officer(
        conversation,
        "messages",
        client_id="6f1c9a5e-0d8b-4a57-9d1b-1f5d4b0f2a11",
        text="Anh còn thiếu giấy chứng sinh.",
    )
    said = chat.page.locator("article.officer")
    expect(said).to_contain_text("Cán bộ Lan")
    expect(said).to_contain_text("thiếu giấy chứng sinh")
    expect(chat.announced).to_contain_text("thiếu giấy chứng sinh")
    portal.officer(conversation, "hand_back")
    chat.ask(BIRTH_DOCUMENTS)

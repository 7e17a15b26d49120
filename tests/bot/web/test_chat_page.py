"""The chat page as citizens use it: on a phone, with bad networks and quick thumbs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    expect,
)

pytestmark = pytest.mark.browser

WEBHOOK = "**/webhooks/rest/webhook"
BIRTH_DOCUMENTS = "làm giấy khai sinh cho con cần giấy tờ gì"
# The first answer of a fresh server also waits for its caches.
ANSWER_MS = 20_000
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}


@dataclass
class Watch:
    """What went on behind the page: every request, and every complaint of the browser."""

    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def messages(self) -> list[str]:
        """The messages sent to the assistant, in order."""
        return [body["message"] for body in self.asked()]

    def senders(self) -> list[str]:
        """The names under which they were sent."""
        return [body["sender"] for body in self.asked()]

    def asked(self) -> list[dict[str, str]]:
        return [json.loads(request.post_data or "") for request in self.requests if is_ask(request)]

    def hosts(self) -> set[str]:
        return {urlsplit(request.url).netloc for request in self.requests}


def is_ask(request: Request) -> bool:
    return request.method == "POST" and request.url.endswith("/webhooks/rest/webhook")


OpenPage = Callable[..., tuple[Page, Watch]]


@pytest.fixture
def open_page(browser: Browser, server_url: str) -> Iterator[OpenPage]:
    """Opens the page in a browser of its own, a phone unless told otherwise."""
    contexts = []

    def open_it(**options: Any) -> tuple[Page, Watch]:
        context = browser.new_context(
            locale="vi-VN", reduced_motion="reduce", **{**PHONE, **options}
        )
        contexts.append(context)
        page, watch = context.new_page(), Watch()

        def complain(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                watch.complaints.append(message.text)

        page.on("request", lambda request: watch.requests.append(request))
        page.on("console", complain)
        page.on("pageerror", lambda error: watch.complaints.append(str(error)))
        page.goto(server_url)
        return page, watch

    yield open_it
    for context in contexts:
        context.close()


def composer(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Nội dung câu hỏi")


def type_and_send(page: Page, text: str) -> None:
    composer(page).fill(text)
    page.get_by_role("button", name="Gửi", exact=True).click()


def answers(page: Page) -> Locator:
    return page.locator("answer-card")


def questions(page: Page) -> Locator:
    return page.locator("article.citizen .bubble")


def ask(page: Page, text: str) -> Locator:
    """Asks and returns the answer, once it is there."""
    before = answers(page).count()
    type_and_send(page, text)
    expect(answers(page)).to_have_count(before + 1, timeout=ANSWER_MS)
    return answers(page).last


def reply_with(page: Page, custom: dict[str, object]) -> None:
    """Lets the server answer with this Answer, for records that nobody would publish."""
    body = json.dumps([{"recipient_id": "x", "text": custom["text"], "custom": custom}])
    page.route(
        WEBHOOK,
        lambda route: route.fulfill(content_type="application/json", body=body),
        times=1,
    )


def test_question_about_papers_gives_a_checklist(open_page: OpenPage) -> None:
    page, _ = open_page()
    card = ask(page, BIRTH_DOCUMENTS)
    expect(card.get_by_role("heading", level=2)).to_contain_text("khai sinh")
    expect(card).to_contain_text("Mã thủ tục")
    first = card.get_by_role("checkbox").first
    expect(card.locator("output")).to_contain_text("Đã có 0/")
    first.check()
    expect(card.locator("output")).to_contain_text("Đã có 1/")


def test_sources_are_folded_and_open(open_page: OpenPage) -> None:
    page, _ = open_page()
    card = ask(page, BIRTH_DOCUMENTS)
    source = card.locator(".sources li").first
    expect(source).to_be_hidden()
    card.get_by_text("Nguồn thông tin").click()
    expect(source).to_be_visible()


def test_suggestion_asks_its_question(open_page: OpenPage) -> None:
    page, watch = open_page()
    card = ask(page, BIRTH_DOCUMENTS)
    suggestion = card.get_by_role("list", name="Câu hỏi tiếp theo").get_by_role("button").first
    title = suggestion.inner_text()
    suggestion.click()
    expect(answers(page)).to_have_count(2, timeout=ANSWER_MS)
    expect(questions(page).last).to_have_text(title)
    assert len(watch.messages()) == 2


def test_suggestions_are_offered_under_the_newest_answer_only(
    open_page: OpenPage,
) -> None:
    page, _ = open_page()
    ask(page, BIRTH_DOCUMENTS)
    ask(page, BIRTH_DOCUMENTS)
    expect(page.get_by_role("list", name="Câu hỏi tiếp theo")).to_have_count(1)


def test_example_question_starts_the_conversation(open_page: OpenPage) -> None:
    page, _ = open_page()
    page.get_by_role("list", name="Câu hỏi mẫu").get_by_role("button").first.click()
    expect(answers(page)).to_have_count(1, timeout=ANSWER_MS)
    expect(page.get_by_role("list", name="Câu hỏi mẫu")).to_have_count(0)


def test_reload_keeps_conversation_ticks_and_draft(open_page: OpenPage) -> None:
    page, watch = open_page()
    card = ask(page, BIRTH_DOCUMENTS)
    card.get_by_role("checkbox").first.check()
    shown = card.inner_text()
    composer(page).fill("còn lệ phí thì")
    page.reload()
    expect(questions(page)).to_have_text([BIRTH_DOCUMENTS])
    expect(answers(page).last).to_have_text(shown, use_inner_text=True)
    expect(answers(page).last.get_by_role("checkbox").first).to_be_checked()
    expect(composer(page)).to_have_value("còn lệ phí thì")
    assert watch.messages() == [BIRTH_DOCUMENTS]


def test_new_conversation_forgets_the_old_one(open_page: OpenPage) -> None:
    page, watch = open_page()
    ask(page, BIRTH_DOCUMENTS)
    page.get_by_role("button", name="Trò chuyện mới").click()
    page.get_by_role("button", name="Bắt đầu mới").click()
    expect(questions(page)).to_have_count(0)
    ask(page, "xin chào")
    page.reload()
    expect(questions(page)).to_have_text(["xin chào"])
    assert len(set(watch.senders())) == 2


def test_broken_connection_offers_to_send_again(open_page: OpenPage) -> None:
    page, _ = open_page()
    page.route(WEBHOOK, lambda route: route.abort())
    type_and_send(page, BIRTH_DOCUMENTS)
    expect(page.get_by_text("Chưa kết nối được")).to_be_visible()
    expect(questions(page)).to_have_text([BIRTH_DOCUMENTS])
    page.unroute(WEBHOOK)
    page.get_by_role("button", name="Gửi lại").click()
    expect(answers(page)).to_have_count(1, timeout=ANSWER_MS)
    expect(page.get_by_role("button", name="Gửi lại")).to_have_count(0)
    expect(questions(page)).to_have_text([BIRTH_DOCUMENTS])


def test_waiting_question_goes_out_when_the_network_returns(
    open_page: OpenPage,
) -> None:
    page, _ = open_page()
    page.context.set_offline(True)
    type_and_send(page, BIRTH_DOCUMENTS)
    expect(page.get_by_role("button", name="Gửi lại")).to_be_visible()
    page.context.set_offline(False)
    expect(answers(page)).to_have_count(1, timeout=ANSWER_MS)


def test_server_error_is_explained_and_can_be_sent_again(open_page: OpenPage) -> None:
    page, _ = open_page()
    page.route(WEBHOOK, lambda route: route.fulfill(status=503), times=1)
    type_and_send(page, BIRTH_DOCUMENTS)
    expect(page.get_by_text("nhiều người cùng hỏi")).to_be_visible()
    page.get_by_role("button", name="Gửi lại").click()
    expect(answers(page)).to_have_count(1, timeout=ANSWER_MS)


def test_refused_message_can_be_written_again(open_page: OpenPage) -> None:
    page, _ = open_page()
    page.route(WEBHOOK, lambda route: route.fulfill(status=422), times=1)
    type_and_send(page, "một tin nhắn bị từ chối")
    page.get_by_role("button", name="Viết lại").click()
    expect(composer(page)).to_have_value("một tin nhắn bị từ chối")
    expect(questions(page)).to_have_count(0)


def test_double_tap_asks_once(open_page: OpenPage) -> None:
    page, watch = open_page()
    example = page.get_by_role("list", name="Câu hỏi mẫu").get_by_role("button").first
    example.evaluate("button => { button.click(); button.click(); }")
    expect(answers(page)).to_have_count(1, timeout=ANSWER_MS)
    composer(page).fill("xin chào")
    page.get_by_role("button", name="Gửi", exact=True).evaluate(
        "button => { button.click(); button.click(); }"
    )
    expect(answers(page)).to_have_count(2, timeout=ANSWER_MS)
    assert len(watch.messages()) == 2


def test_quick_questions_are_answered_in_order(open_page: OpenPage) -> None:
    page, watch = open_page()
    held: list[Route] = []
    page.route(WEBHOOK, lambda route: held.append(route), times=1)
    type_and_send(page, BIRTH_DOCUMENTS)
    type_and_send(page, "xin chào")
    expect(questions(page)).to_have_count(2)
    assert watch.messages() == [BIRTH_DOCUMENTS]
    held[0].continue_()
    expect(answers(page)).to_have_count(2, timeout=ANSWER_MS)
    spoken = page.locator("article.citizen, article.assistant:has(answer-card)")
    expect(spoken).to_have_class(["citizen", "assistant", "citizen", "assistant"])
    expect(spoken.nth(1)).to_contain_text("khai sinh", ignore_case=True)


def test_enter_sends_and_shift_enter_breaks_the_line(open_page: OpenPage) -> None:
    page, watch = open_page()
    composer(page).focus()
    page.keyboard.type("khai sinh")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("cần gì")
    expect(composer(page)).to_have_value("khai sinh\ncần gì")
    page.keyboard.press("Enter")
    expect(answers(page)).to_have_count(1, timeout=ANSWER_MS)
    expect(composer(page)).to_have_value("")
    assert watch.messages() == ["khai sinh\ncần gì"]


def test_message_over_the_limit_is_kept_and_not_sent(open_page: OpenPage) -> None:
    page, watch = open_page()
    composer(page).fill("ă" * 1001)
    expect(page.get_by_text("1.001/1.000 ký tự")).to_be_visible()
    expect(page.get_by_text("Xin anh/chị rút ngắn")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi", exact=True)).to_be_disabled()
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("ă" * 1001)
    assert watch.messages() == []


def test_choice_is_shown_by_name_and_sent_by_code(open_page: OpenPage) -> None:
    page, watch = open_page()
    procedures = [
        {"code": "1.000894", "name": "Đăng ký kết hôn", "hint": "Trong nước"},
        {"code": "1.000593", "name": "Đăng ký lại kết hôn"},
    ]
    reply_with(page, {"kind": "choice", "text": "Thủ tục nào?", "procedures": procedures})
    card = ask(page, "kết hôn")
    card.get_by_role("button", name="Đăng ký kết hôn").click()
    expect(answers(page)).to_have_count(2, timeout=ANSWER_MS)
    expect(questions(page).last).to_have_text("Đăng ký kết hôn")
    assert watch.messages() == ["kết hôn", "1.000894"]


def test_markup_and_unsafe_links_of_a_record_stay_text(open_page: OpenPage) -> None:
    page, watch = open_page()
    markup = "<img src=x onerror=alert(1)>"
    reply_with(
        page,
        {
            "kind": "faq",
            "text": f"{markup}\nDòng hai: https://danang.gov.vn.",
            "notices": [markup],
            "sources": [{"title": "Nguồn lạ", "url": "javascript:alert(1)"}],
        },
    )
    card = ask(page, markup)
    expect(questions(page)).to_have_text([markup])
    expect(card.locator("img")).to_have_count(0)
    expect(card.locator(".text", has_text="Dòng hai")).to_contain_text(f"{markup}\nDòng hai")
    hrefs = card.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert hrefs == ["https://danang.gov.vn/"]
    assert watch.complaints == []


@pytest.mark.parametrize("width", [320, 360])
def test_nothing_sticks_out_on_a_small_phone(open_page: OpenPage, width: int) -> None:
    page, _ = open_page(viewport={"width": width, "height": 640})
    ask(page, BIRTH_DOCUMENTS)
    for scroller in ("html", ".log"):
        overflow = page.locator(scroller).evaluate("box => box.scrollWidth - box.clientWidth")
        assert overflow == 0, f"{scroller} is {overflow} px too wide"


def test_targets_are_large_and_typing_does_not_zoom(open_page: OpenPage) -> None:
    page, _ = open_page()
    ask(page, BIRTH_DOCUMENTS)
    for button in [*page.get_by_role("button").all(), *page.locator("summary").all()]:
        box = button.bounding_box()
        assert box is None or box["height"] >= 44, button.inner_text()
    size = composer(page).evaluate("field => parseFloat(getComputedStyle(field).fontSize)")
    assert size >= 16


def test_page_speaks_only_to_its_own_server(open_page: OpenPage, server_url: str) -> None:
    page, watch = open_page()
    card = ask(page, BIRTH_DOCUMENTS)
    card.get_by_text("Nguồn thông tin").click()
    page.get_by_role("button", name="Trò chuyện mới").click()
    assert watch.hosts() == {urlsplit(server_url).netloc}
    assert watch.complaints == []
    assert page.context.cookies() == []


def test_page_comes_with_a_strict_content_security_policy(
    open_page: OpenPage, server_url: str
) -> None:
    page, _ = open_page()
    response = page.request.get(server_url)
    policy = response.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy


def test_page_is_vietnamese_and_says_whom_to_call(open_page: OpenPage) -> None:
    page, _ = open_page()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("link", name="1022")).to_have_attribute("href", "tel:1022")

"""A citizen's whole way, on a phone and at a desk; and the same page before the real assistant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from knowledge.database import connect
from knowledge.database.dossier_tables import dossier, wrong_proof
from knowledge.dossiers.store import DossierStore
from knowledge.store import KnowledgeStore
from settings import Settings
from tests.bot.web.conftest import DESKTOP, PHONE, OpenPage
from tests.bot.web.pages import ANSWER_MS
from tests.knowledge.dossiers.examples import CODE, PHONE_DIGITS, WRONG_DIGITS, sent

pytestmark = pytest.mark.browser

DEVICES = pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])


@pytest.fixture
def filed(settings: Settings, store: KnowledgeStore) -> Iterator[None]:
    """The database has one dossier, and nobody has tried a proof yet."""
    engine = connect(settings.database_url)
    DossierStore(engine, settings.dossier_secret.get_secret_value()).put(sent())
    yield
    with engine.begin() as connection:
        connection.execute(delete(dossier))
        connection.execute(delete(wrong_proof))
    engine.dispose()


@DEVICES
def test_whole_way(open_page: OpenPage, device: dict[str, Any]) -> None:
    chat = open_page(**device)
    page = chat.page
    chat.expects_failures = True

    # Ask, choose, follow up.
    chat.ask("kết hôn").get_by_role("button", name="Đăng ký lại kết hôn").is_visible()
    chat.answers.last.get_by_role("button", name="Đăng ký kết hôn").click()
    expect(chat.answers).to_have_count(2, timeout=ANSWER_MS)
    page.get_by_role("list", name="Câu hỏi tiếp theo").get_by_role("button").first.click()
    expect(chat.answers).to_have_count(3, timeout=ANSWER_MS)

    # Tick, lose the network, ask on, have it back.
    papers = chat.ask("Đăng ký khai sinh")
    papers.get_by_role("checkbox").first.check()
    page.context.set_offline(True)
    chat.say("Nộp hồ sơ ở đâu?")
    expect(page.get_by_text("Đang mất kết nối")).to_be_visible()
    page.context.set_offline(False)
    expect(chat.answers).to_have_count(5, timeout=ANSWER_MS)
    chat.assert_accessible()

    # Come back later.
    page.reload()
    expect(chat.answers).to_have_count(5, timeout=ANSWER_MS)
    expect(page.get_by_role("checkbox", checked=True).first).to_be_visible()
    chat.assert_fits()

    # Dark, English, thank you, goodbye.
    options = chat.options()
    options.get_by_role("radio", name="Tối").check(force=True)
    options.get_by_role("radio", name="English").check(force=True)
    page.keyboard.press("Escape")
    chat.assert_accessible()
    page.get_by_role("textbox", name="Your question").fill("cảm ơn em")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("radio", name="5 Very satisfied").check(force=True)
    expect(page.get_by_text("Thank you for your feedback")).to_be_visible()
    page.get_by_role("button", name="Options").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete everything").click()
    expect(chat.questions).to_have_count(0)


def test_page_shows_what_the_trained_assistant_answers(
    open_page: OpenPage, server_url: str
) -> None:
    chat = open_page(server_url)
    card = chat.ask("làm giấy khai sinh cho con cần giấy tờ gì")
    expect(card.get_by_role("heading", level=2)).to_contain_text("khai sinh")
    expect(card.get_by_role("checkbox").first).to_be_visible()


@DEVICES
def test_a_dossier_is_shown_on_the_right_proof_only(
    open_page: OpenPage, server_url: str, filed: None, device: dict[str, Any]
) -> None:
    chat = open_page(server_url, **device)

    # Ask, type the code without its dots, prove it wrongly.
    expect(chat.ask("hồ sơ của tôi tới đâu rồi")).to_contain_text("mã hồ sơ")
    chat.assert_accessible()
    expect(chat.ask("000 00 19 h17 260814 0001")).to_contain_text("bốn số cuối")
    chat.assert_accessible()
    refused = chat.ask(WRONG_DIGITS)
    expect(refused).to_contain_text("Còn 4 lượt thử")
    expect(chat.page.get_by_text("phường Hải Châu")).to_have_count(0)
    chat.assert_accessible()
    chat.assert_fits()

    # Prove it rightly: where it is, since when, late, and what is owed then.
    shown = chat.ask(PHONE_DIGITS)
    expect(shown.get_by_role("heading", level=2)).to_have_text("Đăng ký khai sinh")
    for fact in (CODE, "phường Hải Châu", "28/08/2026", "Trễ hẹn", "Phiếu xin lỗi", "118/2025"):
        expect(shown).to_contain_text(fact)
    chat.assert_accessible()
    chat.assert_fits()

    # Come back later: the dossier is there, the digits are not.
    chat.page.reload()
    expect(chat.answers.last).to_contain_text("Trễ hẹn", timeout=ANSWER_MS)
    for digits in (WRONG_DIGITS, PHONE_DIGITS):
        assert digits not in chat.page.locator(".log").inner_text()
    chat.assert_accessible()

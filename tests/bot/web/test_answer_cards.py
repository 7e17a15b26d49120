"""What an answer looks like: its facts are drawn, and can be ticked, printed, saved and called."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.bot.web.conftest import DESKTOP, OpenPage
from tests.bot.web.portal import MARRIAGE, Portal

pytestmark = pytest.mark.browser

BIRTH_DOCUMENTS = "làm giấy khai sinh cho con cần giấy tờ gì"
PRINT_NOTHING = "window.print = () => window.top.document.body.dataset.printed = 'yes'"


def test_papers_are_a_checklist_whose_ticks_survive_a_reload(open_page: OpenPage) -> None:
    chat = open_page()
    card = chat.ask(BIRTH_DOCUMENTS)
    expect(card.get_by_role("heading", level=2)).to_contain_text("khai sinh")
    expect(card.locator("output")).to_contain_text("Đã có 0/")
    card.get_by_role("checkbox").first.check()
    expect(card.locator("output")).to_contain_text("Đã có 1/")
    chat.page.reload()
    expect(chat.answers.last.get_by_role("checkbox").first).to_be_checked()
    expect(chat.answers.last.locator("output")).to_contain_text("Đã có 1/")


def test_checklist_is_printed_alone(open_page: OpenPage) -> None:
    chat = open_page()
    chat.page.add_init_script(PRINT_NOTHING)
    chat.page.reload()
    card = chat.ask(BIRTH_DOCUMENTS)
    card.get_by_role("checkbox").first.check()
    card.get_by_role("button", name="In", exact=True).click()
    paper = chat.page.frame_locator("body > iframe").locator("body")
    expect(paper).to_contain_text("Đăng ký khai sinh")
    expect(paper).to_contain_text("☑ Tờ khai đăng ký khai sinh")
    expect(paper).to_contain_text("☐ Giấy chứng sinh")


def test_checklist_is_saved_as_a_file(open_page: OpenPage) -> None:
    chat = open_page()
    card = chat.ask(BIRTH_DOCUMENTS)
    with chat.page.expect_download() as download:
        card.get_by_role("button", name="Lưu về máy").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8")
    assert download.value.suggested_filename.endswith("1.001193.txt")
    assert "☐ Giấy chứng sinh" in saved


def test_fee_and_time_come_first(open_page: OpenPage) -> None:
    card = open_page().ask("Đăng ký khai sinh")
    labels = card.locator("dt, h3").all_inner_texts()
    assert labels[:3] == ["Lệ phí", "Thời hạn giải quyết", "Giấy tờ cần chuẩn bị"]
    expect(card.get_by_role("note", name="Lưu ý")).to_be_visible()


def test_what_else_may_be_meant_is_one_tap_away(open_page: OpenPage, portal: Portal) -> None:
    chat = open_page()
    portal.assistant.next_answer = {
        "kind": "procedure",
        "lead": "Dạ, lệ phí của thủ tục «Đăng ký khai sinh»:",
        "text": "Dạ, lệ phí của thủ tục «Đăng ký khai sinh»: không thu.",
        "procedure": {"code": "1.001193", "name": "Đăng ký khai sinh", "version": 1},
        "aspect": "fee",
        "facts": {"fee": [{"channel": "in_person", "text": "Không thu", "condition": ""}]},
        "procedures": [{"code": MARRIAGE, "name": "Đăng ký kết hôn", "hint": "làm ở phường, xã"}],
    }
    card = chat.ask("giấy của phường hết bao nhiêu")
    expect(card.get_by_text("Anh/chị hỏi việc khác gần giống?")).to_be_visible()
    chat.assert_accessible()
    chat.assert_fits()
    card.get_by_role("button", name="Đăng ký kết hôn").click()
    expect(chat.answers.last.get_by_role("heading", level=2)).to_contain_text("kết hôn")


def test_source_says_until_when_it_is_right(open_page: OpenPage) -> None:
    card = open_page().ask(BIRTH_DOCUMENTS)
    source = card.locator(".source")
    expect(source).to_contain_text("đúng đến ngày 22/11/2026")
    expect(source.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")
    expect(card.locator(".sources li").first).not_to_be_visible()
    card.get_by_text("Thêm 2 nguồn").click()
    expect(card.locator(".sources li").first).to_be_visible()


def test_legal_basis_is_folded(open_page: OpenPage) -> None:
    card = open_page().ask("Căn cứ pháp lý nào?")
    law = card.get_by_text("60/2014/QH13")
    expect(law).not_to_be_visible()
    card.locator("summary", has_text="Căn cứ pháp lý").click()
    expect(law).to_be_visible()


def test_online_filing_is_a_link_to_the_portal(open_page: OpenPage) -> None:
    card = open_page().ask("Nộp qua mạng được không?")
    link = card.get_by_role("link", name="Nộp hồ sơ trực tuyến")
    assert urlsplit(link.get_attribute("href") or "").netloc == "dichvucong.gov.vn"


def test_counter_of_the_ward_has_a_map_and_a_telephone(open_page: OpenPage) -> None:
    chat = open_page(**DESKTOP)
    card = chat.ask("đăng ký khai sinh ở Hải Châu")
    expect(card).to_contain_text("12 Trần Phú")
    expect(card.get_by_role("link", name="0236 3000 111")).to_have_attribute(
        "href", "tel:02363000111"
    )
    address = card.get_by_role("link", name="Xem bản đồ").get_attribute("href") or ""
    assert urlsplit(address).netloc == "www.openstreetmap.org"
    assert chat.hosts() == {urlsplit(chat.page.url).netloc}


def test_android_offers_its_own_maps(open_page: OpenPage) -> None:
    chat = open_page(user_agent="Mozilla/5.0 (Linux; Android 14) Chrome/150 Mobile")
    card = chat.ask("tôi ở Hải Châu")
    expect(card.get_by_role("link", name="Xem bản đồ")).to_have_attribute(
        "href",
        "geo:0,0?q="
        "12%20Tr%E1%BA%A7n%20Ph%C3%BA%2C%20Ph%C6%B0%E1%BB%9Dng%20H%E1%BA%A3i%20Ch%C3%A2u%2C%20"
        "%C4%90%C3%A0%20N%E1%BA%B5ng",
    )


def test_emergency_numbers_are_called_with_one_tap(open_page: OpenPage) -> None:
    card = open_page().ask("cháy nhà")
    for number in ("114", "115"):
        call = card.get_by_role("link", name=f"Gọi {number}")
        expect(call).to_have_attribute("href", f"tel:{number}")
        box = call.bounding_box()
        assert box is not None and box["height"] >= 56


def test_frequent_question_shows_its_answer(open_page: OpenPage) -> None:
    card = open_page().ask("tạm trú có hạn mấy năm")
    expect(card.get_by_role("heading", level=2)).to_contain_text("tạm trú", ignore_case=True)
    expect(card.locator(".source")).to_be_visible()


def test_status_of_a_dossier_is_seen_at_a_glance_and_told(
    open_page: OpenPage, portal: Portal
) -> None:
    chat = open_page()
    portal.assistant.next_answer = {
        "kind": "dossier_status",
        "lead": "Dạ, hồ sơ đang được xử lý.",
        "text": "Dạ, hồ sơ đang được xử lý. Nơi giải quyết phải gửi anh/chị văn bản xin lỗi.",
        "facts": {
            "dossier": {
                "code": "000.00.19.H17-260814-0001",
                "procedure_name": "Đăng ký kết hôn",
                "state_name": "Đang xử lý",
                "unit": "Phòng Hộ tịch",
                "received_on": "2026-11-14",
                "due_on": "2026-11-20",
            },
            "lateness": {"timing": "late", "days": 1, "exact": True},
        },
    }
    card = chat.ask("hồ sơ 000.00.19.H17-260814-0001")
    expect(card.get_by_role("heading", level=2)).to_have_text("Đăng ký kết hôn")
    told = [row.split("\n") for row in card.locator(".rows > div").all_inner_texts()]
    assert told == [
        ["Tình trạng", "Đang xử lý"],
        ["Đang ở", "Phòng Hộ tịch"],
        ["Ngày tiếp nhận", "14/11/2026"],
        ["Ngày hẹn trả", "20/11/2026 Trễ hẹn"],
    ]
    expect(card).to_contain_text("văn bản xin lỗi")
    chat.assert_accessible()
    chat.assert_fits()


def test_facts_that_the_page_does_not_know_are_told_in_words(
    open_page: OpenPage, portal: Portal
) -> None:
    chat = open_page()
    portal.assistant.next_answer = {
        "kind": "dossier_status",
        "lead": "Dạ, hồ sơ đang được xử lý.",
        "text": "Dạ, hồ sơ đang được xử lý. Hẹn trả ngày 25/11/2026.",
        "facts": {"something_new": {"due": "2026-11-25"}},
    }
    expect(chat.ask("hồ sơ của tôi")).to_contain_text("Hẹn trả ngày 25/11/2026")


def test_markup_and_unsafe_links_of_a_record_stay_text(open_page: OpenPage, portal: Portal) -> None:
    chat = open_page()
    markup = "<img src=x onerror=alert(1)>"
    portal.assistant.next_answer = {
        "kind": "faq",
        "text": f"{markup}\nDòng hai: https://danang.gov.vn.",
        "notices": [markup],
        "sources": [{"title": "Nguồn lạ", "url": "javascript:alert(1)"}],
    }
    card = chat.ask(markup)
    expect(chat.questions).to_have_text([markup])
    expect(card.locator("img")).to_have_count(0)
    expect(card.locator(".text", has_text="Dòng hai")).to_contain_text(f"{markup}\nDòng hai")
    hrefs = card.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert hrefs == ["https://danang.gov.vn/"]

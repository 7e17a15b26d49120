"""What is said about the office of a ward."""

from __future__ import annotations

from dataclasses import asdict

from actions.answer import Kind
from actions.office_answer import office_answer, which_ward
from knowledge.library import Library


def said(text: str, library: Library) -> dict:  # type: ignore[type-arg]
    return asdict(library.wards.find(text)[0])


def test_an_old_ward_is_told_its_new_name_and_the_counter(library: Library) -> None:
    name = said("phường Thạch Thang", library)
    ward, version = library.ward(name["wards"][0])  # type: ignore[misc]
    answer = office_answer(ward, version, name)

    assert answer.kind is Kind.OFFICE
    assert "phường Thạch Thang (quận Hải Châu cũ) nay thuộc phường Hải Châu" in answer.lead
    assert "Trung tâm Phục vụ hành chính công phường Hải Châu" in answer.lead
    assert answer.facts["ward"]["code"] == ward.code
    assert answer.sources
    assert f"Bản ghi số {version}" in answer.text


def test_an_address_nobody_confirmed_is_not_given_as_the_counter(library: Library) -> None:
    ward, version = library.ward("20242")  # type: ignore[misc]

    assert "chưa có địa chỉ quầy đã được xác nhận" in office_answer(ward, version).text


def test_a_confirmed_counter_is_given_with_its_hours(library: Library) -> None:
    ward, version = library.ward("20242")  # type: ignore[misc]
    known = ward.model_copy(update={"counter": "7 Đường Thử", "hours": "7 giờ 30 đến 17 giờ"})
    text = office_answer(known, version).text

    assert "Địa chỉ: 7 Đường Thử. Giờ làm việc: 7 giờ 30 đến 17 giờ." in text
    assert "1022" not in text


def test_a_former_district_is_asked_back_with_its_wards(library: Library) -> None:
    answer = which_ward(said("quận Hải Châu", library), library)

    assert "quận Hải Châu không còn từ ngày 1/7/2025" in answer.lead
    assert [suggestion.title for suggestion in answer.suggestions] == [
        "Phường Hải Châu",
        "Phường Hòa Cường",
    ]
    assert "phường Thạch Thang" in answer.text


def test_what_a_suggestion_sends_names_one_ward(library: Library) -> None:
    for text in ("quận Sơn Trà", "Phước Ninh", "Tam Kỳ", "huyện Quế Sơn", "Núi Thành"):
        for suggestion in which_ward(said(text, library), library).suggestions:
            found = library.wards.find(suggestion.message)

            assert [len(mention.wards) for mention in found] == [1], suggestion

"""What sets near twins apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.records import Procedure
from knowledge.siblings import sibling
from knowledge.traits import (
    ACTIONS,
    ages_said,
    official_phrase,
    traits_of_name,
    traits_said,
    without_denied,
    without_said_traits,
    without_traits,
)


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("chồng em là người nước ngoài", {"foreign"}),
        ("lấy chồng hàn thì sao", {"foreign"}),
        ("cấp lại chứ không phải cấp đổi", {"reissue"}),
        ("bị mất thì sao", {"reissue"}),
        ("con nguoi nuoc ngoai thi sao", {"foreign"}),
        ("chồng tôi là người Nhật Bản", {"foreign"}),
        ("có con với một công dân Thụy Điển", {"foreign"}),
        ("ban trai em quoc tich duc", {"foreign"}),
        ("vợ tôi là người Lào", {"foreign"}),
        ("quyen loi cua nguoi lao dong", set()),
        ("người anh của tôi", set()),
        ("mất bao lâu", set()),
        ("có mất tiền không", set()),
        ("", set()),
    ],
)
def test_what_a_person_says(text: str, traits: set[str]) -> None:
    assert traits_said(text) == traits


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("còn cháu 15 tuổi thì sao", {"grown"}),
        ("cháu 7 tuổi", {"child"}),
        ("con được 2 tháng tuổi", set()),
    ],
)
def test_what_an_age_says(text: str, traits: set[str]) -> None:
    assert ages_said(text) == traits


def test_what_a_name_states() -> None:
    assert traits_of_name("Đăng ký kết hôn có yếu tố nước ngoài") == {"foreign"}
    assert "reissue" in traits_of_name("Cấp lại thẻ căn cước")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("không phải tách hộ, tôi muốn tách thửa", "tôi muốn tách thửa"),
        ("cấp lại chứ không phải đổi", "cấp lại"),
        ("làm khai sinh phải không", "làm khai sinh phải không"),
        ("có phải nộp tiền không", "có phải nộp tiền không"),
        ("tôi không phải đóng phí đúng không", "tôi không phải đóng phí đúng không"),
    ],
)
def test_what_is_denied_is_left_out(text: str, meant: str) -> None:
    assert without_denied(text) == meant


def test_names_without_what_sets_them_apart() -> None:
    assert without_traits("Cấp lại thẻ căn cước", {"reissue"}) == "thẻ căn cước"
    assert without_said_traits("còn cấp lại thì sao") == "còn thì sao"


@pytest.mark.parametrize("trait", sorted(ACTIONS | {"foreign"}))
def test_every_action_has_official_words(trait: str) -> None:
    assert trait in traits_of_name(official_phrase(trait))


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert traits_said(text) is not None
    assert without_denied(text) in text


class TestSiblings:
    """Follow-ups that change the case."""

    @pytest.mark.parametrize(
        ("topic", "text", "twin"),
        [
            ("1.000894", "còn nếu chồng em là người nước ngoài thì sao", "2.000806"),
            ("1.001193", "nếu cha cháu là người nước ngoài", "2.000528"),
            ("1.004194", "còn gia hạn thì sao", "1.002755"),
            ("3.000347", "không, ý tôi là cấp lại chứ không phải đổi", "3.000348"),
            ("1.014063", "ủa bị mất thì sao", "1.014064"),
            ("1.014062", "rứa thằng anh 16 tuổi thì sao", "1.014061"),
        ],
    )
    def test_the_twin_that_is_meant(
        self, library: Library, topic: str, text: str, twin: str
    ) -> None:
        found = sibling(record(library, topic), text, library)

        assert found is not None and found.code == twin

    @pytest.mark.parametrize("text", ["lệ phí bao nhiêu", "còn mất bao lâu", "em 20 tuổi rồi", ""])
    def test_a_plain_question_means_no_twin(self, library: Library, text: str) -> None:
        assert sibling(record(library, "1.000894"), text, library) is None


def record(library: Library, code: str) -> Procedure:
    found = library.procedure(code)
    assert found is not None
    return found[0]

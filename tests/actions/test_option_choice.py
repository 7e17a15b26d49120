from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.option_choice import chosen_option

BIRTH = (
    "Đăng ký khai sinh",
    "Đăng ký lại khai sinh",
    "Đăng ký khai sinh có yếu tố nước ngoài",
)


@pytest.mark.parametrize(
    ("said", "index"),
    [
        ("1", 0),
        ("2", 1),
        ("số 2", 1),
        ("số hai", 1),
        ("so hai", 1),
        ("cái thứ hai", 1),
        ("cái thứ nhất ạ", 0),
        ("em lấy cái số ba nha", 2),
        ("cho tôi số ba", 2),
        ("mục 3", 2),
        ("dạ số 1 ạ", 0),
        ("cái đầu tiên", 0),
        ("cái đầu", 0),
        ("cái cuối", 2),
        ("cái cuối cùng", 2),
        ("cai rot", 2),
        ("Số HAI!", 1),
        ("2.", 1),
        ("(2)", 1),
    ],
)
def test_an_option_is_chosen_by_its_number(said: str, index: int) -> None:
    assert chosen_option(said, BIRTH) == index


@pytest.mark.parametrize(
    ("said", "index"),
    [
        ("có yếu tố nước ngoài", 2),
        ("cái nước ngoài", 2),
        ("yeu to nuoc ngoai", 2),
        ("đăng ký lại", 1),
        ("cái làm lại ấy", 1),
    ],
)
def test_an_option_is_chosen_by_the_words_that_tell_it_apart(said: str, index: int) -> None:
    assert chosen_option(said, BIRTH) == index


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "?!",
        "0",
        "4",
        "99",
        "số bốn",
        "1 hay 2",
        "đăng ký khai sinh",  # all three are called so
        "chuyển hộ khẩu",
    ],
)
def test_what_names_no_single_option_chooses_none(said: str) -> None:
    assert chosen_option(said, BIRTH) is None


def test_a_long_message_is_a_new_question_even_when_it_has_a_number() -> None:
    question = "tôi có 2 đứa con sinh ở nước ngoài giờ muốn nhập hộ khẩu thì làm sao"
    assert chosen_option(question, BIRTH) is None


@pytest.mark.parametrize("polite", ["dạ", "dạ có", "cho em xem", "em muốn xem ạ", "anh ơi"])
def test_polite_words_are_no_choice_though_an_option_holds_them(polite: str) -> None:
    options = ("Cấp lại giấy cho em đã có tên, anh muốn xem", "Cấp mới giấy")
    assert chosen_option(polite, options) is None


def test_a_single_option_is_named_by_any_of_its_words() -> None:
    assert chosen_option("kết hôn", ["Đăng ký kết hôn"]) == 0
    assert chosen_option("khai tử", ["Đăng ký kết hôn"]) is None


def test_among_no_options_nothing_can_be_chosen() -> None:
    assert chosen_option("1", []) is None
    assert chosen_option("cái cuối", []) is None


_WORDS = ["cái", "số", "thứ", "1", "2", "9", "một", "hai", "tư", "đầu", "cuối", "lại", "dạ", "²"]
_SPOKEN = st.lists(st.sampled_from(_WORDS), max_size=10).map(" ".join)


@given(st.one_of(st.text(), _SPOKEN), st.lists(st.text(max_size=60), max_size=6))
def test_any_message_over_any_options_gives_an_option_or_none(text: str, names: list[str]) -> None:
    index = chosen_option(text, names)
    assert index is None or 0 <= index < len(names)

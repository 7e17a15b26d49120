from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.numbers import (
    NotANumberError,
    format_date,
    format_vnd,
    number_to_words,
    spoken_digit_string,
    spoken_to_digits,
)
from vietnamese.text import strip_diacritics

NUMBERS = st.integers(0, 10**12 - 1)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("không", 0),
        ("mười bốn", 14),
        ("hai mươi lăm", 25),
        ("hai mươi mốt", 21),
        ("hăm ba", 23),
        ("ba chục", 30),
        ("chín mươi tư", 94),
        ("một trăm", 100),
        ("trăm hai", 120),
        ("ba trăm linh năm", 305),
        ("ba trăm lẻ năm", 305),
        ("hai trăm rưỡi", 250),
        ("năm chục nghìn", 50_000),
        ("một trăm linh năm ngàn", 105_000),
        ("một nghìn không trăm linh năm", 1_005),
        ("một triệu rưỡi", 1_500_000),
        ("triệu hai", 1_200_000),
        ("một triệu hai trăm nghìn", 1_200_000),
        ("hai tỉ", 2_000_000_000),
        ("50 nghìn", 50_000),
        ("1.500", 1_500),
        ("hai muoi lam", 25),
        ("Mười Lăm", 15),
    ],
)
def test_number_words_are_read(words: str, number: int) -> None:
    assert spoken_to_digits(words) == number


@pytest.mark.parametrize(
    "text", ["", "con mèo", "hai nghìn triệu", "trăm trăm", "linh", "hai ba bốn", "mươi mươi"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NotANumberError):
        spoken_to_digits(text)


@given(NUMBERS)
def test_numbers_go_to_words_and_back(number: int) -> None:
    words = number_to_words(number)
    assert spoken_to_digits(words) == number
    assert spoken_to_digits(strip_diacritics(words)) == number


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(NotANumberError):
        assert spoken_to_digits(text) >= 0


@pytest.mark.parametrize("number", [-1, 10**12])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="Only numbers from 0"):
        number_to_words(number)


def test_digits_read_one_by_one_keep_the_leading_zero() -> None:
    assert spoken_digit_string("không chín không năm một hai ba") == "0905123"
    assert spoken_digit_string("khong chin 05") == "0905"
    with pytest.raises(NotANumberError):
        spoken_digit_string("không mười")


def test_money_is_written_with_dots() -> None:
    assert format_vnd(0) == "0 đồng"
    assert format_vnd(50_000) == "50.000 đồng"
    assert format_vnd(1_250_000) == "1.250.000 đồng"
    with pytest.raises(ValueError, match="negative"):
        format_vnd(-1)


def test_a_date_is_written_as_people_say_it() -> None:
    assert format_date(date(2026, 11, 22)) == "ngày 22 tháng 11 năm 2026"

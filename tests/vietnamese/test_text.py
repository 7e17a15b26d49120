from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.text import (
    clean,
    collapse_whitespace,
    is_mostly_without_diacritics,
    lower,
    nfc,
    strip_diacritics,
    syllables,
)

ANY_TEXT = st.text(st.characters(codec=None))


def test_diacritics_are_stripped_from_every_vietnamese_letter() -> None:
    assert strip_diacritics("Đường Trần Phú, Đà Nẵng") == "Duong Tran Phu, Da Nang"
    assert strip_diacritics("ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ýỳỷỹỵ đ") == (
        "aaaaa aaaaa eeeee ooooo ooooo uuuuu yyyyy d"
    )


def test_text_in_combining_form_is_stripped_too() -> None:
    assert strip_diacritics("ha\u0300nh chi\u0301nh") == "hanh chinh"


def test_cleaning_takes_out_what_nobody_sees() -> None:
    assert clean("\ufeffgiấy\u200b khai\u00a0sinh\x00 \ud800 ạ\n") == "giấy khai sinh ạ"


def test_cleaning_joins_a_mark_with_its_letter_across_an_invisible_character() -> None:
    assert clean("ha\u200b\u0300nh") == "hành"


def test_whitespace_is_collapsed() -> None:
    assert collapse_whitespace("  hai \t\n mươi ") == "hai mươi"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mã 1.001193, nộp ở đâu?", ["mã", "1.001193", "nộp", "ở", "đâu"]),
        ("Nghị định 123/2015/NĐ-CP.", ["nghị", "định", "123/2015/nđ-cp"]),
        ("Ngày 22/11/2026: 50.000đ", ["ngày", "22/11/2026", "50.000đ"]),
        ("nam/nữ, đăng-ký", ["nam", "nữ", "đăng", "ký"]),
        ("nộp xong.2 ngày sau", ["nộp", "xong", "2", "ngày", "sau"]),
        ("mẫu CT-01 bản_chính", ["mẫu", "ct-01", "bản", "chính"]),
        ("?!", []),
    ],
)
def test_words_are_found_and_codes_stay_whole(text: str, words: list[str]) -> None:
    assert syllables(text) == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("toi muon lam giay khai sinh", True),
        ("Tôi muốn làm giấy khai sinh", False),
        ("toi muon lam ho chieu o đâu", True),
        ("123 456", False),
        ("", False),
    ],
)
def test_text_without_marks_is_recognised(text: str, expected: bool) -> None:
    assert is_mostly_without_diacritics(text) is expected


@given(ANY_TEXT)
def test_stripping_keeps_the_length_of_nfc_text(text: str) -> None:
    assert len(strip_diacritics(text)) == len(nfc(text))


@given(ANY_TEXT)
def test_lower_case_keeps_the_length(text: str) -> None:
    assert len(lower(text)) == len(text)


@given(ANY_TEXT)
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_text_can_always_be_stored(text: str) -> None:
    clean(text).encode("utf-8")


@given(ANY_TEXT)
def test_words_hold_no_space(text: str) -> None:
    assert all(word and not any(char.isspace() for char in word) for word in syllables(text))

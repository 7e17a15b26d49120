"""Texts cut into the pieces that a voice reads."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from speech.voices.sentences import pieces
from vietnamese.text import nfc

LETTERS = st.text(st.sampled_from("aăâbcdđeêghik ,.;!?…\n"), max_size=400)


def test_a_text_is_cut_into_its_sentences() -> None:
    assert pieces("Dạ, có ạ. Cần hai giấy tờ:\nthứ nhất, tờ khai; thứ hai, giấy chứng sinh!") == [
        "Dạ, có ạ.",
        "Cần hai giấy tờ:",
        "thứ nhất, tờ khai;",
        "thứ hai, giấy chứng sinh!",
    ]


def test_numbers_and_codes_are_not_cut() -> None:
    assert pieces("Mã 1.001193, lệ phí 8.000 đồng.") == ["Mã 1.001193, lệ phí 8.000 đồng."]


def test_what_is_too_long_is_cut_at_a_comma() -> None:
    assert pieces("Tờ khai đăng ký, giấy chứng sinh", longest=20) == [
        "Tờ khai đăng ký,",
        "giấy chứng sinh",
    ]


def test_a_comma_near_the_beginning_leaves_too_little() -> None:
    assert pieces("Dạ, lệ phí đăng ký khai sinh", longest=20)[0] == "Dạ, lệ phí đăng ký"


def test_only_the_first_piece_has_to_be_short() -> None:
    said = "Anh chị nộp hồ sơ tại phường, vào giờ hành chính, các ngày trong tuần."
    assert pieces(said, first=30) == [
        "Anh chị nộp hồ sơ tại phường,",
        "vào giờ hành chính, các ngày trong tuần.",
    ]


def test_signs_alone_are_no_piece() -> None:
    assert pieces("… !") == []
    assert pieces("Dạ. …") == ["Dạ. …"]
    assert pieces("") == []


@given(LETTERS, st.integers(8, 60))
def test_no_word_is_lost_and_no_piece_is_long(text: str, longest: int) -> None:
    cut = pieces(text, longest, first=8)
    words = re.findall(r"\w", nfc(text))
    assert re.findall(r"\w", "".join(cut)) == words
    # Signs without a letter may hang on behind.
    assert all(len(piece.rstrip(" ,.;!?…")) <= longest for piece in cut)


@given(st.text())
def test_any_string_can_be_cut(text: str) -> None:
    assert all(any(map(str.isalnum, piece)) for piece in pieces(text))

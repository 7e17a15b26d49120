"""Words that ask for one side of a procedure."""

from __future__ import annotations

import pytest

from bot.nlu.aspect_cues import asks_for_papers, asks_in_general, cued_aspects, has_cue


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("lệ phí", ["ask_fee"]),
        ("hết bao nhiêu", ["ask_fee"]),
        ("mất bao nhiêu ngày", ["ask_duration"]),
        ("cần bao nhiêu tuổi", []),
        ("mấy hôm có", ["ask_duration"]),
        ("nộp những gì", ["ask_documents"]),
        ("nộp chỗ nào", ["ask_place"]),
        ("hôm nay trời đẹp", []),
        ("", []),
    ],
)
def test_the_aspects_that_a_few_words_name(text: str, aspects: list[str]) -> None:
    assert cued_aspects(text) == aspects


def test_a_word_asks_with_and_without_its_marks() -> None:
    assert has_cue("lệ phí bao nhiêu", "ask_fee")
    assert has_cue("le phi bao nhieu", "ask_fee")
    assert not has_cue("lệ phí bao nhiêu", "ask_place")


@pytest.mark.parametrize("text", ["còn gia hạn thì sao", "làm răng rứa em", "thủ tục thế nào ạ"])
def test_an_ending_that_asks_for_the_whole(text: str) -> None:
    assert asks_in_general(text)


def test_papers_and_a_dossier_share_a_word() -> None:
    assert asks_for_papers("hồ sơ thì sao")
    assert not asks_for_papers("hồ sơ của em sao rồi")

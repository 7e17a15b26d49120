from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given, settings
from hypothesis import strategies as st

from vietnamese.segmentation import Segment, segment


def words(text: str) -> list[str]:
    return [found.text for found in segment(text)]


def test_words_of_several_syllables_are_kept_together() -> None:
    found = words("Tôi muốn đăng ký bảo hiểm xã hội ở phường Hải Châu")
    assert "bảo hiểm xã hội" in found
    assert "đăng ký" in found


def test_each_word_says_where_it_stands() -> None:
    text = "Nộp  hồ sơ ở đâu?"
    assert Segment("hồ sơ", 5, 10) in segment(text)
    assert all(text[found.start : found.end] == found.text for found in segment(text))


def test_text_without_marks_is_split_at_spaces() -> None:
    assert words("toi muon lam giay khai sinh, gap!") == [
        *("toi", "muon", "lam", "giay", "khai", "sinh", ",", "gap", "!"),
    ]


def test_a_code_stays_one_word_in_text_without_marks() -> None:
    assert words("ma so 1.001193 la gi") == ["ma", "so", "1.001193", "la", "gi"]


def test_nothing_comes_of_nothing() -> None:
    assert segment("") == []
    assert segment(" \n") == []


def test_a_caller_may_change_the_list_it_got() -> None:
    segment("thủ tục hành chính").clear()
    assert words("thủ tục hành chính")


def test_many_threads_get_the_same_words() -> None:
    texts = [f"Thủ tục đăng ký khai sinh số {number} ở đâu" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(segment, texts))
    assert together == [segment(text) for text in texts]


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.characters(codec=None), max_size=40)
    | st.text("àđườngệ hồ sơ\ud800😀.-", max_size=40)
)
def test_segments_of_any_text_stand_in_it_in_order(text: str) -> None:
    end = 0
    for found in segment(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end

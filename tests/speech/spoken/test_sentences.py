from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from speech.spoken import to_spoken
from speech.spoken.sentences import MOST_WORDS, sentences_of, word_count


def test_sentences_are_told_apart_and_closed() -> None:
    assert sentences_of("dạ, có hai bước. bước một, nộp hồ sơ; bước hai, nhận kết quả") == [
        "dạ, có hai bước.",
        "bước một, nộp hồ sơ; bước hai, nhận kết quả.",
    ]


def test_a_long_sentence_is_cut_where_a_speaker_would_breathe() -> None:
    long = (
        "người nộp hồ sơ mang theo giấy khai sinh, giấy đăng ký kết hôn của cha mẹ và sổ tạm trú "
        "còn hạn, nếu không có thì nhờ công an phường nơi đang ở xác nhận về nơi cư trú trước khi "
        "nộp."
    )
    first, second = sentences_of(long)
    assert first.endswith("còn hạn.")
    assert second.startswith("nếu không có thì")


@given(st.text(alphabet="abc đ,;.?! nếuvà", max_size=400))
def test_no_sentence_is_too_long_and_no_word_is_lost(text: str) -> None:
    spoken = to_spoken(text)
    sentences = sentences_of(spoken)
    assert all(1 <= word_count(sentence) <= MOST_WORDS for sentence in sentences)
    assert sum(map(word_count, sentences)) == word_count(spoken)
    assert all(sentence.endswith((".", "!", "?")) for sentence in sentences)

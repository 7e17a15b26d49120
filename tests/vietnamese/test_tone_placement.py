from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.text import nfc, strip_diacritics
from vietnamese.tone_placement import is_syllable, unify_i_and_y, unify_tone_marks

TONES = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")


@pytest.mark.parametrize(
    ("written", "unified"),
    [
        ("hoà hoá hoả hoạ", "hòa hóa hỏa họa"),
        ("khoẻ loè xoè toé", "khỏe lòe xòe tóe"),
        ("thuý thuỷ tuỳ huỷ luỹ nguỵ uỷ", "thúy thủy tùy hủy lũy ngụy ủy"),
        ("hoàn toàn hoành khoảng loét", "hoàn toàn hoành khoảng loét"),
        ("quý quỹ quỳ Quỳnh quá quả quét", "quý quỹ quỳ Quỳnh quá quả quét"),
        ("giỏi già giá giữa giếng giết gì gìn", "giỏi già giá giữa giếng giết gì gìn"),
        ("ngoài ngoáy khuỷu thuở thuế", "ngoài ngoáy khuỷu thuở thuế"),
        ("mía của mùa nửa chịu", "mía của mùa nửa chịu"),
        ("tóan ngòai hòan", "toán ngoài hoàn"),
        ("qúy qúa qủa gìơ gía gỉai", "quý quá quả giờ giá giải"),
        ("đựơc nứơc thíêu chuỷên", "được nước thiếu chuyển"),
        ("HOÀ Thuỷ UỶ BAN", "HÒA Thủy ỦY BAN"),
        ("số 5 đường Hoà-Bình", "số 5 đường Hòa-Bình"),
        ("café naïve résumé", "café naïve résumé"),
    ],
)
def test_every_syllable_carries_its_tone_where_the_older_style_puts_it(
    written: str, unified: str
) -> None:
    assert unify_tone_marks(written) == unified


@pytest.mark.parametrize("rhyme", ["oa", "oe", "uy"])
@pytest.mark.parametrize("onset", ["h", "kh", "th", "t", "ng", ""])
@pytest.mark.parametrize("tone", TONES)
def test_both_styles_of_an_open_rhyme_become_one(onset: str, rhyme: str, tone: str) -> None:
    older = nfc(onset + rhyme[0] + tone + rhyme[1])
    newer = nfc(onset + rhyme + tone)
    assert unify_tone_marks(newer) == unify_tone_marks(older) == older


@pytest.mark.parametrize("rhyme", ["oan", "oang", "oai", "uyn", "uynh", "oen"])
@pytest.mark.parametrize("tone", TONES)
def test_a_closed_rhyme_keeps_its_tone_on_the_second_vowel(rhyme: str, tone: str) -> None:
    right = nfc("h" + rhyme[:2] + tone + rhyme[2:])
    wrong = nfc("h" + rhyme[0] + tone + rhyme[1:])
    assert unify_tone_marks(wrong) == unify_tone_marks(right) == right


@pytest.mark.parametrize("vowel", ["y", "a", "e"])
@pytest.mark.parametrize("tone", TONES)
def test_the_u_of_qu_never_carries_a_tone(vowel: str, tone: str) -> None:
    assert unify_tone_marks(nfc("qu" + tone + vowel)) == nfc("qu" + vowel + tone)


@pytest.mark.parametrize(
    ("written", "unified"),
    [
        ("kĩ thuật, mĩ thuật, lí lịch", "kỹ thuật, mỹ thuật, lý lịch"),
        ("đăng kí, Kì hạn, tỉ lệ, quí khách", "đăng ký, Kỳ hạn, tỷ lệ, quý khách"),
        ("bác sỹ", "bác sĩ"),
        ("mì Quảng, một tí, lì xì", "mì Quảng, một tí, lì xì"),
    ],
)
def test_i_and_y_become_one_spelling(written: str, unified: str) -> None:
    assert unify_i_and_y(written) == unified


@pytest.mark.parametrize("word", ["nghiêng", "giếng", "Khuỷu", "quyết", "xoong", "ạ", "yêu", "gì"])
def test_syllables_are_recognised(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ktra", "app", "free", "class", "cccd", "đươc", "ứứ", ""])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


LETTERS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạềếểễệốộờợừứýỳỷ HÒÀ", max_size=12)


@given(LETTERS)
def test_only_the_place_of_marks_changes(text: str) -> None:
    unified = unify_tone_marks(text)
    assert len(unified) == len(text)
    assert strip_diacritics(unified) == strip_diacritics(text)
    assert sorted(unicodedata.normalize("NFD", unified)) == sorted(
        unicodedata.normalize("NFD", text)
    )


@given(LETTERS)
def test_unified_text_stays_as_it_is(text: str) -> None:
    unified = unify_i_and_y(unify_tone_marks(text))
    assert unify_i_and_y(unify_tone_marks(unified)) == unified
    assert len(unified) == len(text)

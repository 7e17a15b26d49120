from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.restoring import Restorer, as_telex, as_vni
from vietnamese.text import strip_diacritics, syllables

WELL_WRITTEN = [
    "vợ em mới sinh con muốn làm giấy khai sinh",
    "làm giấy khai sinh cho con cần giấy tờ gì",
    "con gái em nộp hồ sơ ở đâu",
    "được cấp sổ đỏ thì nộp bao nhiêu tiền",
    "đo đạc thửa đất có số đo khác sổ đỏ",
    "xe chở hàng bị mất giấy tờ",
    "nhà cháy mất hết giấy tờ",
    "em đi chạy xe ôm",
]
LEARNT = sorted({word for text in WELL_WRITTEN for word in syllables(text)})


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer.fit(WELL_WRITTEN)


@pytest.mark.parametrize("sentence", WELL_WRITTEN)
def test_what_is_well_written_stays(restorer: Restorer, sentence: str) -> None:
    assert restorer.restored(sentence) == sentence


@pytest.mark.parametrize("sentence", WELL_WRITTEN)
def test_missing_diacritics_are_put_back(restorer: Restorer, sentence: str) -> None:
    assert restorer.restored(strip_diacritics(sentence)) == sentence


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lam giay khai sinh", "làm giấy khai sinh"),
        ("duoc cap so do", "được cấp sổ đỏ"),
        ("co so do", "có số đo"),
        ("làm giấy kahi sinh", "làm giấy khai sinh"),
        ("làm giâý khai ssinh", "làm giấy khai sinh"),
        ("làm giiiiấy khai sinh", "làm giấy khai sinh"),
        ("lamf giaasy khai sinh owr ddaau", "làm giấy khai sinh ở đâu"),
        ("nộp ho62 so7 ở d9a6u", "nộp hồ sơ ở đâu"),
        ("dduowcj caaps sổ đỏ", "được cấp sổ đỏ"),
        ("cần ìg", "cần gì"),
    ],
)
def test_slips_of_typing_are_put_right(restorer: Restorer, typed: str, meant: str) -> None:
    assert restorer.restored(typed) == meant


def test_what_stands_between_the_words_stays(restorer: Restorer) -> None:
    assert restorer.restored("giay to: khai sinh?! (con)") == "giấy tờ: khai sinh?! (con)"


def test_words_that_nobody_taught_are_left_alone(restorer: Restorer) -> None:
    assert restorer.restored("giấy phép Xuxubacca 1.001193") == "giấy phép Xuxubacca 1.001193"


def test_before_anything_is_learnt_every_text_stays() -> None:
    assert Restorer({}).restored("lam giay khai sinh") == "lam giay khai sinh"


def test_what_was_learnt_can_be_kept(restorer: Restorer) -> None:
    kept = json.loads(json.dumps(restorer.as_json()))
    assert Restorer.from_json(kept).restored("lam giay khai sinh") == "làm giấy khai sinh"


@pytest.mark.parametrize(
    ("word", "vni", "telex"),
    [("vừa", "vu72a", "vuwfa"), ("đâu", "d9a6u", "ddaau"), ("tiền", "tie62n", "tieefn")],
)
def test_a_word_as_the_keys_that_write_it(word: str, vni: str, telex: str) -> None:
    assert (as_vni(word), as_telex(word)) == (vni, telex)


@given(st.text(max_size=60))
def test_any_text_keeps_its_number_of_words(text: str) -> None:
    restorer = Restorer.fit(WELL_WRITTEN)
    text = unicodedata.normalize("NFC", text)
    assert len(syllables(restorer.restored(text))) == len(syllables(text))


@given(st.lists(st.sampled_from(LEARNT), min_size=1, max_size=12))
def test_only_marks_are_added_to_a_text_without_them(words: list[str]) -> None:
    typed = strip_diacritics(" ".join(words))
    assert strip_diacritics(Restorer.fit(WELL_WRITTEN).restored(typed)) == typed

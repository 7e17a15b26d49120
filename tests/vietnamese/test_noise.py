from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.noise import dropped_tones, teencode, typo, without_diacritics
from vietnamese.normaliser import normalise
from vietnamese.text import nfc, strip_diacritics, syllables

Noise = Callable[[str, random.Random], str]
KINDS: list[Noise] = [without_diacritics, teencode, typo, dropped_tones]
SENTENCE = "Bây giờ tôi muốn đăng ký khai sinh cho con, không biết cần giấy tờ gì?"


@pytest.mark.parametrize("noise", KINDS)
@given(text=st.text(st.characters(codec=None)), seed=st.integers(0, 99))
def test_the_same_seed_gives_the_same_text(noise: Noise, text: str, seed: int) -> None:
    assert noise(text, random.Random(seed)) == noise(text, random.Random(seed))


@pytest.mark.parametrize("noise", [teencode, typo, dropped_tones])
def test_different_seeds_give_different_texts(noise: Noise) -> None:
    assert len({noise(SENTENCE, random.Random(seed)) for seed in range(20)}) > 5


def test_marks_are_left_out() -> None:
    assert without_diacritics("Đăng ký hộ khẩu", random.Random(1)) == "Dang ky ho khau"


@pytest.mark.parametrize("seed", range(20))
def test_teencode_means_what_was_written(seed: int) -> None:
    noisy = teencode(SENTENCE, random.Random(seed))
    assert noisy != SENTENCE
    meant = syllables(normalise(SENTENCE).text)
    read = syllables(normalise(noisy).text)
    assert len(set(meant) & set(read)) >= 0.8 * len(set(meant))


@pytest.mark.parametrize("seed", range(20))
def test_a_typo_touches_few_words(seed: int) -> None:
    noisy = typo(SENTENCE, random.Random(seed))
    changed = sum(old != new for old, new in zip(SENTENCE.split(), noisy.split(), strict=True))
    assert 0 <= changed <= 4


def test_typos_include_marks_left_as_keys() -> None:
    seen = {typo("được", random.Random(seed)) for seed in range(60)}
    assert {"dduwowcj", "d9u7o7c5"} <= seen


def test_a_recogniser_writes_no_punctuation_and_loses_some_tones() -> None:
    heard = dropped_tones("Phí là 1.500 đồng, đúng không?", random.Random(2))
    assert heard == heard.lower()
    assert "1.500" in heard
    assert not set(",?") & set(heard)
    assert strip_diacritics(heard) == "phi la 1.500 dong dung khong"


@given(st.text("aăâđêôơưàáảãạ bcd.,"), st.integers(0, 99))
def test_lost_tones_change_no_letter(text: str, seed: int) -> None:
    heard = dropped_tones(text, random.Random(seed))
    assert syllables(strip_diacritics(heard)) == syllables(strip_diacritics(nfc(text.lower())))

"""Proofs in what people write, and what may be kept of such messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dossiers.said_proofs import MASK, UNCLEAR, said_digits, without_proof
from tests.knowledge.dossiers.examples import CODE

four = st.integers(0, 9999).map(lambda number: f"{number:04d}")


@pytest.mark.parametrize(
    "text",
    [
        "3456",
        " 3456.",
        "dạ 3456 ạ",
        "4 số cuối là 3456",
        "bốn số cuối điện thoại của em là 3456 nha",
        "3456 là 4 số cuối cccd",
        "3 4 5 6",
        "34-56",
        "ba bốn năm sáu",
        "0905 123 456",
        "048095003456",
        "đuôi 3456",
    ],
)
def test_a_proof_is_read_where_it_was_asked_for(text: str) -> None:
    expected = "3456"
    assert said_digits(text, asked=True) == expected


@pytest.mark.parametrize("text", ["345", "34567", "[số điện thoại]", "em ở 12", "số 3"])
def test_digits_that_are_no_proof_are_asked_for_again(text: str) -> None:
    assert said_digits(text, asked=True) == UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "thôi",
        "khỏi",
        "lệ phí đăng ký kết hôn bao nhiêu",
        "năm 2026 lệ phí đăng ký kết hôn bao nhiêu",
        "dạ",
        CODE,
        f"nhầm, mã là {CODE}",
        "",
    ],
)
def test_another_message_is_no_proof(text: str) -> None:
    assert said_digits(text, asked=True) is None
    assert without_proof(text, asked=True) == text


def test_a_proof_that_comes_with_the_code_is_read_without_being_asked_for() -> None:
    text = f"tra hồ sơ {CODE}, bốn số cuối 3456"

    assert said_digits(text, asked=False) == "3456"
    assert without_proof(text, asked=False) == MASK


@pytest.mark.parametrize("text", ["3456", "hồ sơ 3456", f"{CODE} tới đâu rồi"])
def test_a_number_that_was_not_asked_for_is_no_proof(text: str) -> None:
    assert said_digits(text, asked=False) is None


@given(four, st.sampled_from(["", "dạ ", "số cuối là ", "4 số cuối: ", "của em "]))
def test_what_is_kept_never_holds_the_proof(digits: str, before: str) -> None:
    assert said_digits(f"{before}{digits}", asked=True) == digits
    assert digits not in without_proof(f"{before}{digits}", asked=True)


@given(st.text(), st.booleans())
def test_no_text_breaks_the_reading(text: str, asked: bool) -> None:
    digits = said_digits(text, asked)

    assert digits in (None, UNCLEAR) or (len(digits) == 4 and digits.isdigit())

"""Codes of dossiers, as they are written and as they are typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dossiers.codes import DossierCode, complete_code, find_codes, parse_code
from knowledge.errors import DossierRejected

OLD = "000.00.19.H17-260814-0001"
NEW = "H17.12.3-250811-0042"

digits = st.integers(0, 99).map(lambda number: f"{number:02d}")
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2039, 12, 31)).map(
    lambda day: f"{day:%y%m%d}"
)
numbers = st.integers(0, 999_999).map(lambda number: f"{number:04d}")
old_offices = st.builds(
    lambda first, second, third, province: f"0{first}.{second}.{third}.H{province}",
    digits,
    digits,
    digits,
    digits,
)
new_offices = st.builds(
    lambda province, rest: ".".join([f"H{province}", *map(str, rest)]),
    digits,
    st.lists(st.integers(1, 999), min_size=1, max_size=3),
)
codes = st.builds(DossierCode, old_offices | new_offices, days, numbers)


@pytest.mark.parametrize(
    "typed",
    [
        "000.00.19.H17-260814-0001",
        "000.00.19.h17-260814-0001",
        "000 00 19 H17 260814 0001",
        "0000019H17-260814-0001",
        "0000019h172608140001",
        "000.00.19.H17 – 260814 – 0001",
        "000.00.19.H17—260814—0001",
        "ooo.oo.19.H17-26O814-OOO1",
        "000,00,19,H17_260814_0001",
        "000.00.19.H 17-26 08 14-0001",
        "hồ sơ mã 000.00.19.H17-260814-0001, tới đâu rồi em?",
        "Mã:000.00.19.H17-260814-0001.",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert [str(mention.code) for mention in find_codes(typed)] == [OLD]


@pytest.mark.parametrize(
    "typed", [NEW, "h17.12.3-250811-0042", "H17 12 3 250811 0042", "mã H17.12.3–250811–0042 ạ"]
)
def test_the_newer_writing_is_read_too(typed: str) -> None:
    assert [str(mention.code) for mention in find_codes(typed)] == [NEW]


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("260814-0001", "260814-0001"),
        ("đuôi 260814 0001 đó em", "260814-0001"),
        ("2608140001", "260814-0001"),
        ("260814-1", "260814-0001"),
        ("H17-260814-0001", "H17-260814-0001"),
        ("19.h17 260814 0001", "19.H17-260814-0001"),
    ],
)
def test_the_last_groups_are_a_part_of_a_code(typed: str, part: str) -> None:
    (mention,) = find_codes(typed)

    assert str(mention.code) == part
    assert not mention.code.complete
    assert part in parse_code(OLD).endings()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hồ sơ của tôi tới đâu rồi",
        "0905 123 456",
        "048095001234",
        "4567",
        "269914-0001",
        "ngày 14/8/2026 lúc 8 giờ 30",
        "1.001193",
        "43A-123.45",
        "260814-00011234567",
    ],
)
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert find_codes(text) == []


def test_two_codes_in_one_sentence_are_both_found_in_order() -> None:
    found = find_codes(f"em có hai hồ sơ {NEW} và {OLD}")

    assert [str(mention.code) for mention in found] == [NEW, OLD]


def test_a_code_says_when_it_was_filed_and_what_it_may_be_called() -> None:
    code = parse_code(OLD)

    assert f"{code.filed_on:%d/%m/%Y}" == "14/08/2026"
    assert code.endings() == (
        "260814-0001",
        "H17-260814-0001",
        "19.H17-260814-0001",
        "00.19.H17-260814-0001",
        OLD,
    )


@given(codes)
def test_a_code_is_read_as_it_is_written(code: DossierCode) -> None:
    assert parse_code(str(code)) == code
    assert complete_code(str(code)) == code
    assert code.complete


@given(
    codes,
    st.sampled_from([".", " ", ". ", "–", "-", " - ", "_", "/"]),
    st.sampled_from(["-", " ", "—", " – ", "_", "/"]),
    st.booleans(),
    st.sampled_from(["", "mã hồ sơ của tôi là ", "«", "em hỏi: "]),
    st.sampled_from(["", " xong chưa ạ", "?", "."]),
)
def test_a_code_survives_any_way_of_typing(
    code: DossierCode, dot: str, dash: str, small: bool, before: str, after: str
) -> None:
    typed = dash.join([code.office.replace(".", dot), code.day, code.number])
    typed = typed.lower().replace("0", "o") if small else typed
    text = f"{before}{typed}{after}"

    (mention,) = find_codes(text)

    assert mention.code == code
    assert text[mention.start : mention.end] == typed


DIGITS_OF_A_DAY = 6


@given(codes)
def test_every_ending_is_found_as_that_part(code: DossierCode) -> None:
    for ending in code.endings():
        office, _, _ = ending.rpartition("-")[0].rpartition("-")
        if office.replace(".", "").isdigit() and len(office.replace(".", "")) >= DIGITS_OF_A_DAY:
            continue  # «10.10.10-200101-0000» without its letters reads as a day as well
        (mention,) = find_codes(ending)
        assert str(mention.code) in code.endings()


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    for mention in find_codes(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert parse_code(str(mention.code)) == mention.code


@pytest.mark.parametrize("text", ["", "abc", "260814-0001", f"{OLD} {NEW}"])
def test_what_is_not_one_whole_code_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(DossierRejected, match="ví dụ"):
        complete_code(text)

"""What names a person is masked; the numbers that the assistant works with are not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vietnamese.numbers import number_to_words
from vietnamese.personal_data import PLACEHOLDERS, Found, Kind, find, masked

CORPUS = Path(__file__).with_name("personal_data.tsv")


def cases() -> list[tuple[str, str]]:
    """What is written and what is to be kept of it; the same where nothing is personal."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    rows = [line.replace(r"\u200b", "\u200b").split("\t") for line in lines if line[:1] != "#"]
    return [(row[0], row[-1]) for row in rows]


PERSONAL = [case for case in cases() if case[0] != case[1]]
INNOCENT = [written for written, kept in cases() if written == kept]


def test_the_corpus_holds_true_and_false_cases_of_every_kind() -> None:
    assert len(PERSONAL) >= 100
    assert len(INNOCENT) >= 80
    for placeholder in PLACEHOLDERS.values():
        assert any(placeholder in kept for _, kept in PERSONAL), placeholder


@pytest.mark.parametrize(("written", "kept"), PERSONAL)
def test_personal_data_is_masked_and_nothing_else(written: str, kept: str) -> None:
    assert masked(written) == kept


@pytest.mark.parametrize("written", INNOCENT)
def test_what_is_not_personal_is_left_alone(written: str) -> None:
    assert find(written) == []
    assert masked(written) == written


def test_what_is_found_is_told_with_its_place_in_the_text_as_it_was_written() -> None:
    text = "Tôi là Hoa, cccd 048 199 012 345, thư hoa@example.com"
    [number, address] = find(text)
    assert number == Found(Kind.CITIZEN_NUMBER, 17, 32)
    assert text[number.start : number.end] == "048 199 012 345"
    assert address.kind is Kind.EMAIL
    assert text[address.start : address.end] == "hoa@example.com"


def test_marks_as_characters_of_their_own_change_nothing() -> None:
    decomposed = "chu\u031b\u0301ng minh 201234567 a\u0323"
    assert masked(decomposed) == "chu\u031b\u0301ng minh [số chứng minh nhân dân] a\u0323"


# Pieces that meet in messages, so that generated texts come near the rules of the finder.
PIECES = st.one_of(
    st.sampled_from([case[0] for case in cases()]),
    st.sampled_from([*PLACEHOLDERS.values(), *" .,-+()@/[]|kđ", "84", "+84", "0", "19", "1900"]),
    st.sampled_from(
        ["cmnd", "stk ", "sđt ", "xe ", "hộ chiếu ", "số thẻ ", "hồ sơ ", " đồng", "H17"]
    ),
    st.sampled_from(
        ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "ờ"]
    ),
    st.from_regex(r"[0-9]{1,13}", fullmatch=True),
    st.from_regex(r"[0-9A-Za-z .,@-]{1,8}", fullmatch=True),
    st.text(max_size=6),
)
MESSAGES = st.lists(PIECES, max_size=12).flatmap(
    lambda pieces: st.sampled_from(["", " ", "-", "."]).map(lambda joint: joint.join(pieces))
)


@given(MESSAGES)
@example("090512345643a12345ta12-34")
@example("0905123456ta12-34")
@example("cccd 048099012345h17 26 08 14 000184")
@example("43a-12345-0905123456")
@example("một hai ba bốn năm sáu bảy tám chín 0905123456 không")
def test_a_masked_text_holds_nothing_more_to_find(text: str) -> None:
    kept = masked(text)
    assert find(kept) == []
    assert masked(kept) == kept


@given(MESSAGES)
def test_what_is_found_lies_in_the_text_in_order_and_apart(text: str) -> None:
    places = [place for found in find(text) for place in (found.start, found.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert all(found.start < found.end for found in find(text))


@given(
    st.text(st.characters(exclude_categories=["N", "Lo"], exclude_characters="@＠"), max_size=60)
)
@example("Tôi muốn làm giấy khai sinh cho con")
def test_a_text_without_digits_and_addresses_is_unchanged(text: str) -> None:
    assert masked(text) == text


PROVINCES = st.sampled_from(["001", "048", "049", "051", "079", "096"])
JOINTS = st.sampled_from(["", " ", ".", "-", " - "])


@given(PROVINCES, st.integers(0, 3), st.integers(0, 99), st.integers(0, 999_999), JOINTS)
def test_every_citizen_number_is_found_however_it_is_grouped(
    province: str, sex: int, year: int, number: int, joint: str
) -> None:
    digits = f"{province}{sex}{year:02}{number:06}"
    grouped = joint.join(digits[place : place + 3] for place in range(0, 12, 3))
    assert masked(f"Tôi là Hoa, số {grouped} ạ") == "Tôi là Hoa, số [số căn cước] ạ"


@given(st.sampled_from("35789"), st.integers(0, 99_999_999), JOINTS)
def test_every_mobile_number_is_found_in_digits_and_in_words(
    network: str, number: int, joint: str
) -> None:
    digits = f"0{network}{number:08}"
    written = joint.join((digits[:4], digits[4:7], digits[7:]))
    assert masked(f"gọi {written} nhé") == "gọi [số điện thoại] nhé"
    spoken = " ".join(number_to_words(int(digit)) for digit in digits)
    assert masked(f"gọi {spoken} nhé") == "gọi [số điện thoại] nhé"


@given(st.dates(), st.integers(1, 9999), st.sampled_from(["-", " ", ".", "", " - "]))
def test_no_dossier_code_is_taken_for_a_person(day: object, number: int, joint: str) -> None:
    filed = f"26{day:%m%d}"
    assert not find(f"hồ sơ 000.00.19.H17{joint}{filed}{joint}{number:04} tới đâu rồi")


@given(st.integers(0, 9999))
def test_the_proof_of_a_dossiers_owner_stays_readable(proof: int) -> None:
    for message in (f"{proof:04}", f"4 số cuối điện thoại {proof:04}", f"cccd đuôi {proof:04}"):
        assert masked(message) == message


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1" * 100_000, id="one run of digits"),
        pytest.param("0905 " * 20_000, id="groups of digits"),
        pytest.param("1 " * 50_000, id="single digits"),
        pytest.param("1.111" * 20_000, id="thousands"),
        pytest.param("0905123456 " * 9_000, id="telephone numbers"),
        pytest.param("a" * 100_000, id="letters"),
        pytest.param("a.b" * 30_000 + "@", id="a long address"),
        pytest.param("a@" * 50_000, id="signs of addresses"),
        pytest.param("không " * 16_000, id="spoken digits"),
        pytest.param("ba 1 " * 20_000 + "x", id="spoken and written digits"),
        pytest.param("cmnd " * 20_000, id="cues"),
        pytest.param("000.00.19." * 10_000, id="beginnings of dossier codes"),
        pytest.param("43A-" * 25_000, id="beginnings of plates"),
        pytest.param(" " * 100_000 + "1", id="white space"),
        pytest.param("1" + " " * 100_000 + "1", id="far digits"),
    ],
)
def test_a_hundred_thousand_characters_take_no_longer_than_their_share(text: str) -> None:
    started = time.perf_counter()
    masked(text)
    assert time.perf_counter() - started < 20

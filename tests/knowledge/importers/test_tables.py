"""Tables that were flattened into one run of text are lists again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers import tables

WORDS = st.lists(
    st.sampled_from(
        ["Đơn đề nghị", "Giấy chứng nhận", "bản vẽ", "theo Mẫu số 3", "tờ khai", "(nếu có)"]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
TITLES = WORDS.map(lambda words: words[0].upper() + words[1:])


def filing(*rows: str) -> list[tables.FilingRow]:
    return tables.filing_rows(tables.FILING_HEADER + "".join(rows))


def test_ways_of_filing() -> None:
    rows = filing(
        "Trực tuyến5 Ngày làm việc2,000,000 Việt Nam Đồng(phí)Mô tả.", "Trực tiếp1Miễn phí"
    )
    assert [(r.way, r.time, r.fee, r.note, r.description) for r in rows] == [
        ("Trực tuyến", "5 Ngày làm việc", "2,000,000 Việt Nam Đồng", "phí", "Mô tả."),
        ("Trực tiếp", "1", "Miễn phí", "", ""),
    ]


def test_ways_named_in_a_description_are_no_rows() -> None:
    (row,) = filing(
        "Trực tiếp3 NgàyMiễn phíTrực tiếp tại Bộ phận Một cửa hoặc Trực tuyến: qua cổng."
    )
    assert row.description.startswith("Trực tiếp tại")


def test_a_numbered_description_is_no_note() -> None:
    (row,) = filing("Trực tiếp3 NgàyKhông có thông tin(1) Trường hợp cấp mới")
    assert (row.note, row.description) == ("", "(1) Trường hợp cấp mới")


@pytest.mark.parametrize(
    ("glued", "note", "other_times", "expected"),
    [
        ("120", "", set(), ("1", "20")),
        ("140,000", "", set(), ("1", "40,000")),
        ("123", "23.000 đồng/01 giấy", set(), ("1", "23")),
        ("125", "", {"1"}, ("1", "25")),
        ("125", "", set(), ("", "")),
    ],
)
def test_time_and_fee_that_stuck_together(
    glued: str, note: str, other_times: set[str], expected: tuple[str, str]
) -> None:
    assert tables.split_time_from_amount(glued, note, other_times) == expected


def test_documents_with_cases_and_forms() -> None:
    header = tables.DOCUMENTS_HEADER
    text = (
        f"Cấp mới:{header}Đơn theo Nghị định số 10/2021/NĐ-CP;Mẫu số 01.docx1 bản chính"
        f"Ảnh 3x40 bản chính,2 bản saoCấp lại:{header}Tờ khai (01 bản chính);1 bản chính"
    )
    first, second = tables.document_blocks(text)
    assert (first.case, second.case) == ("Cấp mới:", "Cấp lại:")
    assert [(r.name, r.form, r.originals, r.copies) for r in first.rows] == [
        ("Đơn theo Nghị định số 10/2021/NĐ-CP;", "Mẫu số 01", 1, None),
        ("Ảnh 3x4", "", 0, 2),
    ]
    assert [(r.name, r.originals) for r in second.rows] == [("Tờ khai (01 bản chính);", 1)]


def test_legal_documents_whose_numbers_stuck_to_their_titles() -> None:
    text = (
        f"{tables.LEGAL_HEADER}Luật Nhà ở số 27/2023/QH1527/2023/QH15Nghị định98/2024/NĐ-CP"
        "Nghị quyết số 66.7/2025/NQ-CP của Chính phủ về dữ liệu66.7/2025/NQ-CP"
        "Quyết định tại kỳ họp thứ 2 số 14/2022/QĐ-TTg được thông qua214/2022/QĐ-TTg"
    )
    assert [row.number for row in tables.legal_rows(text)] == [
        "27/2023/QH15",
        "98/2024/NĐ-CP",
        "66.7/2025/NQ-CP",
        "14/2022/QĐ-TTg",
    ]


def test_text_that_is_no_table_gives_no_rows() -> None:
    assert tables.filing_rows("Nộp tại xã") == []
    assert tables.document_blocks("Nộp tại xã") == []
    assert tables.legal_rows("Nộp tại xã") == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Trực tiếp", "Trực tuyến", "Dịch vụ bưu chính"]),
            st.sampled_from(["20 Ngày làm việc", "3 Ngày", "8 Giờ", "Không có thông tin"]),
            st.sampled_from(["Miễn phí", "Không có thông tin", "2,000 Việt Nam Đồng", "10 USD"]),
            st.sampled_from(["", "Kể từ khi nhận đủ hồ sơ.", "Nộp tại bộ phận một cửa"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_filing_table_is_taken_apart_again(rows: list[tuple[str, str, str, str]]) -> None:
    read = filing(*("".join(row) for row in rows))
    assert [(row.way, row.time, row.fee, row.description) for row in read] == rows


@given(st.lists(st.tuples(TITLES, st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=8))
def test_any_documents_table_is_taken_apart_again(rows: list[tuple[str, int, int]]) -> None:
    cells = "".join(
        f"{name};{originals} bản chính,{copies} bản sao" for name, originals, copies in rows
    )
    (block,) = tables.document_blocks(f"--{tables.DOCUMENTS_HEADER}{cells}")
    assert [(row.name, row.originals, row.copies) for row in block.rows] == [
        (f"{name};", originals, copies) for name, originals, copies in rows
    ]


@given(st.text(max_size=300))
def test_any_text_is_taken_apart_without_an_error(text: str) -> None:
    tables.filing_rows(tables.FILING_HEADER + text)
    tables.document_blocks(tables.DOCUMENTS_HEADER + text)
    tables.legal_rows(tables.LEGAL_HEADER + text)

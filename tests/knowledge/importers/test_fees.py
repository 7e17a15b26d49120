"""Fees as sources write them: no amount is guessed, no doubtful one is stated as sure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers.fees import amounts_in, read_fee_cell, read_fee_text


def amounts(cell: str, note: str = "") -> list[int | None]:
    return [fee.amount for fee in read_fee_cell(cell, note).fees]


def test_an_amount_with_its_note() -> None:
    (fee,) = read_fee_cell(
        "2,000,000 Việt Nam Đồng", "Phí kiểm tra đơn hàng: 2.000.000 đồng/01 đơn hàng"
    ).fees
    assert (fee.amount, fee.currency, fee.per) == (2_000_000, "VND", "đơn hàng")


def test_a_note_that_only_says_what_it_is_for() -> None:
    (fee,) = read_fee_cell("60,000 Việt Nam Đồng", "/hồ sơ").fees
    assert (fee.amount, fee.per, fee.text) == (60_000, "hồ sơ", "60.000 đồng/hồ sơ")


def test_dollars() -> None:
    (fee,) = read_fee_cell("145 USD", "Thẻ có thời hạn không quá 02 năm: 145 USD/thẻ.").fees
    assert (fee.amount, fee.currency, fee.per) == (145, "USD", "thẻ")


@pytest.mark.parametrize("note", ["", "Không có", "Không", "Không quy định"])
def test_free_and_nothing_said_against_it_is_free(note: str) -> None:
    assert amounts("Miễn phí", note) == [0]


def test_free_with_amounts_in_the_note_is_not_free() -> None:
    reading = read_fee_cell(
        "Miễn phí", "Một sản phẩm: 8.000.000/lần; thêm một sản phẩm: 2.000.000/lần."
    )
    assert [(fee.amount, fee.condition) for fee in reading.fees] == [
        (8_000_000, "Một sản phẩm"),
        (2_000_000, "thêm một sản phẩm"),
    ]
    assert reading.contradicts


def test_free_with_a_tariff_in_the_note_states_no_amount() -> None:
    reading = read_fee_cell("Miễn phí", "Theo biểu phí tại Thông tư số 101/2020/TT-BTC")
    assert [fee.amount for fee in reading.fees] == [None]
    assert reading.contradicts


def test_a_law_that_exempts_some_fees_does_not_make_this_one_free() -> None:
    note = "Đối với cảng khác (theo Thông tư quy định mức thu, miễn một số khoản phí, lệ phí)"
    assert amounts("Miễn phí", note) == [None]


@pytest.mark.parametrize("cell", ["Miễn phí", "150,000 Việt Nam Đồng"])
def test_what_the_peoples_council_sets_has_no_amount(cell: str) -> None:
    assert amounts(cell, "Mức lệ phí do Hội đồng nhân dân cấp tỉnh quyết định.") == [None]


def test_exempt_persons_are_free_only_under_their_condition() -> None:
    (fee,) = read_fee_cell("Miễn phí", "Trường hợp công dân được miễn phí theo Điều 4").fees
    assert fee.amount == 0
    assert fee.condition.startswith("Trường hợp công dân")


def test_thousands_are_multiplied_only_when_the_note_confirms_it() -> None:
    confirmed = read_fee_cell("20 VNĐ", "20.000 vnđ /tờ khai")
    assert [fee.amount for fee in confirmed.fees] == [20_000]
    assert confirmed.in_thousands
    doubtful = read_fee_cell("20 VNĐ", "")
    assert [fee.amount for fee in doubtful.fees] == [None]
    assert doubtful.uncertain
    assert "20 VNĐ" in doubtful.fees[0].text


def test_dollars_entered_as_dong() -> None:
    (fee,) = read_fee_cell("145 VNĐ", "Thẻ tạm trú: 145 USD/thẻ.").fees
    assert (fee.amount, fee.currency) == (145, "USD")


def test_a_note_with_another_amount_contradicts_the_cell() -> None:
    reading = read_fee_cell("70,000 Việt Nam Đồng", "Lệ phí cấp mới: 90.000 đồng/giấy")
    assert [fee.amount for fee in reading.fees] == [70_000, 90_000]
    assert reading.contradicts


def test_an_amount_for_a_time_comes_with_that_time() -> None:
    note = "áp dụng mức phí 400.000 đồng/hồ sơ từ ngày 01/7/2025 đến hết ngày 31/12/2026"
    reading = read_fee_cell("800,000 Việt Nam Đồng", note)
    assert [fee.amount for fee in reading.fees] == [800_000, 400_000]
    assert reading.fees[0].condition
    assert "31/12/2026" in reading.fees[1].condition
    assert not reading.contradicts


def test_bounds_shares_and_values_are_not_amounts_to_pay() -> None:
    text = (
        "Giá trị trên 500.000.000 đồng: 30.000 đồng/bản, tối đa 200.000 đồng/bản; "
        "phê duyệt: 20% của 11.000.000 đồng; Quyết định số 1191/QĐ-BXD"
    )
    assert [amount.value for amount in amounts_in(text)] == [30_000]


def test_labelled_fees_in_a_free_text() -> None:
    text = (
        "Phí : 10.000 Đồng Nộp trực tiếp thu 10.000 đồng/người/lần đăng ký;  "
        "Phí : 5.000 Đồng Nộp trực tuyến thu 5.000 đồng/lần đăng ký."
    )
    fees = read_fee_text(text).fees
    assert [(fee.amount, fee.per, fee.condition) for fee in fees] == [
        (10_000, "người/lần đăng ký", "Nộp trực tiếp"),
        (5_000, "lần đăng ký", "Nộp trực tuyến"),
    ]


def test_a_label_without_an_amount_reads_the_note() -> None:
    fees = read_fee_text("Phí : Đồng (Xác minh văn bằng là 250.000 đồng/văn bằng)").fees
    assert [(fee.amount, fee.per) for fee in fees] == [(250_000, "văn bằng")]


def test_no_fee_beside_a_fee_is_dropped() -> None:
    assert [f.amount for f in read_fee_text("Lệ phí: Không có\nPhí: 700.000 đồng/lần").fees] == [
        700_000
    ]
    assert [f.amount for f in read_fee_text("Lệ phí: Không có").fees] == [0]


@pytest.mark.parametrize(
    "text", ["", "Phí : ", "Lệ phí: Không có thông tin", "Phí: Văn bản quy định lệ phí"]
)
def test_furniture_is_no_fee(text: str) -> None:
    assert read_fee_text(text).fees == ()


@given(
    st.integers(1, 900).map(lambda thousands: thousands * 1000),
    st.sampled_from(["Việt Nam Đồng", "VNĐ"]),
    st.sampled_from(["bản", "hồ sơ", "giấy phép"]),
)
def test_any_confirmed_amount_is_read_back(amount: int, unit: str, per: str) -> None:
    dotted = f"{amount:,}".replace(",", ".")
    for cell in (f"{amount:,} {unit}", f"{amount // 1000} {unit}"):
        (fee,) = read_fee_cell(cell, f"Lệ phí: {dotted} đồng/{per}").fees
        assert (fee.amount, fee.per) == (amount, per)


@given(
    st.text(max_size=300),
    st.sampled_from(["Miễn phí", "Không có thông tin", "50,000 VNĐ", "20 VNĐ"]),
)
def test_any_note_is_read_without_an_error_and_kept(note: str, cell: str) -> None:
    read_fee_cell(cell, note)
    read_fee_text(note)

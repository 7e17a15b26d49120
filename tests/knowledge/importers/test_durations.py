"""Time limits as sources write them, and what a citizen is told of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers.durations import read_duration
from knowledge.records import TimeUnit

HOUR, DAY, WORKING_DAY = TimeUnit.HOUR, TimeUnit.DAY, TimeUnit.WORKING_DAY


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("20 Ngày làm việc", 20, WORKING_DAY),
        ("03 ngày", 3, DAY),
        ("1 Giờ", 1, HOUR),
        ("3 tháng", 3, TimeUnit.MONTH),
        ("1.5 Ngày làm việc", 1.5, WORKING_DAY),
        ("2 tuần", 14, DAY),
        ("02 (hai) ngày làm việc", 2, WORKING_DAY),
        ("Mười lăm (15) ngày làm việc", 15, WORKING_DAY),
        ("Không quá 15 ngày làm việc", 15, WORKING_DAY),
        (
            "Thời hạn thẩm định (mọi dự án): 30 ngày. Trường hợp cần kiểm tra thực tế thì thời "
            "gian kéo dài thêm 03 ngày.",
            30,
            DAY,
        ),
        (
            "03 ngày làm việc. Sau khi có quyết định giải quyết, chuyển về xã trong 0,5 ngày.",
            3,
            WORKING_DAY,
        ),
        (
            "Thời hạn thực hiện liên thông các thủ tục tối đa không quá 15 ngày làm việc. Trường "
            "hợp hồ sơ chưa đúng thì kéo dài thêm không quá 02 ngày làm việc.",
            15,
            WORKING_DAY,
        ),
        (
            "05 ngày làm việc; trường hợp phải xác minh thì không quá 10 ngày làm việc.",
            5,
            WORKING_DAY,
        ),
        ("55 ngày (trong đó 45 ngày đánh giá, 10 ngày trả kết quả)", 55, DAY),
        (
            "Trong 03 ngày làm việc kể từ ngày nhận đủ hồ sơ, tính từ ngày 15/11/2025",
            3,
            WORKING_DAY,
        ),
    ],
)
def test_one_limit_has_number_and_unit(text: str, value: float, unit: TimeUnit) -> None:
    duration = read_duration(text).duration
    assert duration is not None
    assert (duration.value, duration.unit) == (value, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Ngay trong ngày tiếp nhận hồ sơ; sau 15 giờ thì trả trong ngày làm việc tiếp theo.",
        "trong ngày",
        "Trong ngày làm việc nhận hồ sơ",
    ],
)
def test_the_same_day_is_immediate(text: str) -> None:
    duration = read_duration(text).duration
    assert duration is not None
    assert duration.immediate
    assert duration.value is None


@pytest.mark.parametrize(
    "text",
    ["", "0", "0 Giờ", "Không quy định", "không có", "Khác", "Theo mô tả", "(chưa cập nhật)"],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_duration(text).duration is None


def test_the_same_limit_for_all_cases_is_the_limit() -> None:
    text = "Cấp mới: 06 ngày làm việc; cấp lại: 06 ngày làm việc"
    duration = read_duration(text).duration
    assert duration is not None
    assert (duration.value, duration.unit, duration.text) == (6, WORKING_DAY, text)


def test_limits_for_several_cases_stay_a_text() -> None:
    duration = read_duration("Cấp mới: 06 ngày làm việc; cấp lại: 03 ngày làm việc").duration
    assert duration is not None
    assert duration.value is None
    assert "06 ngày" in duration.text


def test_a_bare_number_takes_its_unit_from_the_description() -> None:
    reading = read_duration("14", "Trả kết quả trong thời hạn 14 ngày kể từ khi đủ hồ sơ.")
    assert reading.duration is not None
    assert (reading.duration.value, reading.duration.unit) == (14, DAY)
    assert not reading.bare


@pytest.mark.parametrize(
    "description", ["", "Trong thời hạn 03 ngày làm việc.", "12 ngày hoặc 12 giờ"]
)
def test_a_bare_number_without_such_a_description_has_no_unit(description: str) -> None:
    reading = read_duration("12", description)
    assert reading.bare
    assert reading.duration is not None
    assert reading.duration.value == 12
    assert reading.duration.unit is None
    assert "không ghi đơn vị" in reading.duration.text


def test_an_empty_cell_takes_the_one_limit_the_description_states() -> None:
    reading = read_duration("", "Thời hạn giải quyết: 07 ngày làm việc kể từ ngày nhận hồ sơ.")
    assert reading.duration is not None
    assert (reading.duration.value, reading.duration.unit) == (7, WORKING_DAY)


def test_a_period_before_the_event_is_not_the_limit() -> None:
    assert read_duration("", "Nộp trước ngày kiểm tra ít nhất 02 ngày làm việc.").duration is None


@given(
    st.integers(1, 400),
    st.sampled_from(["Ngày làm việc", "Ngày", "Giờ", "Tháng", "ngày", "ngày làm việc"]),
    st.sampled_from(["", "Không quá ", "Trong thời hạn ", "Tối đa "]),
)
def test_any_number_with_a_unit_is_read_back(number: int, unit: str, lead: str) -> None:
    duration = read_duration(f"{lead}{number:02} {unit}").duration
    assert duration is not None
    assert duration.value == number
    again = read_duration(duration.text).duration
    assert again is not None
    assert (again.value, again.unit) == (duration.value, duration.unit)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str, description: str) -> None:
    read_duration(text, description)

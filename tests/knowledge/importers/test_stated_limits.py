"""A bare number in the time cell is completed only by what the record itself leaves no doubt of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers import Parsed, read
from knowledge.importers.durations import DurationReading, read_duration
from knowledge.importers.model import Repair
from knowledge.importers.stated_limits import completed
from knowledge.records import Channel, Concern, Procedure, TimeUnit

DAY, WORKING_DAY = TimeUnit.DAY, TimeUnit.WORKING_DAY
ISSUE = "Trong thời hạn {} kể từ ngày nhận đủ hồ sơ hợp lệ, Sở Thử cấp giấy phép."


def complete(
    number: str, sentences: str, channel: Channel = Channel.IN_PERSON
) -> tuple[DurationReading, float | None, TimeUnit | None]:
    reading = completed(read_duration(number), sentences, channel)
    assert reading.duration is not None
    return reading, reading.duration.value, reading.duration.unit


@pytest.mark.parametrize(
    ("number", "sentences", "unit"),
    [
        ("5", ISSUE.format("05 ngày làm việc"), WORKING_DAY),
        ("3", ISSUE.format("03 (ba) ngày làm việc"), WORKING_DAY),
        ("15", "Sở Thử thẩm định hồ sơ không quá 15 ngày.", DAY),
        ("48", "Trong thời hạn tối đa 48 giờ, Chi cục Thử ra thông báo.", TimeUnit.HOUR),
        ("5", ISSUE.format("05 ngày làm việc") + "\n" + ISSUE.format("03 ngày"), WORKING_DAY),
    ],
)
def test_a_number_takes_the_unit_of_the_same_number(
    number: str, sentences: str, unit: TimeUnit
) -> None:
    reading, value, found = complete(number, sentences)
    assert (value, found) == (float(number), unit)
    assert reading.completed is Repair.TIME_UNIT_FROM_STEPS
    assert not reading.bare
    assert not reading.uncertain


@pytest.mark.parametrize(
    "sentences",
    [
        "",
        ISSUE.format("07 ngày"),
        ISSUE.format("05 ngày") + "\n" + ISSUE.format("05 ngày làm việc"),
        "Hồ sơ chưa hợp lệ thì trong thời hạn 05 ngày làm việc, Sở Thử trả lại.",
        "Nộp hồ sơ chậm nhất 05 ngày làm việc trước ngày khai mạc.",
        "Lập thành 05 bộ hồ sơ, lưu 05 năm.",
    ],
)
def test_a_number_stays_bare_when_its_unit_is_in_doubt(sentences: str) -> None:
    reading, value, unit = complete("5", sentences)
    assert reading.bare
    assert (value, unit) == (5, None)


@pytest.mark.parametrize(
    "sentences",
    [
        ISSUE.format("07 ngày làm việc"),
        "Thời hạn giải quyết: 07 ngày làm việc.",
        "Sở Thử cấp giấy phép trong thời hạn 07 ngày làm việc kể từ ngày nhận được hồ sơ.",
        ISSUE.format("07 ngày làm việc")
        + "\nHồ sơ chưa đầy đủ thì trong thời hạn 02 ngày làm việc, Sở Thử báo cho người nộp."
        + "\nTrong thời hạn 10 ngày kể từ ngày có thay đổi, doanh nghiệp nộp hồ sơ.",
    ],
)
def test_a_placeholder_gives_way_to_the_one_limit_for_the_result(sentences: str) -> None:
    reading, value, unit = complete("1", sentences)
    assert (value, unit) == (7, WORKING_DAY)
    assert reading.completed is Repair.TIME_FROM_STEPS
    assert reading.uncertain


@pytest.mark.parametrize(
    "sentences",
    [
        "",
        ISSUE.format("07 ngày làm việc") + "\n" + ISSUE.format("03 ngày làm việc"),
        ISSUE.format("07 ngày làm việc") + "\n" + ISSUE.format("07 ngày làm việc"),
        ISSUE.format("07 ngày làm việc")
        + "\nTrong thời hạn 05 ngày kể từ ngày nhận được tờ trình của Sở Thử, Ủy ban quyết định.",
        "Trong 01 ngày làm việc, Bộ phận Một cửa trả lời tính đầy đủ của hồ sơ.",
        "Trong thời hạn 01 ngày làm việc kể từ ngày nhận được hồ sơ, Sở Thử hẹn ngày kiểm tra.",
        "Trường hợp cần kiểm tra thực tế thì ra quyết định trong thời hạn tối đa 40 ngày "
        "kể từ ngày nhận đủ hồ sơ.",
        "Cấp lại giấy phép trong ngày nhận hồ sơ.\nSau 15 ngày kể từ ngày báo mất, đến nhận lại.",
        "Tiếp nhận hồ sơ sau 15 giờ thì trả kết quả vào ngày làm việc tiếp theo.",
    ],
)
def test_a_placeholder_stays_when_there_are_several_limits_or_none(sentences: str) -> None:
    reading, value, unit = complete("1", sentences)
    assert reading.bare
    assert (value, unit) == (1, None)


def test_a_placeholder_may_stand_for_the_same_day() -> None:
    reading, value, _ = complete("1", "Cơ sở cấp giấy chứng nhận ngay trong ngày nhận đủ hồ sơ.")
    assert reading.duration is not None
    assert reading.duration.immediate
    assert value is None
    assert reading.uncertain


def test_what_is_said_of_online_filing_completes_only_that_way() -> None:
    sentences = (
        "Cơ quan thuế gửi thông báo chấp nhận hoặc không chấp nhận qua Cổng thông tin điện tử "
        "chậm nhất 01 ngày làm việc kể từ ngày ghi trên thông báo tiếp nhận hồ sơ."
    )
    assert complete("1", sentences, Channel.ONLINE)[1:] == (1, WORKING_DAY)
    assert complete("1", sentences, Channel.IN_PERSON)[1:] == (1, None)


def test_an_officer_sees_in_the_record_which_times_to_verify(tmp_path: Path) -> None:
    def procedure(code: str, time: str) -> str:
        table = f"Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp{time}Miễn phí"
        raw = {"ma_thu_tuc": code, "ten_thu_tuc": "Thủ tục thử", "so_quyet_dinh": "1/QĐ-BTP"}
        steps = ISSUE.format("05 ngày làm việc")
        raw |= {"trinh_tu_thuc_hien": steps, "cach_thuc_thuc_hien": table}
        return json.dumps(raw)

    path = tmp_path / "bare.jsonl"
    path.write_text(
        "\n".join([procedure("1.1", "5"), procedure("1.2", "1"), procedure("1.3", "9")]), "utf-8"
    )
    records = [item.record for item in read(path) if isinstance(item, Parsed)]
    assert [
        (record.filing[0].duration.value, record.concerns)
        for record in records
        if isinstance(record, Procedure) and record.filing[0].duration
    ] == [
        (5, ()),
        (5, (Concern.UNVERIFIED_FACT,)),
        (9, (Concern.TIME_WITHOUT_UNIT,)),
    ]


@given(st.integers(1, 400), st.text(max_size=300), st.sampled_from(Channel))
def test_any_text_completes_a_number_or_leaves_it(
    number: int, sentences: str, channel: Channel
) -> None:
    reading, value, unit = complete(str(number), sentences, channel)
    assert reading.bare == (value is not None and unit is None)


@given(st.integers(2, 400), st.sampled_from(["ngày", "ngày làm việc", "giờ", "tháng"]))
def test_the_limit_of_the_result_is_found_whatever_its_number(number: int, unit: str) -> None:
    expected = read_duration(f"{number} {unit}").duration
    for cell in ("1", str(number)):
        found = complete(cell, ISSUE.format(f"{number:02} {unit}"))[0].duration
        assert found == expected

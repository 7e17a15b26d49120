from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.errors import OfficeHoursInvalid
from bot.conversations.office_hours import VIETNAM, OfficeHours
from settings import Settings

HOURS = OfficeHours.read(
    "T2-T6 07:30-11:30 13:00-17:00; T7 07:30-11:30", "2026-12-01, 2027-10-11..2027-10-13"
)


def when(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        pytest.param("2026-11-23 07:30", True, id="Monday, at the opening"),
        pytest.param("2026-11-23 07:29", False, id="a minute before"),
        pytest.param("2026-11-23 11:30", False, id="at noon's closing"),
        pytest.param("2026-11-23 12:15", False, id="at lunch"),
        pytest.param("2026-11-23 16:59", True, id="the last minute"),
        pytest.param("2026-11-28 09:00", True, id="Saturday morning"),
        pytest.param("2026-11-28 14:00", False, id="Saturday afternoon"),
        pytest.param("2026-11-29 09:00", False, id="Sunday"),
        pytest.param("2026-12-01 09:00", False, id="a further day without officers"),
        pytest.param("2027-10-11 09:00", False, id="the first of several"),
        pytest.param("2027-10-13 09:00", False, id="the last of several"),
        pytest.param("2027-10-14 09:00", True, id="after them"),
        pytest.param("2026-09-02 09:00", False, id="National Day"),
        pytest.param("2031-09-02 09:00", False, id="National Day of any year"),
        pytest.param("2027-02-05 09:00", False, id="Tết"),
        pytest.param("2027-02-11 09:00", True, id="after Tết"),
        pytest.param("2026-08-31 09:00", False, id="off in exchange"),
        pytest.param("2026-08-22 14:00", True, id="the Saturday worked in exchange, all day"),
    ],
)
def test_when_officers_are_there(moment: str, is_open: bool) -> None:
    assert HOURS.is_open(when(moment)) is is_open


def test_the_clock_is_that_of_vietnam() -> None:
    assert HOURS.is_open(datetime.fromisoformat("2026-11-23T00:30:00+00:00"))
    assert not HOURS.is_open(datetime.fromisoformat("2026-11-23T10:00:00+00:00"))


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-23 05:00", "2026-11-23 07:30"),
        ("2026-11-23 12:00", "2026-11-23 13:00"),
        ("2026-11-30 18:00", "2026-12-02 07:30"),  # the first is a day without officers
        ("2026-11-28 12:00", "2026-11-30 07:30"),  # Saturday noon to Monday
        ("2027-02-04 18:00", "2027-02-11 07:30"),  # over Tết
    ],
)
def test_when_they_come_next(moment: str, opening: str) -> None:
    assert HOURS.next_opening(when(moment)) == when(opening)


def test_an_office_without_hours_never_opens() -> None:
    never = OfficeHours.read("", "")
    assert not never.is_open(when("2026-11-23 09:00"))
    assert never.next_opening(when("2026-11-23 09:00")) is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(VIETNAM)))
def test_at_the_next_opening_it_is_open_and_not_before(moment: datetime) -> None:
    opening = HOURS.next_opening(moment)
    assert opening is not None
    assert opening >= moment
    assert HOURS.is_open(opening)
    if opening > moment:
        assert not HOURS.is_open(opening - timedelta(seconds=1))


def test_the_hours_of_the_settings_can_be_read() -> None:
    defaults = Settings.model_fields
    hours = OfficeHours.read(defaults["office_hours"].default, defaults["holidays"].default)
    assert hours.is_open(when("2026-11-23 09:00"))
    assert not hours.is_open(when("2027-04-30 09:00"))


@pytest.mark.parametrize(
    "hours",
    [
        "thứ hai",
        "T2",
        "T8 07:00-11:00",
        "T2 7-11",
        "T2 11:00-07:00",
        "T2 25:00-26:00",
        "T6-T2 07:00-11:00",
    ],
)
def test_hours_that_cannot_be_read_name_the_setting(hours: str) -> None:
    with pytest.raises(OfficeHoursInvalid, match="OFFICE_HOURS"):
        OfficeHours.read(hours, "")


@pytest.mark.parametrize("days", ["Tết", "09-02", "2027-02-30", "2027-02-11..2027-02-05", "2/9"])
def test_holidays_that_cannot_be_read_name_the_setting(days: str) -> None:
    with pytest.raises(OfficeHoursInvalid, match="HOLIDAYS"):
        OfficeHours.read("T2 07:30-11:30", days)

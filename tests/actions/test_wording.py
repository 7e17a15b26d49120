from __future__ import annotations

from datetime import date

import pytest

from actions.wording import (
    NOTICES,
    by_channel,
    date_in_words,
    document_in_words,
    duration_in_words,
    fee_in_words,
    numbered,
)
from knowledge.records import (
    Channel,
    Concern,
    Duration,
    Fee,
    FilingMethod,
    RequiredDocument,
    TimeUnit,
)


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (Duration(text="03 ngày", value=3, unit=TimeUnit.DAY), "3 ngày"),
        (Duration(text="x", value=15, unit=TimeUnit.WORKING_DAY), "15 ngày làm việc"),
        (Duration(text="x", value=0.5, unit=TimeUnit.WORKING_DAY), "0,5 ngày làm việc"),
        (Duration(text="x", value=24, unit=TimeUnit.HOUR), "24 giờ"),
        (Duration(text="x", value=2, unit=TimeUnit.MONTH), "2 tháng"),
        (Duration(text="x", value=1, unit=TimeUnit.YEAR), "1 năm"),
        (Duration(text="Theo kế hoạch tuyển sinh"), "Theo kế hoạch tuyển sinh"),
        (Duration(text="20, không rõ đơn vị", value=20), "20, không rõ đơn vị"),
    ],
)
def test_a_time_limit_is_said_with_its_unit_or_as_the_source_has_it(
    duration: Duration, words: str
) -> None:
    assert duration_in_words(duration) == words


@pytest.mark.parametrize(
    ("fee", "words"),
    [
        (Fee(text="x", amount=8000), "8.000 đồng"),
        (Fee(text="x", amount=1_250_000), "1.250.000 đồng"),
        (Fee(text="x", amount=8000, per="bản"), "8.000 đồng mỗi bản"),
        (Fee(text="x", amount=0), "miễn phí"),
        (Fee(text="x", amount=0, condition="Trẻ em."), "miễn phí (trẻ em)"),
        (Fee(text="x", amount=5, currency="USD"), "5 đô la Mỹ"),
        (Fee(text="x", amount=8000, condition="Khi xin bản sao;"), "8.000 đồng (khi xin bản sao)"),
        (Fee(text="x", amount=1, condition="UBND xã thu"), "1 đồng (UBND xã thu)"),
        (Fee(text="Theo quy định của thành phố"), "Theo quy định của thành phố"),
        # Whom a fee is for is told also when the source has no number.
        (Fee(text="Theo quy định", condition="Khai quá hạn"), "Theo quy định (khai quá hạn)"),
        # but not twice
        (Fee(text="Quá hạn: theo quy định", condition="Quá hạn"), "Quá hạn: theo quy định"),
    ],
)
def test_a_fee_is_said_with_what_it_is_for(fee: Fee, words: str) -> None:
    assert fee_in_words(fee) == words


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (RequiredDocument(name="Tờ khai"), "Tờ khai"),
        (RequiredDocument(name="Tờ khai;"), "Tờ khai"),
        (RequiredDocument(name="Tờ khai", originals=1), "Tờ khai (1 bản chính)"),
        (RequiredDocument(name="Ảnh", copies=2), "Ảnh (2 bản sao)"),
        (RequiredDocument(name="Giấy", originals=1, copies=3), "Giấy (1 bản chính, 3 bản sao)"),
        (RequiredDocument(name="Giấy", originals=0, copies=0), "Giấy"),
    ],
)
def test_a_paper_is_said_with_how_many_originals_and_copies(
    document: RequiredDocument, words: str
) -> None:
    assert document_in_words(document) == words


def test_several_lines_are_numbered_and_a_single_one_is_not() -> None:
    assert numbered(["Điền tờ khai.", "Nộp hồ sơ."]) == "1. Điền tờ khai.\n2. Nộp hồ sơ."
    assert numbered(["Nộp hồ sơ."]) == "Nộp hồ sơ."
    assert numbered([]) == ""


class TestWhatDiffersByWayOfFiling:
    in_person = FilingMethod(channel=Channel.IN_PERSON)
    online = FilingMethod(channel=Channel.ONLINE)
    post = FilingMethod(channel=Channel.POST)

    def test_each_way_is_named_when_they_differ(self) -> None:
        lines = by_channel([self.in_person, self.online], [["10 đồng", "20 đồng"], ["5 đồng"]])
        assert lines == ["Nộp trực tiếp: 10 đồng; 20 đồng.", "Nộp trực tuyến: 5 đồng."]

    def test_no_way_is_named_when_all_agree(self) -> None:
        assert by_channel([self.in_person, self.online], [["miễn phí"], ["miễn phí"]]) == [
            "Miễn phí."
        ]

    def test_a_way_that_says_nothing_is_left_out(self) -> None:
        filing = [self.in_person, self.online, self.post]
        assert by_channel(filing, [["1 ngày"], [], ["2 ngày"]]) == [
            "Nộp trực tiếp: 1 ngày.",
            "Gửi qua bưu chính: 2 ngày.",
        ]
        assert by_channel(filing, [[], [], []]) == []


def test_a_date_is_written_as_on_vietnamese_forms() -> None:
    assert date_in_words(date(2025, 7, 1)) == "1/7/2025"


@pytest.mark.parametrize("concern", Concern)
def test_every_concern_has_words_for_the_citizen(concern: Concern) -> None:
    assert NOTICES[concern].endswith("ạ.")

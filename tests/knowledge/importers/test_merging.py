"""One record out of several of the same code."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.importers import merge
from knowledge.records import (
    Channel,
    Concern,
    Duration,
    FilingMethod,
    Procedure,
    RequiredDocument,
    Source,
    TimeUnit,
)


def record(corpus: str, name: str = "Đăng ký khai sinh", **fields: object) -> tuple[str, Procedure]:
    source = Source(title=corpus, corpus=corpus)
    return corpus, Procedure(code="1.001193", name=name, sources=(source,), **fields)  # type: ignore[arg-type]


def in_person(duration: Duration) -> tuple[FilingMethod, ...]:
    return (FilingMethod(channel=Channel.IN_PERSON, duration=duration),)


def test_the_newest_corpus_that_has_a_value_wins_field_by_field() -> None:
    merged = merge(
        [
            record("danang_2023", domain="Cũ", place="Nơi cũ", summary="Cũ"),
            record("seed", name="Đăng ký khai sinh", summary="Mới"),
            record("national_2026", name="Thủ tục đăng ký khai sinh", domain="Hộ tịch"),
        ]
    )
    assert (merged.name, merged.summary, merged.domain, merged.place) == (
        "Đăng ký khai sinh",
        "Mới",
        "Hộ tịch",
        "Nơi cũ",
    )


def test_other_names_become_aliases_and_keywords_are_united() -> None:
    merged = merge(
        [
            record("national_2026", keywords=("sinh",), aliases=("khai sinh",)),
            record("danang_2023", name="Làm giấy khai sinh", keywords=("em bé", "Sinh")),
        ]
    )
    assert merged.aliases == ("khai sinh", "Làm giấy khai sinh")
    assert merged.keywords == ("sinh", "em bé")


def test_a_concern_of_an_older_source_counts_only_when_its_fields_are_used() -> None:
    newest = record("seed", filing=in_person(Duration(text="trong ngày", immediate=True)))
    older = record(
        "national_2026",
        filing=in_person(Duration(text="5")),
        concerns=(Concern.FEE_CONTRADICTS_NOTE, Concern.OTHER_PROVINCE),
        documents=(RequiredDocument(name="Tờ khai"),),
    )
    assert merge([newest, older]).concerns == (Concern.OTHER_PROVINCE,)


def test_a_source_that_gave_nothing_is_not_named() -> None:
    full = record("seed", domain="Hộ tịch")
    merged = merge([full, record("danang_2023", domain="Cũ", concerns=(Concern.OUTDATED_SOURCE,))])
    assert [source.corpus for source in merged.sources] == ["seed"]
    assert merged.concerns == ()


def test_dates_belong_to_the_newest_record() -> None:
    merged = merge(
        [record("national_2026"), record("danang_2023", effective_from=date(2023, 9, 20))]
    )
    assert merged.effective_from is None


def test_a_bare_time_is_completed_by_the_next_corpus() -> None:
    bare = record(
        "national_2026",
        filing=in_person(Duration(text="1 (nguồn không ghi đơn vị thời gian)", value=1)),
        concerns=(Concern.TIME_WITHOUT_UNIT,),
    )
    within_the_day = record(
        "life_events_2026", filing=in_person(Duration(text="Ngay trong ngày", immediate=True))
    )
    merged = merge([bare, within_the_day])
    assert merged.filing[0].duration == Duration(text="Ngay trong ngày", immediate=True)
    assert Concern.TIME_WITHOUT_UNIT not in merged.concerns
    other = record(
        "life_events_2026",
        filing=in_person(Duration(text="7 ngày", value=7, unit=TimeUnit.DAY)),
    )
    assert merge([bare, other]).filing == bare[1].filing


def test_records_of_different_codes_are_not_merged() -> None:
    other = Procedure(code="1.000002", name="Khác", sources=(Source(title="Khác"),))
    with pytest.raises(ValueError, match="cùng mã"):
        merge([record("seed"), ("seed", other)])
    with pytest.raises(ValueError, match="Không có"):
        merge([])

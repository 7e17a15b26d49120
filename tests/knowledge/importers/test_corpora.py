"""The three real corpora: what is read, how much of it, and figures typed in from the raw text."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from knowledge.importers import Parsed, Refusal, merge, read
from knowledge.importers.durations import read_duration
from knowledge.importers.model import Repair
from knowledge.importers.stated_limits import completed
from knowledge.records import Channel, Concern, Procedure, TimeUnit

CORPORA = Path(__file__).parents[3] / "../shared/data/procedures"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not CORPORA.is_dir(), reason="the real corpora (../shared/data/procedures) are not here"
    ),
]

NATIONAL, LIFE, DANANG = "national_2026", "life_events_2026", "danang_2023"
DAY, WORKING_DAY, HOUR = TimeUnit.DAY, TimeUnit.WORKING_DAY, TimeUnit.HOUR


class Expected(NamedTuple):
    """Counts and figures of one record, read off its raw text by hand."""

    documents: int
    methods: int
    fee: int | None
    value: float | None
    unit: TimeUnit | None


# The fee is the first of the first way of filing that has one; the time that of the first way.
SAMPLE: dict[tuple[str, str], Expected] = {
    (NATIONAL, "1.000811"): Expected(4, 3, 1_200_000, 21, DAY),
    (NATIONAL, "3.000340"): Expected(5, 3, 8_000_000, 12, DAY),
    (NATIONAL, "1.011325"): Expected(7, 3, 2_000_000, 5, WORKING_DAY),
    (NATIONAL, "1.012784"): Expected(4, 3, None, 12, WORKING_DAY),
    (NATIONAL, "1.012786"): Expected(5, 3, None, 10, WORKING_DAY),
    (NATIONAL, "2.001062"): Expected(7, 3, 0, None, None),
    (NATIONAL, "1.000014"): Expected(6, 2, 20_000, 1, None),
    (NATIONAL, "1.013092"): Expected(1, 2, 23_000, 1, None),
    (NATIONAL, "2.000815"): Expected(1, 2, 2_000, None, None),
    (NATIONAL, "1.004194"): Expected(7, 2, 7_000, 3, WORKING_DAY),
    (NATIONAL, "1.010040"): Expected(2, 4, None, 5, WORKING_DAY),
    (NATIONAL, "6.003636"): Expected(3, 3, 0, 15, DAY),
    (NATIONAL, "3.000141"): Expected(1, 1, 0, 8, HOUR),
    (NATIONAL, "1.000239"): Expected(7, 3, 250_000, 10, WORKING_DAY),
    (NATIONAL, "1.002441"): Expected(4, 3, 100_000, 2, WORKING_DAY),
    (NATIONAL, "1.009671"): Expected(3, 3, 0, 3, WORKING_DAY),
    (NATIONAL, "1.004694"): Expected(5, 3, 0, 5, WORKING_DAY),
    (LIFE, "3.000001"): Expected(21, 2, None, 7, WORKING_DAY),
    (LIFE, "1.001646"): Expected(4, 3, None, 12, WORKING_DAY),
    (LIFE, "1.001445"): Expected(1, 3, None, 1, WORKING_DAY),
    (LIFE, "1.003135"): Expected(4, 6, 20_000, 5, WORKING_DAY),
    (LIFE, "2.000748"): Expected(6, 3, None, None, None),
    (LIFE, "1.001456"): Expected(5, 3, 160_000, 8, WORKING_DAY),
    (LIFE, "1.010385"): Expected(1, 3, 0, 1, WORKING_DAY),
    (LIFE, "1.005099"): Expected(5, 3, None, 10, WORKING_DAY),
    (LIFE, "2.001255"): Expected(1, 3, 0, 5, WORKING_DAY),
    (DANANG, "1.008455"): Expected(1, 3, 0, 15, WORKING_DAY),
    (DANANG, "1.004623"): Expected(5, 1, 650_000, 14, WORKING_DAY),
    (DANANG, "2.000004"): Expected(3, 3, None, 5, WORKING_DAY),
    (DANANG, "1.009242"): Expected(2, 3, 0, 10, WORKING_DAY),
    (DANANG, "1.004605"): Expected(1, 3, 0, 9, DAY),
    (DANANG, "2.000720"): Expected(3, 2, None, 3, WORKING_DAY),
    (DANANG, "1.012790"): Expected(4, 1, None, 10, WORKING_DAY),
}

# Times that the cell leaves open, read by hand off the sentences of the same record. The time is
# that of the first way of filing.
COMPLETED: dict[tuple[str, str], tuple[float | None, TimeUnit | None]] = {
    (NATIONAL, "1.003586"): (2, WORKING_DAY),
    (NATIONAL, "1.003634"): (2, WORKING_DAY),
    (NATIONAL, "1.003650"): (3, WORKING_DAY),
    (NATIONAL, "1.003755"): (7, WORKING_DAY),
    (NATIONAL, "1.004344"): (2, WORKING_DAY),
    (NATIONAL, "1.004359"): (5, WORKING_DAY),
    (NATIONAL, "1.004692"): (5, WORKING_DAY),
    (NATIONAL, "1.004694"): (5, WORKING_DAY),
    (NATIONAL, "1.004925"): (7, WORKING_DAY),
    (NATIONAL, "1.004929"): (5, WORKING_DAY),
    (NATIONAL, "2.001673"): (10, WORKING_DAY),
    (NATIONAL, "1.009755"): (17, WORKING_DAY),
    (NATIONAL, "2.002819"): (4, WORKING_DAY),
    (NATIONAL, "2.000720"): (3, WORKING_DAY),
    (NATIONAL, "2.000416"): (3, WORKING_DAY),
    (NATIONAL, "2.002009"): (1, WORKING_DAY),
    (NATIONAL, "2.002011"): (3, WORKING_DAY),
    (NATIONAL, "2.002015"): (1, WORKING_DAY),
    (NATIONAL, "2.002042"): (3, WORKING_DAY),
    (NATIONAL, "2.002057"): (3, WORKING_DAY),
    (NATIONAL, "2.002085"): (3, WORKING_DAY),
    (NATIONAL, "1.013807"): (10, WORKING_DAY),
    (NATIONAL, "1.013812"): (5, WORKING_DAY),
    (NATIONAL, "1.007900"): (7, WORKING_DAY),
    (NATIONAL, "1.008609"): (5, WORKING_DAY),
    (NATIONAL, "1.012843"): (5, WORKING_DAY),
    (NATIONAL, "1.010026"): (3, WORKING_DAY),
    (NATIONAL, "1.009671"): (3, WORKING_DAY),
    (NATIONAL, "1.009736"): (10, WORKING_DAY),
    (NATIONAL, "1.007014"): (1, WORKING_DAY),
    (NATIONAL, "1.012437"): (48, HOUR),
    (NATIONAL, "1.004408"): (4, TimeUnit.MONTH),
    (LIFE, "2.001023"): (15, WORKING_DAY),
    (DANANG, "1.001731"): (3, WORKING_DAY),
    (DANANG, "1.010540"): (30, DAY),
    # What leaves a doubt stays without a unit: other steps, other cases, another matter.
    (NATIONAL, "1.003532"): (1, None),
    (NATIONAL, "1.013092"): (1, None),
    (NATIONAL, "1.014133"): (1, None),
    (NATIONAL, "2.000575"): (1, None),
    (NATIONAL, "2.002017"): (1, None),
    (DANANG, "1.004359"): (None, None),
}


FROM_SENTENCES = {
    Repair.TIME_UNIT_FROM_NOTE,
    Repair.TIME_UNIT_FROM_STEPS,
    Repair.TIME_FROM_STEPS,
}


@pytest.fixture(scope="module")
def items() -> list[Parsed | Refusal]:
    return list(read(CORPORA))


@pytest.fixture(scope="module")
def parsed(items: list[Parsed | Refusal]) -> list[Parsed]:
    return [item for item in items if isinstance(item, Parsed)]


def procedures(parsed: list[Parsed], corpus: str | None = None) -> Iterator[Procedure]:
    for item in parsed:
        if corpus in (None, item.corpus):
            assert isinstance(item.record, Procedure)
            yield item.record


def test_every_record_goes_in(items: list[Parsed | Refusal]) -> None:
    assert Counter(item.corpus for item in items if isinstance(item, Parsed)) == {
        NATIONAL: 2642,
        LIFE: 118,
        DANANG: 174,
    }
    assert [item.reason for item in items if isinstance(item, Refusal)] == []


def test_all_three_corpora_are_read_within_twelve_seconds_of_one_core() -> None:
    started = time.process_time()
    for _ in read(CORPORA):
        pass
    assert time.process_time() - started < 12


@pytest.mark.parametrize("key", SAMPLE, ids=lambda key: "-".join(key))
def test_figures_read_off_the_raw_text(parsed: list[Parsed], key: tuple[str, str]) -> None:
    corpus, code = key
    record = next(p for p in procedures(parsed, corpus) if p.code == code)
    fees = [fee.amount for method in record.filing for fee in method.fees]
    time_limit = record.filing[0].duration
    found = Expected(
        len(record.documents),
        len(record.filing),
        fees[0] if fees else None,
        time_limit.value if time_limit else None,
        time_limit.unit if time_limit else None,
    )
    assert found == SAMPLE[key]


@pytest.mark.parametrize("key", COMPLETED, ids=lambda key: "-".join(key))
def test_times_completed_from_the_sentences(parsed: list[Parsed], key: tuple[str, str]) -> None:
    corpus, code = key
    record = next(p for p in procedures(parsed, corpus) if p.code == code)
    time_limit = record.filing[0].duration
    assert time_limit is not None
    assert (time_limit.value, time_limit.unit) == COMPLETED[key]


def test_sentences_complete_a_number_as_the_cell_would(parsed: list[Parsed]) -> None:
    """Tried where the cell has a unit: the rules must find the limit that the cell states.

    Where they differ, it is mostly the source that calls the same days working days in one place.
    """
    units: Counter[bool] = Counter()
    placeholders: Counter[bool] = Counter()
    for item in parsed:
        procedure = item.record
        if item.corpus != NATIONAL or not isinstance(procedure, Procedure):
            continue
        limits = [method.duration for method in procedure.filing if method.duration]
        cells = {(limit.value, limit.unit) for limit in limits if limit.unit}
        if len(cells) != 1 or FROM_SENTENCES & set(item.repairs):
            continue
        value, unit = cells.pop()
        sentences = "\n".join((*procedure.steps, *procedure.conditions))
        for cell, right in ((f"{value:g}", units), ("1", placeholders)):
            reading = completed(read_duration(cell), sentences, Channel.ONLINE)
            if reading.completed and reading.duration and not reading.duration.immediate:
                found = reading.duration
                same_unit = found.unit == unit or right is placeholders
                right[found.value == value and same_unit] += 1
    assert sum(units.values()) > 800
    assert units[True] / sum(units.values()) > 0.92
    assert sum(placeholders.values()) > 250
    assert placeholders[True] / sum(placeholders.values()) > 0.95


def test_most_records_that_state_a_time_have_it_with_a_unit(parsed: list[Parsed]) -> None:
    """Any text counts as stating a time, a bare number too; what is left states no unit."""
    stated = complete = 0
    for procedure in procedures(parsed):
        limits = [method.duration for method in procedure.filing if method.duration]
        stated += bool(limits)
        complete += any(limit.value and limit.unit for limit in limits)
    assert stated == 2778
    assert complete >= 2428


def test_times_have_number_and_unit_wherever_the_source_states_a_unit(
    parsed: list[Parsed],
) -> None:
    """A bare number in the source ("1", "12") states no unit, and none is made up for it."""
    states = re.compile(r"\d\s*\)?\s*(?:\([^)]*\)\s*)?(?:ngày|giờ|tháng|tuần)", re.IGNORECASE)
    stated = complete = 0
    for procedure in procedures(parsed):
        times = [method.duration for method in procedure.filing if method.duration]
        if not any(states.search(limit.text) for limit in times):
            continue
        stated += 1
        complete += any((limit.value and limit.unit) or limit.immediate for limit in times)
    assert stated > 2_200
    assert complete / stated >= 0.9


def test_no_bare_time_is_without_its_concern(parsed: list[Parsed]) -> None:
    for procedure in procedures(parsed):
        bare = any(
            m.duration and m.duration.value is not None and m.duration.unit is None
            for m in procedure.filing
        )
        assert bare == (Concern.TIME_WITHOUT_UNIT in procedure.concerns), procedure.code


def test_document_tables_are_lists(parsed: list[Parsed]) -> None:
    national = list(procedures(parsed, NATIONAL))
    assert sum(bool(p.documents) for p in national) / len(national) > 0.97
    glued = [
        document.name
        for procedure in national
        for document in procedure.documents
        if re.search(r"\d bản chính(?:,\d bản sao)?[A-ZĐ]", document.name)
    ]
    assert glued == []


def test_nothing_of_the_page_or_of_a_computer_is_left(parsed: list[Parsed]) -> None:
    left = re.compile(
        r"Chọn cơ quan thực hiện|Không có thông tin|capstone|bạn cung cấp|bạn đã cung"
    )
    for procedure in procedures(parsed):
        text = procedure.model_dump_json()
        assert not left.search(text), (procedure.code, left.search(text))


def test_legal_documents_have_their_numbers(parsed: list[Parsed]) -> None:
    laws = [law for p in procedures(parsed, NATIONAL) for law in p.legal_basis]
    assert len(laws) > 10_000
    assert sum(bool(law.number) for law in laws) / len(laws) > 0.99


def test_the_old_city_corpus_is_marked(parsed: list[Parsed]) -> None:
    city = list(procedures(parsed, DANANG))
    assert all(Concern.OUTDATED_SOURCE in p.concerns for p in city)
    assert sum(Concern.ABOLISHED_DISTRICT in p.concerns for p in city) > 50
    assert not any(Concern.OTHER_PROVINCE in p.concerns for p in city)


def test_decisions_of_other_provinces_are_marked(parsed: list[Parsed]) -> None:
    others = [p for p in procedures(parsed, NATIONAL) if "UBND" in p.sources[0].decision]
    assert len(others) == 17
    assert all(Concern.OTHER_PROVINCE in p.concerns for p in others)


@pytest.mark.parametrize(
    "code", ["1.013769", "5.002578", "5.002581", "6.001430", "6.003625", "6.003632", "6.003655"]
)
def test_housing_procedures_of_the_ministry_are_for_the_whole_country(
    parsed: list[Parsed], code: str
) -> None:
    """Other provinces entered their results, which says nothing about the procedure."""
    record = next(p for p in procedures(parsed, NATIONAL) if p.code == code)
    assert Concern.OTHER_PROVINCE not in record.concerns


@pytest.mark.parametrize("code", ["1.004096", "1.013467", "2.002516", "1.014208"])
def test_procedures_that_name_another_province_stay_marked(parsed: list[Parsed], code: str) -> None:
    record = next(p for p in procedures(parsed, NATIONAL) if p.code == code)
    assert Concern.OTHER_PROVINCE in record.concerns


def test_a_birth_is_registered_within_the_day_when_all_corpora_are_united(
    parsed: list[Parsed],
) -> None:
    same = [
        (item.corpus, item.record)
        for item in parsed
        if isinstance(item.record, Procedure) and item.record.code == "1.001193"
    ]
    merged = merge(same)
    assert [corpus for corpus, _ in same] == [DANANG, LIFE, NATIONAL]
    assert merged.filing[0].duration is not None
    assert any(method.duration and method.duration.immediate for method in merged.filing)
    assert "Đăng ký khai sinh" in merged.aliases

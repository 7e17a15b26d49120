"""The seed records: what a fresh installation answers from must be whole, cited and consistent."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.importers.provinces import speaks_of_district
from knowledge.importers.seed_files import load
from knowledge.importing import SEEDS
from knowledge.records import Concern, Faq, Level, Procedure, Record
from vietnamese.text import nfc, strip_diacritics, syllables

FILES = sorted(SEEDS.rglob("*.yml"))
RECORDS: list[Record] = [record for file in FILES for record in load(file)]
PROCEDURES = [record for record in RECORDS if isinstance(record, Procedure)]
ENTRIES = [record for record in RECORDS if isinstance(record, Faq)]

each_procedure = pytest.mark.parametrize("item", PROCEDURES, ids=lambda item: item.code)
each_entry = pytest.mark.parametrize("item", ENTRIES, ids=lambda item: item.key)
each_record = pytest.mark.parametrize(
    "item", RECORDS, ids=lambda item: getattr(item, "code", None) or item.key
)


def test_the_procedures_people_ask_for_most_are_there() -> None:
    assert len(PROCEDURES) >= 150
    assert len(ENTRIES) >= 150


def test_no_code_and_no_key_stands_twice() -> None:
    names = Counter(getattr(item, "code", None) or getattr(item, "key", None) for item in RECORDS)

    assert [name for name, count in names.items() if count > 1] == []


def test_the_file_of_a_procedure_is_named_by_its_code() -> None:
    for file in FILES:
        if file.parent.name == "procedures":
            assert [item.code for item in load(file) if isinstance(item, Procedure)] == [file.stem]


def test_no_two_procedures_go_by_the_same_name() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for item in PROCEDURES:
        for name in (item.name, *item.aliases):
            owners[strip_diacritics(name.casefold())].add(item.code)

    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


@each_record
def test_a_record_says_where_and_when_it_was_checked(item: Record) -> None:
    assert item.sources
    assert any(source.checked_on for source in item.sources)


@each_record
def test_a_record_is_written_in_composed_letters(item: Record) -> None:
    text = json.dumps(item.model_dump(mode="json"), ensure_ascii=False)

    assert text == nfc(text)


@each_procedure
def test_a_procedure_says_how_to_file_and_what_to_bring(item: Procedure) -> None:
    assert item.filing
    assert item.agencies
    assert item.steps
    # Where no paper is needed, a note says so.
    assert item.documents or any(
        "giấy tờ" in note or "hồ sơ" in note for note in (*item.notes, *item.conditions)
    )


@each_procedure
def test_a_procedure_sends_nobody_to_an_abolished_district_unless_marked(item: Procedure) -> None:
    sends_there = Level.DISTRICT in item.levels or speaks_of_district(item)

    assert not sends_there or Concern.ABOLISHED_DISTRICT in item.concerns


@each_entry
def test_a_faq_entry_belongs_to_a_seed_procedure_or_to_none(item: Faq) -> None:
    codes = {procedure.code for procedure in PROCEDURES}

    assert not item.procedures or codes & set(item.procedures)


# The fields of the three corpora that state fees and time limits.
FILING_FIELDS = (
    "cach_thuc_thuc_hien",
    "Cách thức thực hiện:",
    "Cách thức thực hiện",
    "Thời hạn giải quyết",
    "Lệ phí",
)


class TestAgainstTheCorpora:
    """Figures and codes of the seeds stand in what the portals published."""

    @pytest.fixture(scope="class")
    def raw(self, corpora: Path) -> dict[str, list[dict[str, Any]]]:
        """The raw records of the corpora, by code."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for item in raw_records(corpora):
            for code in re.findall(r"\d\.\d{6}", text_of([item], CODE_FIELDS)):
                found[code].append(item)
        return found

    @each_procedure
    def test_the_code_exists(self, item: Procedure, raw: dict[str, list[dict[str, Any]]]) -> None:
        assert item.code in raw

    @each_entry
    def test_every_procedure_of_a_faq_entry_exists(
        self, item: Faq, raw: dict[str, list[dict[str, Any]]]
    ) -> None:
        assert [code for code in item.procedures if code not in raw] == []

    @each_procedure
    def test_every_fee_is_one_that_the_portal_states(
        self, item: Procedure, raw: dict[str, list[dict[str, Any]]]
    ) -> None:
        stated = whole_numbers(text_of(raw[item.code], FILING_FIELDS))
        amounts = {fee.amount for method in item.filing for fee in method.fees if fee.amount}

        assert amounts <= stated

    @each_procedure
    def test_every_time_limit_is_one_that_the_portal_states(
        self, item: Procedure, raw: dict[str, list[dict[str, Any]]]
    ) -> None:
        table = text_of(raw[item.code], FILING_FIELDS)
        everything = text_of(raw[item.code])
        limits = {
            method.duration.value
            for method in item.filing
            if method.duration and method.duration.value is not None
        }

        for limit in limits:
            # A bare number counts in the table of ways to file, elsewhere only with its unit.
            number = rf"(?<!\d)0?{limit:g}(?!\d)"
            with_unit = rf"{number}(?:\s*\([^)]*\))?\s*(?:giờ|ngày|tháng|năm)"
            assert re.search(number, table) or re.search(with_unit, everything, re.IGNORECASE)

    @each_procedure
    def test_every_legal_document_stands_in_the_record_or_is_marked(
        self, item: Procedure, raw: dict[str, list[dict[str, Any]]]
    ) -> None:
        stated = squeezed(text_of(raw[item.code]))
        foreign = [
            document.number
            for document in item.legal_basis
            if document.number and squeezed(number_and_year(document.number)) not in stated
        ]

        assert not foreign or Concern.UNVERIFIED_FACT in item.concerns, foreign

    @each_procedure
    def test_every_form_number_stands_in_the_record_or_is_marked(
        self, item: Procedure, raw: dict[str, list[dict[str, Any]]]
    ) -> None:
        stated = squeezed(text_of(raw[item.code]))
        names = " ".join(document.form.name for document in item.documents if document.form)
        foreign = [
            number for number in FORM_NUMBER.findall(names) if squeezed(number) not in stated
        ]

        assert not foreign or Concern.UNVERIFIED_FACT in item.concerns, foreign

    @each_procedure
    def test_as_many_papers_are_asked_for_as_the_record_can_name(
        self, item: Procedure, raw: dict[str, list[dict[str, Any]]]
    ) -> None:
        """Each paper shares its rarer words with the record, so that none is made up."""
        stated = set(syllables(text_of(raw[item.code])))
        unknown = [
            document.name
            for document in item.documents
            if (words := set(syllables(document.name)))
            and len(words & stated) / len(words) < SHARED_WITH_THE_RECORD
        ]

        assert not unknown or item.concerns, unknown


# «CT01», «TK1-TS», «NA5», «Mẫu số 16»
FORM_NUMBER = re.compile(r"\b(?:[A-Z]{1,4}\d{1,3}[a-z]?(?:-[A-Z]+)?|[Mm]ẫu số \d+[a-z]?)\b")
SHARED_WITH_THE_RECORD = 0.6


def squeezed(text: str) -> str:
    """A text without white space, punctuation and diacritics: names of forms have none."""
    bare = strip_diacritics(nfc(text).lower().replace("ð", "đ"))
    return re.sub(r"[\W_]+", "", bare).replace("mauso", "mau")


def number_and_year(document: str) -> str:
    """«118/2025» of «118/2025/NĐ-CP»: the portal mistypes the rest now and then."""
    return "/".join(document.split("/")[:2])


CODE_FIELDS = ("ma_thu_tuc", "Mã thủ tục:", "Mã thủ tục", "tên thủ tục")


def raw_records(corpora: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(corpora.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
    for path in sorted(corpora.glob("*.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))


def text_of(records: list[dict[str, Any]], fields: tuple[str, ...] | None = None) -> str:
    """The values of some fields, or of all, as one text."""
    values = (
        json.dumps(value, ensure_ascii=False)
        for record in records
        for field, value in record.items()
        if fields is None or field in fields
    )
    return nfc(" ".join(values).replace("\\n", " "))


def whole_numbers(text: str) -> set[int]:
    """The numbers of a text, with the separators of thousands taken out."""
    joined = re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", text)
    return {int(number) for number in re.findall(r"\d+", joined)}

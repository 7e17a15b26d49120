"""Search: people find a record by any of its names, however they type."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.records import Faq, Procedure, Record, Ward
from knowledge.search import Hit, SearchIndex
from knowledge.store import Published, key_of, kind_of
from tests.knowledge.examples import entry, procedure
from vietnamese.text import strip_diacritics

# Of all names typed without diacritics, this share finds what it finds with them. A few syllables
# mean several words when they are bare, so that not every one can.
SAME_WHEN_BARE = 0.98


def index_of(*records: Record) -> SearchIndex:
    return SearchIndex(Published(record, 1) for record in records)


def names_of(record: Record) -> tuple[str, ...]:
    if isinstance(record, Procedure):
        return (record.name, *record.aliases)
    return (record.question, *record.phrasings)


def keys(hits: list[Hit]) -> list[str]:
    return [hit.key for hit in hits]


@pytest.fixture(scope="module")
def seeds(library: Library) -> list[Record]:
    """All seed records that are searched; wards are found by their names alone."""
    return [
        published.record
        for published in library.store.published()
        if not isinstance(published.record, Ward)
    ]


@pytest.fixture(scope="module")
def seed_index(seeds: list[Record]) -> SearchIndex:
    """An index over the seed records that no other test changes."""
    return index_of(*seeds)


class TestOverTheSeedRecords:
    def test_an_official_name_finds_its_procedure_first_with_and_without_diacritics(
        self, seeds: list[Record], seed_index: SearchIndex
    ) -> None:
        missed = [
            asked
            for record in seeds
            if isinstance(record, Procedure)
            for asked in (record.name, strip_diacritics(record.name), record.name.upper())
            if keys(seed_index.search(asked, limit=1)) != [record.code]
        ]

        assert missed == []

    def test_every_other_name_finds_its_record_at_the_top_or_beside_its_twin(
        self, seeds: list[Record], seed_index: SearchIndex
    ) -> None:
        missed = [
            (key_of(record), name)
            for record in seeds
            for name in names_of(record)
            if key_of(record) not in keys(seed_index.search(name, limit=2))
        ]

        assert missed == []

    def test_names_without_diacritics_find_what_they_find_with_them(
        self, seeds: list[Record], seed_index: SearchIndex
    ) -> None:
        names = [name for record in seeds for name in names_of(record)]
        differing = [
            name
            for name in names
            if keys(seed_index.search(name, limit=1))
            != keys(seed_index.search(strip_diacritics(name), limit=1))
        ]

        assert len(differing) <= (1 - SAME_WHEN_BARE) * len(names), differing

    def test_a_code_finds_exactly_its_procedure(self, seed_index: SearchIndex) -> None:
        found = seed_index.search(" 1.001193 ")

        assert [(hit.key, hit.score) for hit in found] == [("1.001193", 1.0)]

    def test_one_kind_of_record_can_be_asked_for(self, seed_index: SearchIndex) -> None:
        asked = "nhờ người khác nộp hồ sơ khai sinh thay được không"

        assert {hit.kind for hit in seed_index.search(asked, kind="faq")} == {"faq"}
        assert {hit.kind for hit in seed_index.search(asked, kind="procedure")} == {"procedure"}


class TestOrder:
    def test_a_name_outweighs_the_same_words_in_the_text(self) -> None:
        named = procedure("9.000001", "Cấp giấy phép thả diều")
        mentioned = procedure(
            "9.000002",
            "Đăng ký câu lạc bộ ngoài trời",
            summary="Câu lạc bộ cấp giấy phép thả diều. " * 5,
        )

        assert keys(index_of(mentioned, named).search("giấy phép thả diều")) == [
            "9.000001",
            "9.000002",
        ]

    def test_what_only_the_text_says_is_found_too(self) -> None:
        index = index_of(
            procedure("9.000001", "Đăng ký câu lạc bộ ngoài trời", keywords=("lồng đèn",)),
            procedure("9.000002", "Cấp giấy phép thả diều"),
        )

        assert keys(index.search("lồng đèn")) == ["9.000001"]

    def test_the_name_that_spoke_for_a_record_is_told(self) -> None:
        index = index_of(procedure(aliases=("xin thả diều",)))

        assert index.search("xin thả diều")[0].matched == "xin thả diều"

    def test_no_more_is_given_than_was_asked_for(self) -> None:
        index = index_of(*(procedure(f"9.0000{n:02}", f"Cấp phép thả diều {n}") for n in range(9)))

        assert len(index.search("thả diều", limit=4)) == 4

    @pytest.mark.parametrize("nothing", ["", "   ", "?!…", "🙂"])
    def test_a_question_without_words_finds_nothing(self, nothing: str) -> None:
        assert index_of(procedure()).search(nothing) == []

    def test_an_empty_index_finds_nothing(self) -> None:
        assert index_of().search("thả diều") == []


class TestUpdating:
    def test_a_changed_record_is_found_by_its_new_name_only(self) -> None:
        index = index_of(procedure("9.000001", "Thả diều"), procedure("9.000002", "Lồng đèn"))

        index.update([Published(procedure("9.000001", "Pháo giấy"), 2)])

        assert index.search("thả diều") == []
        found = index.search("pháo giấy")
        assert [(hit.key, hit.version) for hit in found] == [("9.000001", 2)]
        assert keys(index.search("lồng đèn")) == ["9.000002"]
        assert len(index) == 2

    def test_a_removed_record_is_not_found(self) -> None:
        index = index_of(procedure(), entry())

        index.update([], removed=[("procedure", "9.000001"), ("procedure", "9.999999")])

        assert keys(index.search("thả diều")) == ["tha-dieu-ban-dem"]
        assert index.search("9.000001") == []

    def test_searching_while_a_record_changes_always_finds_it_and_never_fails(self) -> None:
        many_names = procedure(aliases=tuple(f"thả diều kiểu {n}" for n in range(20)))
        versions = [procedure(), many_names]
        index = index_of(many_names, procedure("9.000002", "Đăng ký lồng đèn"))
        done = threading.Event()
        outcomes: list[list[str] | Exception] = []

        def search() -> None:
            while not done.is_set():
                try:
                    outcomes.append(keys(index.search("cấp giấy phép thả diều", limit=1)))
                except Exception as error:
                    outcomes.append(error)

        reader = threading.Thread(target=search)
        reader.start()
        until = time.monotonic() + 1
        number = 1
        while time.monotonic() < until:
            number += 1
            index.update([Published(versions[number % 2], number)])
        done.set()
        reader.join()

        assert outcomes
        assert [outcome for outcome in outcomes if outcome != ["9.000001"]] == []


WORDS = [
    "thả",
    "diều",
    "tha dieu",
    "k",
    "đc",
    "ntn",
    "giấy",
    "9.000001",
    '"',
    "AND",
    "-",
    "*:(",
    "ơ",
]
QUESTIONS = st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))


@settings(deadline=None)
@given(asked=QUESTIONS)
def test_no_text_breaks_the_search_and_every_score_lies_between_0_and_1(asked: str) -> None:
    for hit in INDEX.search(asked, limit=5):
        assert 0 <= hit.score <= 1
        assert isinstance(hit.record, (Procedure, Faq))
        assert hit.kind == kind_of(hit.record)


INDEX = index_of(
    procedure(aliases=("xin thả diều", "diều")), procedure("9.000002", "Đăng ký lồng đèn"), entry()
)

"""Everyday words put into official ones."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import knowledge.everyday
from knowledge.everyday import in_official_words
from knowledge.library import Library
from vietnamese.normaliser import normalise
from vietnamese.text import nfc

TABLE = Path(knowledge.everyday.__file__).with_name("everyday_terms.tsv")
ROWS = [
    row
    for row in csv.reader(TABLE.open(encoding="utf-8"), delimiter="\t")
    if row and not row[0].startswith("#")
]


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("vợ em mới đẻ", "khai sinh"),
        ("vo em moi sinh em be", "khai sinh"),
        ("ghe nhà tui đi biển", "thủy sản"),
        ("xin giấy độc thân", "tình trạng hôn nhân"),
    ],
)
def test_what_a_citizen_says_asks_for_official_words(text: str, official: str) -> None:
    rewritten = in_official_words(text)

    assert rewritten is not None and official in rewritten


def test_what_says_nothing_of_the_kind_stays() -> None:
    assert in_official_words("hôm nay trời đẹp quá") is None
    assert in_official_words("") is None


def test_the_longest_phrase_counts() -> None:
    assert "cấp lại" in (in_official_words("mất bằng lái") or "")


def test_a_record_nobody_taught_is_found_by_everyday_words(library: Library) -> None:
    hits = library.search_everyday("tui mới đẻ con gái, làm giấy tờ răng", 5)

    assert "1.001193" in [hit.key for hit in hits]


def test_every_row_is_two_columns_of_composed_lower_case() -> None:
    assert [row for row in ROWS if len(row) != 2] == []
    assert [row for row in ROWS if nfc("\t".join(row)) != "\t".join(row)] == []
    assert [row for row in ROWS if row[0] != row[0].lower()] == []


def test_no_row_stands_twice() -> None:
    pairs = [tuple(row) for row in ROWS]

    assert len(pairs) == len(set(pairs))


@given(st.text(max_size=80))
def test_any_text_can_be_rewritten(text: str) -> None:
    rewritten = in_official_words(normalise(text).text)

    assert rewritten is None or rewritten.strip()

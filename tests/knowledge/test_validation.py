"""Validation: an officer reads what a record lacks in the words of the seed files."""

from __future__ import annotations

import pytest

from knowledge.records import (
    Channel,
    Concern,
    Duration,
    Fee,
    FilingMethod,
    LegalDocument,
    Level,
    Procedure,
    RequiredDocument,
)
from knowledge.validation import EXPECTED, concerns_in_words, missing_parts
from tests.knowledge.examples import entry, procedure

COMPLETE = procedure(
    domain="Vui chơi",
    levels=(Level.COMMUNE,),
    agencies=("Ủy ban nhân dân cấp xã",),
    steps=("Nộp hồ sơ.",),
    filing=(
        FilingMethod(
            channel=Channel.IN_PERSON,
            duration=Duration(text="trong ngày", immediate=True),
            fees=(Fee(text="Miễn phí", amount=0),),
        ),
    ),
    documents=(RequiredDocument(name="Tờ khai"),),
    results=("Giấy phép",),
    legal_basis=(LegalDocument(number="1/2026/QĐ-THU"),),
)


def test_a_complete_procedure_lacks_nothing() -> None:
    assert missing_parts(COMPLETE) == []


def test_a_procedure_of_which_only_the_name_is_known_lacks_every_expected_part() -> None:
    assert missing_parts(procedure()) == list(EXPECTED)


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ({"domain": ""}, ["lĩnh vực"]),
        ({"levels": ()}, ["cấp thực hiện"]),
        ({"agencies": ()}, ["cơ quan thực hiện"]),
        ({"steps": ()}, ["các bước"]),
        ({"filing": ()}, ["cách nộp", "thời hạn", "lệ phí"]),
        ({"filing": (FilingMethod(channel=Channel.ONLINE),)}, ["thời hạn", "lệ phí"]),
        ({"documents": ()}, ["giấy tờ"]),
        ({"results": ()}, ["kết quả"]),
        ({"legal_basis": ()}, ["căn cứ pháp lý"]),
    ],
)
def test_exactly_the_missing_parts_are_named(without: dict[str, object], told: list[str]) -> None:
    lacking = Procedure(**{**dict(COMPLETE), **without})

    assert missing_parts(lacking) == told


def test_a_faq_entry_is_complete_with_its_answer() -> None:
    assert missing_parts(entry()) == []


def test_every_concern_has_words_for_officers() -> None:
    worried = procedure(concerns=tuple(Concern))

    words = concerns_in_words(worried)

    assert len(set(words)) == len(Concern)
    assert "cấp huyện đã bỏ" in words
    assert concerns_in_words(procedure()) == []

"""Names of units, old and new, as people write them, and the wards of today they stand for."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.importers.seed_files import load
from knowledge.importing import SEEDS
from knowledge.records import Ward
from knowledge.wards import Mention, WardDirectory
from vietnamese.text import nfc, strip_diacritics
from vietnamese.tone_placement import unify_tone_marks

WARDS = [record for record in load(SEEDS / "wards" / "da_nang.yml") if isinstance(record, Ward)]
NAMES = {ward.code: ward.name for ward in WARDS}
DIRECTORY = WardDirectory(WARDS)
UNITS = Path(__file__).parents[3] / "shared" / "data" / "units"


def find_one(text: str) -> Mention:
    mentions = DIRECTORY.find(text)
    assert len(mentions) == 1, mentions
    return mentions[0]


def wards_of(mention: Mention) -> set[str]:
    return {NAMES[code] for code in mention.wards}


@pytest.mark.parametrize(
    ("text", "ward"),
    [
        ("phường Thạch Thang giờ thuộc phường nào", "Phường Hải Châu"),
        ("phuong thach thang nop ho so o dau", "Phường Hải Châu"),
        ("nhà em ở Hòa Phong cũ", "Xã Hòa Vang"),
        ("P.Hoà Khánh Bắc, Q.Liên Chiểu", "Phường Liên Chiểu"),
        ("hải châu 1", "Phường Hải Châu"),
        ("xã Tam Xuân 2", "Xã Tam Xuân"),
        ("thị trấn Ái Nghĩa, Đại Lộc", "Xã Đại Lộc"),
        ("tui ở Vĩnh Trung", "Phường Thanh Khê"),
        ("xã Ch'ơm", "Xã Hùng Sơn"),
        ("đặc khu Hoàng Sa", "Đặc khu Hoàng Sa"),
    ],
)
def test_an_old_or_new_name_is_a_ward_of_today(text: str, ward: str) -> None:
    assert wards_of(find_one(text)) == {ward}


def test_a_misspelt_name_after_its_type_is_still_found() -> None:
    assert wards_of(find_one("phường Thạch Than")) == {"Phường Hải Châu"}


def test_a_former_district_is_several_wards() -> None:
    mention = find_one("quận Hải Châu còn nhận hồ sơ không")

    assert mention.whole_district and mention.ambiguous
    assert wards_of(mention) == {"Phường Hải Châu", "Phường Hòa Cường"}


def test_a_former_province_is_all_its_wards() -> None:
    mention = find_one("nhà em ở Quảng Nam giờ nộp ở đâu")

    assert mention.whole_district and len(mention.wards) > 60


def test_a_name_that_means_another_province_too_counts_before_its_district() -> None:
    assert wards_of(find_one("tui ở Bình Thuận, Hải Châu")) == {"Phường Hòa Cường"}


def test_the_ward_that_took_a_district_s_name_is_told_by_its_type() -> None:
    assert wards_of(find_one("phường Tam Kỳ")) == {"Phường Tam Kỳ"}
    assert len(wards_of(find_one("Tam Kỳ"))) > 1


def test_namesakes_are_ambiguous_until_the_district_or_the_type_is_said() -> None:
    assert find_one("Phước Ninh").ambiguous
    assert wards_of(find_one("phường Phước Ninh")) == {"Phường Hải Châu"}
    assert wards_of(find_one("xã Phước Ninh, huyện Quế Sơn")) == {"Xã Quế Phước"}


def test_a_commune_that_was_split_is_ambiguous() -> None:
    assert wards_of(find_one("xã Hòa Liên")) == {"Phường Hải Vân", "Phường Liên Chiểu"}


@pytest.mark.parametrize(
    "text",
    [
        "nhà tôi xa chợ",
        "Bình Dương có xa không",
        "cầu bình an cho con",
        "đi làm khai sinh cho con cần giấy tờ gì",
        "",
    ],
)
def test_ordinary_words_and_other_provinces_are_no_wards(text: str) -> None:
    assert DIRECTORY.find(text) == []


def test_the_place_in_the_text_is_that_of_the_name() -> None:
    text = "làm tạm trú ở phường Hòa Cường Bắc, quận Hải Châu cần gì"
    mention = find_one(text)

    assert text[mention.start : mention.end] == "phường Hòa Cường Bắc, quận Hải Châu"


@given(st.text(max_size=120))
def test_any_text_can_be_searched_and_places_lie_in_it(text: str) -> None:
    for mention in DIRECTORY.find(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.wards


@given(st.sampled_from(WARDS), st.booleans())
def test_every_ward_is_found_by_its_official_name(ward: Ward, marks: bool) -> None:
    name = ward.name if marks else strip_diacritics(ward.name)

    assert ward.code in {code for found in DIRECTORY.find(name) for code in found.wards}


@given(st.sampled_from([(unit, ward) for ward in WARDS for unit in ward.formerly]))
def test_every_former_unit_leads_to_its_ward(pair) -> None:  # type: ignore[no-untyped-def]
    unit, ward = pair
    text = f"{unit.name}, {unit.district}" if unit.district else unit.name

    assert ward.code in {code for found in DIRECTORY.find(text) for code in found.wards}


class TestAgainstTheUnitFiles:
    """The records hold what the lists of units say."""

    @pytest.fixture(scope="class")
    def units(self) -> Path:
        if not UNITS.is_dir():
            pytest.skip("the lists of units are not here: ../shared/data/units is absent")
        return UNITS

    def test_every_unit_of_today_has_a_record(self, units: Path) -> None:
        listed = json.loads((units / "danang_2026_units.json").read_text(encoding="utf-8"))
        names = {unit["Code"]: spelt(unit["FullName"]) for unit in listed[0]["Wards"]}

        assert names == NAMES
        assert len(names) == 94

    def test_every_unit_of_before_is_part_of_one(self, units: Path) -> None:
        listed = json.loads(
            (units / "old_units_before_2025-07-01.json").read_text(encoding="utf-8")
        )
        kept = {(spelt(unit.name), unit.district) for ward in WARDS for unit in ward.formerly}
        missing = [
            unit["name"]
            for unit in listed
            if (spelt(unit["name"]), spelt(unit["district"])) not in kept
        ]

        assert missing == ["Thị trấn P Rao"]  # written «Prao» in the record

    def test_the_mergers_are_those_of_the_list(self, units: Path) -> None:
        listed = json.loads((units / "danang_mergers_2025.json").read_text(encoding="utf-8"))
        parts: dict[str, set[str]] = defaultdict(set)
        for ward in WARDS:
            parts[ward.name.split(" ", 1)[1]] |= {spelt(unit.name) for unit in ward.formerly}
        for merger in listed:
            merged = {spelt(name) for name in merger["merged_communes_wards"].split(",")}

            assert merged <= parts[spelt(merger["new_commune_ward"])], merger


def spelt(name: str) -> str:
    """A name with its marks and apostrophes written in one way."""
    return unify_tone_marks(nfc(name)).strip().replace("’", "'")

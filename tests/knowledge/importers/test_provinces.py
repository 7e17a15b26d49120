"""Records of other provinces, and records that still send people to a district."""

from __future__ import annotations

import pytest

from knowledge.importers.provinces import is_other_province, speaks_of_district
from knowledge.records import LegalDocument, Procedure, Source


def procedure(**fields: object) -> Procedure:
    return Procedure(code="1.000001", name="Thử", sources=(Source(title="Thử"),), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("agency", "decision", "result"),
    [
        ("Sở Tư pháp Thành phố Hà Nội", "731/QĐ-BTP", ""),
        ("UBND cấp xã - tỉnh Quảng Trị", "973/QĐ-BNNMT", ""),
        ("", "226/QĐ-UBND", ""),
        ("", "226/QĐ-UBND", "Mã: KQ.H52.000001"),
        ("", "", "Mã: KQ.H43.000038"),
        ("Sở Xây dựng - tỉnh Quảng Ninh", "647/QĐ-BXD", "Mã: KQ.H49.000001"),
    ],
)
def test_another_province(agency: str, decision: str, result: str) -> None:
    assert is_other_province("Thủ tục", [agency], decision, result)


@pytest.mark.parametrize(
    ("agency", "decision", "result"),
    [
        ("Sở Xây dựng thành phố Đà Nẵng", "657/QĐ-UBND", ""),
        ("Ủy ban nhân dân cấp tỉnh", "163/QĐ-BTP", "Mã: KQ.G15.000031"),
        ("Văn phòng Sở Xây dựng", "497/QĐ-BXD", "Mã: KQ.H43.000038"),
        ("Bộ Quốc phòng", "2109/QĐ-BXD", "Mã: KQ.H21.000001"),
        ("Thuế tỉnh, thành phố", "4472/QĐ-BTC", "Mã: KQ.H17.000001"),
    ],
)
def test_this_city_and_the_whole_country(agency: str, decision: str, result: str) -> None:
    assert not is_other_province("Khai thuế", [agency], decision, result)


@pytest.mark.parametrize(
    "fields",
    [
        {"agencies": ("Ủy ban nhân dân huyện",)},
        {"agencies": ("UBND quận, huyện",)},
        {"deciding_agency": "Bảo hiểm xã hội cấp huyện"},
        {"place": "Bộ phận Một cửa UBND cấp huyện"},
        {"steps": ("Nộp hồ sơ tại Phòng Tư pháp",)},
    ],
)
def test_a_district_to_go_to(fields: dict[str, object]) -> None:
    assert speaks_of_district(procedure(**fields))


def test_a_law_of_former_times_is_no_district() -> None:
    law = LegalDocument(number="77/2015/QH13", title="Luật về Ủy ban nhân dân huyện")
    assert not speaks_of_district(procedure(legal_basis=(law,)))
    gone = "Từ 01/7/2025 không tổ chức cấp huyện, nộp tại Ủy ban nhân dân cấp xã"
    assert not speaks_of_district(procedure(steps=(gone,)))

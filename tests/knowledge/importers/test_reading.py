"""Whatever is wrong with one record refuses that record; the rest goes in."""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import pytest

from knowledge.importers import Parsed, Refusal, read
from knowledge.importers.reading import MAX_LINE_BYTES
from knowledge.records import MAX_FIELD_CHARACTERS, Concern

BROKEN = Path(__file__).parent / "broken"
GOOD = {
    "ma_thu_tuc": "1.000001",
    "ten_thu_tuc": "Thủ tục thử",
    "so_quyet_dinh": "1/QĐ-BTP",
    "trinh_tu_thuc_hien": "Bước 1: nộp hồ sơ.\nBước 2: nhận kết quả.",
    "cach_thuc_thuc_hien": "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp3 NgàyMiễn phí",
}


def outcome(path: Path) -> tuple[list[str], list[tuple[int, str]]]:
    """The codes that went in, and line and reason of what was refused."""
    items = list(read(path))
    parsed = [item.record.code for item in items if isinstance(item, Parsed)]  # type: ignore[union-attr]
    refused = [(item.line, item.reason) for item in items if isinstance(item, Refusal)]
    return parsed, refused


@pytest.mark.parametrize(
    ("name", "codes", "lines", "told"),
    [
        ("broken_line.jsonl", ["1.000001", "1.000003"], [2], "JSON"),
        ("latin1_line.jsonl", ["1.000001", "1.000003"], [2], "UTF-8"),
        ("utf16.jsonl", [], [1], "UTF-8"),
        ("wrong_types.jsonl", ["1.000001"], [2, 3, 4], "phải"),
        ("missing_code.jsonl", ["1.000001"], [2, 3], "không có"),
        ("unknown_shape.jsonl", ["1.000001"], [2], "bộ dữ liệu"),
        ("bad_code.jsonl", ["1.000001"], [2], "code"),
        ("no_code_danang.json", ["1.000002"], [1], "mã thủ tục"),
        ("broken_array.json", ["1.000001"], [2], "JSON"),
        ("truncated.jsonl.gz", ["1.000001"], [2], "cắt"),
    ],
)
def test_a_broken_record_is_refused_and_the_rest_goes_in(
    name: str, codes: list[str], lines: list[int], told: str
) -> None:
    parsed, refused = outcome(BROKEN / name)
    assert parsed == codes
    assert [line for line, _ in refused] == lines
    assert all(told in reason for _, reason in refused)


def test_a_huge_field_is_refused(tmp_path: Path) -> None:
    huge = GOOD | {"trinh_tu_thuc_hien": "a" * (MAX_FIELD_CHARACTERS + 1)}
    path = tmp_path / "huge.jsonl"
    path.write_text(f"{json.dumps(huge)}\n{json.dumps(GOOD)}\n", encoding="utf-8")
    parsed, ((line, reason),) = outcome(path)
    assert (parsed, line) == (["1.000001"], 1)
    assert "trinh_tu_thuc_hien" in reason


def test_a_huge_line_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.jsonl.gz"
    with gzip.open(path, "wb") as stream:
        stream.write(b'"' + b"a" * (3 * MAX_LINE_BYTES) + b'"\n' + json.dumps(GOOD).encode())
    parsed, ((line, reason),) = outcome(path)
    assert (parsed, line) == (["1.000001"], 1)
    assert "5 MB" in reason


def test_deeply_nested_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.jsonl"
    path.write_text("[" * 200_000 + "\n" + json.dumps(GOOD) + "\n", encoding="utf-8")
    parsed, refused = outcome(path)
    assert parsed == ["1.000001"]
    assert [line for line, _ in refused] == [1]


def test_a_missing_file_and_a_foreign_format_are_told(tmp_path: Path) -> None:
    foreign = tmp_path / "thu.docx"
    foreign.write_text("x", encoding="utf-8")
    for path in (tmp_path / "none.jsonl", foreign):
        (refusal,) = read(path)
        assert isinstance(refusal, Refusal)
        assert refusal.path == path


def test_the_same_record_in_any_file_has_the_same_hash(tmp_path: Path) -> None:
    text = json.dumps(GOOD, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_text("\ufeff" + text, encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps([GOOD], indent=2), encoding="utf-8")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    (tmp_path / "d.json").write_text(text, encoding="utf-8")
    items = list(read(tmp_path))
    assert len(items) == 4
    assert all(isinstance(item, Parsed) for item in items)
    assert len({item.raw_hash for item in items if isinstance(item, Parsed)}) == 1


def test_text_without_nfc_and_with_invisible_characters_is_mended(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Thủ tục\u200b  đăng ký\u00a0thử")
    path = tmp_path / "nfd.jsonl"
    path.write_text(json.dumps(GOOD | {"ten_thu_tuc": decomposed}), encoding="utf-8")
    (item,) = read(path)
    assert isinstance(item, Parsed)
    assert item.record.name == "Thủ tục đăng ký thử"  # type: ignore[union-attr]
    assert "unicode_nfc" in item.repairs


def test_the_whole_procedure_in_the_field_of_the_name_is_split_again(tmp_path: Path) -> None:
    name = (
        "Cấp giấy thử\n• Mã thủ tục: 2.000720.000.00.00.H17\n• Lĩnh vực: Thử\n"
        "• Thời hạn giải quyết: Trong 03 ngày làm việc\n• Lệ phí: 50.000 đồng/giấy\n"
        "• Cơ quan thực hiện: UBND quận, huyện\n• Thành phần hồ sơ:\n1. Đơn đề nghị\n"
        "2. Bản sao giấy tờ của người\nnộp\n• Tình trạng hiệu lực: Còn hiệu lực"
    )
    path = tmp_path / "danang.json"
    path.write_text(json.dumps([{"stt": 1, "tên thủ tục": name}]), encoding="utf-8")
    (item,) = read(path)
    assert isinstance(item, Parsed)
    record = item.record
    assert record.code == "2.000720"  # type: ignore[union-attr]
    assert record.name == "Cấp giấy thử"  # type: ignore[union-attr]
    assert [d.name for d in record.documents] == [  # type: ignore[union-attr]
        "Đơn đề nghị",
        "Bản sao giấy tờ của người nộp",
    ]
    assert set(record.concerns) == {Concern.OUTDATED_SOURCE, Concern.ABOLISHED_DISTRICT}
    assert {"labels_resplit", "code_suffix", "line_breaks"} <= set(item.repairs)

from __future__ import annotations

from pathlib import Path

import pytest

from vietnamese.normaliser import normalise
from vietnamese.spelling import (
    Rule,
    SpellingTable,
    SpellingTableError,
    read_rules,
    spelling_table,
)


def corrected(table: SpellingTable, text: str) -> str:
    for edit in reversed(table.edits(text)):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


KEPT = [rule for rule in spelling_table().rules if rule.kind == "keep"]
READ = [rule for rule in spelling_table().rules if rule.kind != "keep"]


def test_shielded_phrases_stay_as_they_are() -> None:
    sentences = [f"cho hỏi về {rule.source} ở đây" for rule in KEPT]
    assert [normalise(text).text for text in sentences] == sentences


def test_every_row_takes_effect_in_its_place() -> None:
    places = {
        "": "{} .",
        "start": "{} vậy chị ấy",
        "end": "đã hỏi chị ấy {}",
        "plain": "xin hoi {} cam on",
    }
    read = [corrected(spelling_table(), places[rule.place].format(rule.source)) for rule in READ]
    meant = [places[rule.place].format(rule.target) for rule in READ]
    assert [text.lower() for text in read] == [text.lower() for text in meant]


def test_what_a_row_writes_is_not_read_as_something_else() -> None:
    targets = sorted({rule.target.lower() for rule in READ})
    assert [normalise(target).lower for target in targets] == targets


@pytest.mark.parametrize(
    "text",
    [
        "Chi phí thuê văn phòng là bao nhiêu?",
        "Anh Mô và chị Chi cùng đứng tên",
        "Sở KH&CN ở tầng mấy?",
        "Tôi ở lô K 12 khu C",
        "Phí là 50k một bản",
        "Quy định tại các điểm a, d, e, k",
        "h) Bản sao giấy tờ",
        "Gửi về k.e@danang.gov.vn hoặc https://dk.vn/hs/k",
        "Thông tư 01/2024/TT-BTC và mẫu CT01",
        "Giấy phép hạng E",
        "Sổ đỏ đứng tên hai vợ chồng",
        "Căn cước công dân gắn chip",
        "Tôi đang ký hợp đồng",
        "Kê khai từ ngày nào?",
        "Trẻ bị dị tật bẩm sinh",
        "Phòng khám nha khoa",
    ],
)
def test_proper_text_is_left_alone(text: str) -> None:
    assert normalise(text).text == text


def test_the_longest_row_wins() -> None:
    table = SpellingTable(
        [
            Rule("đk", "đăng ký", "abbreviation", "", ""),
            Rule("đk gì để", "điều kiện gì để", "abbreviation", "", ""),
        ]
    )
    assert corrected(table, "có đk gì để nộp, đk ở đâu") == "có điều kiện gì để nộp, đăng ký ở đâu"


def test_two_rows_that_contradict_are_refused() -> None:
    rule = Rule("hs", "hồ sơ", "abbreviation", "", "")
    with pytest.raises(SpellingTableError, match="'hs' stands twice"):
        SpellingTable([rule, Rule("hs", "học sinh", "abbreviation", "", "")])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("hs\thồ sơ\tabbreviation", "4 columns"),
        ("hs\thồ sơ\tslang\t", "unknown kind 'slang'"),
        ("HS\thồ sơ\tabbreviation\t", "'from' must be written as 'hs'"),
        ("hs\t\tabbreviation\t", "'to' is empty"),
        ("hs\ths\tabbreviation\t", "replaced by itself"),
    ],
)
def test_a_wrong_row_is_named_with_its_line(tmp_path: Path, row: str, message: str) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text(f"from\tto\tkind\tnote\n{row}\n", encoding="utf-8")
    with pytest.raises(SpellingTableError, match=f"mine.tsv, line 2: .*{message}"):
        list(read_rules(table))

"""The page of an evaluation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.evaluation import Confusion, Evaluation, Outcome, Seen, Share
from bot.evaluation_report import (
    Calibration,
    CalibrationBin,
    Report,
    SummaryRow,
    SummaryTable,
    evaluation_report,
    page,
    percent,
    write_report,
)

SAID = Seen("procedure", "Thủ tục <C>.", codes=("C",))
MISSED = Outcome('đổi "bằng" <script>alert(1)</script>', ("A",), SAID)
RIGHT = Outcome("làm khai sinh", ("A",), Seen("procedure", "Dạ.", codes=("A",)))
GUESSED = Outcome("mua vé", (), SAID)


def named(code: str) -> str:
    return f"{code} Tên của {code}"


def test_it_shows_what_went_wrong_and_escapes_it() -> None:
    html = page(evaluation_report("câu <hỏi>.tsv", Evaluation((RIGHT, MISSED, GUESSED))), named)
    assert "đổi &#34;bằng&#34; &lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html
    assert "câu &lt;hỏi&gt;.tsv" in html
    assert "Thủ tục &lt;C&gt;." in html
    assert "A Tên của A" in html and "C Tên của C" in html
    assert "Về một thủ tục: 1 câu" in html and "Ngoài phạm vi: 1 câu" in html
    assert "làm khai sinh" not in html


def test_it_shows_the_rows_that_the_command_prints() -> None:
    html = page(evaluation_report("x", Evaluation((RIGHT, MISSED))), named)
    assert "đúng ngay vị trí đầu" in html
    assert "1/2" in html and "50,0%" in html


def test_nothing_wrong_is_said_so() -> None:
    assert "Không có câu nào sai." in page(evaluation_report("x", Evaluation((RIGHT,))), named)


def test_nothing_is_fetched_from_elsewhere() -> None:
    html = page(evaluation_report("x", Evaluation((MISSED,))), named)
    assert not re.search(r"https?://|<script|<link|@import|url\(", html)


def test_targets_calibration_and_confusions_are_drawn() -> None:
    report = Report(
        "Báo cáo",
        tables=[
            SummaryTable("Bảng", ["Loại"], [SummaryRow(["a"], True), SummaryRow(["b"], False)])
        ],
        calibration=Calibration([CalibrationBin(0.9, 1.0, 0.95, Share(3, 4))], 0.2),
        confusions=[Confusion(("A",), "unknown", 7, "ví dụ")],
    )
    html = page(report, named)
    assert "✓ đạt" in html and "✗ chưa" in html
    assert "width:75.0%" in html and "left:95.0%" in html
    assert "không thấy gì" in html and "<td>7</td>" in html


def test_a_page_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BotError, match="Không ghi được"):
        write_report(Report("x"), named, tmp_path / "file" / "page.html")


def test_shares_have_a_decimal_comma() -> None:
    assert percent(0.973) == "97,3%"
    assert percent(float("nan")) == "–"

"""Shows what was measured: tables in the terminal, JSON, and the report as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

from benchmarks.figures import console
from benchmarks.machine import Machine
from benchmarks.understanding.bot_asked import Judged
from benchmarks.understanding.questions import (
    ALARMING_WORDS,
    ASPECT,
    DIALOGUE_ACT,
    EMERGENCY,
    FOLLOW_UP,
    FORMAL,
    LEGAL_DISPUTE,
    NO_DIACRITICS,
    OFFICIAL,
    OUT_OF_SCOPE,
    SITUATION,
    STORY,
    VAGUE,
    WARD,
)
from benchmarks.understanding.summary import LINKING_ROWS, LinkingRow, good, linking_rows, of_rows
from benchmarks.understanding.targets import Check
from bot.evaluation import Confusion, Share
from bot.evaluation_report import (
    Calibration,
    Report,
    SummaryRow,
    SummaryTable,
    interval,
    percent,
    wrong_answer,
)

OURS = "this bot"

# How the report, which is Vietnamese, calls the rows and what is counted in them.
IN_VIETNAMESE = {
    OURS: "Trợ lý này",
    "BM25 over names": "Tìm BM25 theo tên thủ tục",
    "stock Rasa": "Rasa nguyên bản",
    OFFICIAL: "Gọi tên thủ tục",
    SITUATION: "Kể tình huống",
    STORY: "Kể dài dòng",
    FORMAL: "Hỏi như trong thư",
    "noisy: clean": "Viết đúng chính tả",
    "noisy: teencode": "Viết tắt kiểu nhắn tin",
    "noisy: typo": "Gõ sai",
    "noisy: dialect": "Tiếng địa phương",
    "noisy: recogniser": "Máy nghe ghi lại",
    NO_DIACRITICS: "Viết không dấu",
    ASPECT: "Hỏi một khía cạnh",
    ALARMING_WORDS: "Câu thường có chữ đáng ngại",
    FOLLOW_UP: "Hỏi tiếp",
    VAGUE: "Câu chưa rõ",
    OUT_OF_SCOPE: "Ngoài phạm vi",
    LEGAL_DISPUTE: "Tranh chấp, mức phạt",
    EMERGENCY: "Khẩn cấp",
    WARD: "Phường, xã",
    DIALOGUE_ACT: "Lời trong cuộc trò chuyện",
    "in scope": "Mọi câu trong phạm vi",
    "good questions": "Câu viết rõ",
    "all messages": "Mọi tin nhắn",
    "right first": "đúng ngay vị trí đầu",
    "right offered": "đúng trong số được nêu",
    "right of answered outright": "đúng khi trả lời thẳng",
    "answered by an FAQ entry": "trả lời bằng câu hỏi thường gặp",
    "below well written": "kém câu viết đúng",
    "aspect right": "đúng khía cạnh",
    "aspect right, procedure right or offered": "đúng khía cạnh, khi đã nêu đúng thủ tục",
    "procedure and aspect right": "đúng cả thủ tục lẫn khía cạnh",
    "the same, no choice made before": "cũng vậy, khi trước đó không phải chọn",
    "procedure right": "đúng thủ tục",
    "refused": "từ chối",
    "answered outright": "trả lời thẳng",
    "offered a choice": "đưa lựa chọn",
    "asked back or offered a choice": "hỏi lại hoặc đưa lựa chọn",
    "sensible choices": "lựa chọn có thủ tục hợp lý",
    "taken for one, with the number": "nhận ra và nêu đúng số gọi",
    "false alarms": "báo khẩn cấp nhầm",
    "the same, nothing put in to alarm": "như trên, không tính câu cố ý có chữ đáng ngại",
    "taken for what it is": "hiểu đúng là lời gì",
    "right ward": "đúng phường, xã",
    "p50": "thời gian trả lời, trung vị",
    "p95": "thời gian trả lời, 95% số lần",
    "answered with an error": "trả lời là lỗi",
}


@dataclass(frozen=True)
class Measured:
    """All that one run has measured; `systems` has the results of each, this bot's first."""

    machine: Machine
    part: str
    records: int
    systems: Mapping[str, Sequence[Judged]]
    checks: Sequence[Check]
    calibration: Calibration
    confusions: Sequence[Confusion]
    codes_of_no_record: Sequence[str]


def show(measured: Measured) -> None:
    """Print the tables."""
    console.print(str(measured.machine))
    console.print(f"{measured.records} records; part: {measured.part}")
    if measured.codes_of_no_record:
        console.print(f"Expected, but no live record: {', '.join(measured.codes_of_no_record)}")
    for name, results in measured.systems.items():
        if rows := linking_rows(results):
            console.print(_linking_table(name, rows, measured.checks if name == OURS else ()))
    console.print(_check_table(measured))
    if any(found.right.whole for found in measured.calibration.bins):
        console.print(_calibration_table(measured.calibration))
    if measured.confusions:
        console.print(_confusion_table(measured.confusions[:15]))
    missed = [check for check in measured.checks if check.met is False]
    for check in missed:
        console.print(f"MISSED: {check.row}, {check.what}: {check.shown}, target {check.target}")
    if not missed:
        console.print("met: every target of what was asked")


def _linking_table(name: str, rows: Mapping[str, LinkingRow], checks: Sequence[Check]) -> Table:
    table = Table(title=f"{name}: the right procedure", title_justify="left")
    for column in ("kind", "n", "first", "95%", "offered", "outright", "of these right"):
        table.add_column(column, no_wrap=True)
    table.add_column("refused", no_wrap=True)
    if checks:
        table.add_column("target", no_wrap=True)
        table.add_column("met?", no_wrap=True)
    for kind, row in rows.items():
        low, high = row.first.interval()
        own = _targets_of(kind, checks)
        cells = [
            kind,
            str(row.first.whole),
            _percent(row.first),
            f"{low:.0%}–{high:.0%}",
            _percent(row.offered),
            _percent(row.answered),
            _percent(row.right),
            _percent(row.refused),
        ]
        if checks:
            cells.append(" / ".join(check.target for check in own))
            cells.append(_met(all(check.met for check in own) if own else None))
        table.add_row(*cells)
    return table


def _targets_of(row: str, checks: Sequence[Check]) -> list[Check]:
    """The targets of a row that its columns first and offered are measured by."""
    first_and_offered = ("right first", "right offered", "below well written")
    return [check for check in checks if check.row == row and check.what in first_and_offered]


def _check_table(measured: Measured) -> Table:
    table = Table("kind", "what", "n", "figure", "95%", "target", "met?", title="All figures")
    table.title_justify = "left"
    for check in measured.checks:
        low, high = check.share.interval() if check.share else (0.0, 0.0)
        table.add_row(
            check.row,
            check.what,
            f"{check.share.part}/{check.share.whole}" if check.share else "",
            check.shown,
            f"{low:.0%}–{high:.0%}" if check.share else "",
            check.target,
            _met(check.met),
        )
    for name, row, refused in _refusals_of_peers(measured):
        table.add_row(
            row,
            f"refused by {name}",
            f"{refused.part}/{refused.whole}",
            _percent(refused),
            "{:.0%}–{:.0%}".format(*refused.interval()),
        )
    return table


def _refusals_of_peers(measured: Measured) -> list[tuple[str, str, Share]]:
    """What peers refused of what nothing answers, for those that can refuse."""
    return [
        (name, row, refused)
        for name, results in measured.systems.items()
        if name != OURS
        for row in (OUT_OF_SCOPE, LEGAL_DISPUTE)
        if (refused := good(of_rows(results, [row]))).whole
    ]


def _calibration_table(calibration: Calibration) -> Table:
    title = f"Confidence and being right; expected calibration error {calibration.error:.1%}"
    table = Table("confidence", "n", "mean", "right", title=title, title_justify="left")
    for found in calibration.bins:
        mean = f"{found.confidence:.0%}" if found.right.whole else "–"
        table.add_row(
            f"{found.low:.1f}–{found.high:.1f}",
            str(found.right.whole),
            mean,
            _percent(found.right),
        )
    return table


def _confusion_table(confusions: Sequence[Confusion]) -> Table:
    table = Table("expected", "got", "times", "for example", title="Taken for another, most often")
    table.title_justify = "left"
    for pair in confusions:
        table.add_row("|".join(pair.expected), pair.got, str(pair.count), pair.example)
    return table


def _percent(share: Share) -> str:
    return f"{share.fraction:.1%}" if share.whole else "–"


def _met(met: bool | None) -> str:
    return {None: "", True: "yes", False: "NO"}[met]


def as_json(measured: Measured) -> dict[str, Any]:
    """All figures, and what went wrong, for `--json`."""
    return {
        "machine": asdict(measured.machine),
        "part": measured.part,
        "records": measured.records,
        "systems": {
            name: {row: _row_as_json(figures) for row, figures in linking_rows(results).items()}
            for name, results in measured.systems.items()
        },
        "refused_by_peers": [
            {"system": name, "row": row, **_share_as_json(refused)}
            for name, row, refused in _refusals_of_peers(measured)
        ],
        "checks": [
            {
                "row": check.row,
                "what": check.what,
                **(_share_as_json(check.share) if check.share else {"value": check.value}),
                "target": check.target,
                "met": check.met,
            }
            for check in measured.checks
        ],
        "calibration": asdict(measured.calibration),
        "confusions": [asdict(pair) for pair in measured.confusions],
        "wrong": [
            {
                "row": result.row,
                "question": result.question,
                "before": result.before,
                "wanted": result.wanted,
                "kind": result.seen.kind,
                "codes": result.seen.codes,
                "aspects": result.seen.aspects,
                "wards": result.seen.wards,
            }
            for result in measured.systems[OURS]
            if not result.good
        ],
    }


def _row_as_json(row: LinkingRow) -> dict[str, Any]:
    return {name: _share_as_json(Share(*value)) for name, value in asdict(row).items()}


def _share_as_json(share: Share) -> dict[str, Any]:
    return {
        "part": share.part,
        "whole": share.whole,
        "interval": [round(bound, 4) for bound in share.interval()],
    }


def report(measured: Measured) -> Report:
    """What the page shows."""
    wrong: dict[str, list[Any]] = {}
    for result in measured.systems[OURS]:
        if not result.good:
            answer = wrong_answer(result, result.wanted, result.before)
            wrong.setdefault(IN_VIETNAMESE[result.row], []).append(answer)
    return Report(
        title="Trợ lý hiểu người dân đến đâu",
        notes=[
            f"{measured.records} hồ sơ; phần câu hỏi: {measured.part}.",
            f"Máy đo: {measured.machine}.",
            "Mỗi câu là một cuộc trò chuyện mới; chấm theo câu trả lời mà người dân nhìn thấy.",
        ],
        tables=[
            *(
                _linking_summary(name, rows, measured.checks if name == OURS else ())
                for name, results in measured.systems.items()
                if (rows := linking_rows(results))
            ),
            _check_summary(measured),
        ],
        calibration=measured.calibration,
        confusions=measured.confusions,
        wrong=wrong,
    )


def _linking_summary(
    name: str, rows: Mapping[str, LinkingRow], checks: Sequence[Check]
) -> SummaryTable:
    columns = [
        "Loại câu",
        "Số câu",
        "Đúng đầu tiên",
        "Khoảng 95%",
        "Đúng trong số nêu",
        "Trả lời thẳng",
        "Thẳng mà đúng",
        "Từ chối",
        "Mục tiêu",
    ]
    summary = []
    for kind in (row for row in LINKING_ROWS if row in rows):
        row, own = rows[kind], _targets_of(kind, checks)
        summary.append(
            SummaryRow(
                [
                    IN_VIETNAMESE[kind],
                    str(row.first.whole),
                    percent(row.first.fraction),
                    interval(row.first),
                    percent(row.offered.fraction),
                    percent(row.answered.fraction),
                    percent(row.right.fraction),
                    percent(row.refused.fraction),
                    " / ".join(_in_vietnamese(check.target) for check in own),
                ],
                all(check.met for check in own) if own else None,
            )
        )
    return SummaryTable(f"{IN_VIETNAMESE[name]}: tìm đúng thủ tục", columns, summary)


def _check_summary(measured: Measured) -> SummaryTable:
    rows = [
        SummaryRow(
            [
                f"{IN_VIETNAMESE[check.row]}: {IN_VIETNAMESE[check.what]}",
                f"{check.share.part}/{check.share.whole}" if check.share else "",
                _in_vietnamese(check.shown),
                interval(check.share) if check.share else "",
                _in_vietnamese(check.target),
            ],
            check.met,
        )
        for check in measured.checks
    ]
    rows += [
        SummaryRow(
            [
                f"{IN_VIETNAMESE[row]}: {IN_VIETNAMESE[name]} từ chối",
                f"{refused.part}/{refused.whole}",
                percent(refused.fraction),
                interval(refused),
                "",
            ]
        )
        for name, row, refused in _refusals_of_peers(measured)
    ]
    columns = ["Đo gì", "Số câu", "Kết quả", "Khoảng 95%", "Mục tiêu"]
    return SummaryTable("Các số đo khác và mục tiêu", columns, rows)


def _in_vietnamese(figure: str) -> str:
    """A figure with a decimal comma and the Vietnamese word for its unit."""
    return figure.replace(".", ",").replace("points", "điểm")

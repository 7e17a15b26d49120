"""The report of an evaluation: one HTML page that needs nothing from elsewhere.

`bot evaluate --html` and `python -m benchmarks.understanding --html` fill the same page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from actions.answer import Aspect, Kind
from actions.procedure_answer import ASPECT_TITLES
from bot.errors import BotError
from bot.evaluation import Confusion, Evaluation, Outcome, Seen, Share, confusions
from knowledge.library import Library

TEMPLATE = Path(__file__).with_suffix(".html.jinja")

KINDS_IN_WORDS = {
    Kind.PROCEDURE: "trả lời thẳng",
    Kind.CHOICE: "đưa lựa chọn",
    Kind.CLARIFY: "hỏi lại",
    Kind.FAQ: "câu hỏi thường gặp",
    Kind.DOSSIER_STATUS: "tình trạng hồ sơ",
    Kind.DOSSIER_VERIFY: "hỏi mã hồ sơ",
    Kind.OFFICE: "nơi nộp hồ sơ",
    Kind.MENU: "giới thiệu trợ lý",
    Kind.GREETING: "chào",
    Kind.SMALLTALK: "chuyện trò",
    Kind.HANDOFF: "chuyển người hỗ trợ",
    Kind.EMERGENCY: "báo gọi khẩn cấp",
    Kind.FEEDBACK: "nhận phản ánh",
    Kind.OUT_OF_SCOPE: "báo ngoài phạm vi",
    Kind.UNKNOWN: "không thấy gì",
    Kind.ERROR: "lỗi",
}
_KINDS_BY_VALUE = {kind.value: words for kind, words in KINDS_IN_WORDS.items()}


@dataclass(frozen=True)
class SummaryRow:
    """The cells of a row, and whether its target is met; None where it has no target."""

    cells: Sequence[str]
    met: bool | None = None


@dataclass(frozen=True)
class SummaryTable:
    """A table of the summary; a column «Đạt» is added where some row has a target."""

    title: str
    columns: Sequence[str]
    rows: Sequence[SummaryRow]
    note: str = ""

    @property
    def has_targets(self) -> bool:
        return any(row.met is not None for row in self.rows)


@dataclass(frozen=True)
class CalibrationBin:
    """The answers whose confidence lay between `low` and `high`, and how many were right."""

    low: float
    high: float
    confidence: float
    right: Share


@dataclass(frozen=True)
class Calibration:
    """How confidence and being right go together; `error` is the expected calibration error."""

    bins: Sequence[CalibrationBin]
    error: float


@dataclass(frozen=True)
class WrongAnswer:
    """A question that went wrong: what was said before it, what was wanted, what was got."""

    question: str
    wanted: Sequence[str]
    got: Sequence[str]
    text: str
    before: Sequence[str] = ()


@dataclass(frozen=True)
class Report:
    """What the page shows, from top to bottom."""

    title: str
    notes: Sequence[str] = ()
    tables: Sequence[SummaryTable] = ()
    calibration: Calibration | None = None
    confusions: Sequence[Confusion] = ()
    wrong: Mapping[str, Sequence[WrongAnswer]] = field(default_factory=dict)


def write_report(report: Report, named: Callable[[str], str], path: Path) -> None:
    """Write the page to `path`; `named` gives a code with its name. Raises `BotError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(report, named), encoding="utf-8")
    except OSError as error:
        raise BotError(f"Không ghi được {path}: {error.strerror}.") from error


def page(report: Report, named: Callable[[str], str]) -> str:
    """The page as HTML; whatever comes from outside is escaped."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATE.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["percent"] = percent
    # A confusion may be with a sort of answer, such as a refusal, in place of a code.
    templates.filters["named"] = lambda word: _KINDS_BY_VALUE.get(word) or named(word)
    return templates.get_template(TEMPLATE.name).render(report=report)


def evaluation_report(title: str, evaluation: Evaluation) -> Report:
    """What `bot evaluate` reports of a file of questions."""
    groups: dict[str, list[WrongAnswer]] = {}
    for outcome in evaluation.wrong():
        group = "Về một thủ tục" if outcome.expected else "Ngoài phạm vi"
        groups.setdefault(group, []).append(wrong_answer(outcome))
    rows = [
        SummaryRow([name, f"{share.part}/{share.whole}", percent(share.fraction), interval(share)])
        for name, share in evaluation.shares().items()
    ]
    return Report(
        title=f"Đo mức hiểu câu hỏi: {title}",
        notes=[f"{len(evaluation.outcomes)} câu, mỗi câu là một cuộc trò chuyện mới."],
        tables=[SummaryTable("Tóm tắt", ["Kết quả", "Số câu", "Tỉ lệ", "Khoảng 95%"], rows)],
        confusions=confusions(evaluation.outcomes),
        wrong=groups,
    )


def wrong_answer(
    outcome: Outcome, wanted: Sequence[str] = (), before: Sequence[str] = ()
) -> WrongAnswer:
    """How the page shows an outcome; `wanted` where that is not codes or a refusal."""
    return WrongAnswer(
        question=outcome.question,
        wanted=wanted or outcome.expected or ["từ chối"],
        got=[
            seen_in_words(outcome.seen),
            *outcome.seen.codes,
            *outcome.seen.wards,
            *(aspect_in_words(aspect) for aspect in outcome.seen.aspects),
        ],
        text=outcome.seen.text,
        before=before,
    )


def seen_in_words(seen: Seen) -> str:
    """What sort of answer was seen."""
    return KINDS_IN_WORDS[Kind(seen.kind)]


def aspect_in_words(aspect: str) -> str:
    """What an aspect is called on the page."""
    return ASPECT_TITLES[Aspect(aspect)]


def names_of(library: Library) -> Callable[[str], str]:
    """Tells the name of the procedure or FAQ entry with a code; other words stay as they are."""

    def named(code: str) -> str:
        procedure, entry = library.procedure(code), library.faq(code)
        if procedure is not None:
            return f"{code} {procedure[0].name}"
        return f"{code} {entry[0].question}" if entry is not None else code

    return named


def percent(fraction: float) -> str:
    """`97,3%`; a dash for nan, the share of none."""
    return "–" if fraction != fraction else f"{fraction:.1%}".replace(".", ",")


def interval(share: Share) -> str:
    """The 95% interval of a share, `86–98%`; a dash for the share of none."""
    low, high = share.interval()
    return f"{low * 100:.0f}–{high * 100:.0f}%" if share.whole else "–"

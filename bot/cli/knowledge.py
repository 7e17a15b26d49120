"""`bot knowledge`: import, validate, search, show and export records."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Column, Table

from bot.cli.console import problems, results
from bot.preparation import prepare_database, prepared_library
from knowledge.errors import RecordNotFound
from knowledge.importing import SEEDS, ImportReport, import_paths
from knowledge.store import KnowledgeStore, Outcome, title_of
from knowledge.validation import concerns_in_words, missing_parts
from settings import get_settings

app = typer.Typer(help="Hồ sơ thủ tục và câu hỏi thường gặp.", no_args_is_help=True)

SHOWN_REFUSALS = 50
# Where each kind of record is written by `export`.
FOLDERS = {"procedure": "procedures", "faq": "faq", "ward": "wards"}
# The linker is calibrated on the records that were there when it was trained.
MANY_NEW = 500


@app.command("import")
def import_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Tệp hoặc thư mục; bỏ trống thì nạp hồ sơ gốc của dự án."),
    ] = None,
) -> None:
    """Nạp hồ sơ từ tệp YAML hoặc từ dữ liệu cổng dịch vụ công, rồi in bảng đếm."""
    missing = [path for path in paths or [] if not path.exists()]
    if missing:
        raise RecordNotFound(f"Không thấy tệp hoặc thư mục: {', '.join(map(str, missing))}.")
    store = KnowledgeStore(prepare_database(get_settings()))
    started = time.perf_counter()
    with problems.status("Đang nạp hồ sơ…"):
        report = import_paths(paths or [SEEDS], store)
    _print_report(report, time.perf_counter() - started)
    new = sum(tally.outcomes[Outcome.NEW] for tally in report.corpora.values())
    if new >= MANY_NEW:
        problems.print(
            "Hồ sơ mới có hiệu lực ngay. Vì thêm nhiều hồ sơ, nên chạy `bot train` một lần để trợ "
            "lý cân lại độ chắc chắn khi chọn thủ tục."
        )
    if report.refused and not any(tally.outcomes for tally in report.corpora.values()):
        raise typer.Exit(1)


@app.command()
def validate(
    code: Annotated[str | None, typer.Argument(help="Chỉ xem một mã thủ tục.")] = None,
    limit: Annotated[int, typer.Option(help="In nhiều nhất từng này hồ sơ.")] = 40,
) -> None:
    """Cho biết hồ sơ nào thiếu gì và hồ sơ nào cần cán bộ xác minh."""
    library = prepared_library(get_settings())
    records = [
        published
        for published in library.store.published()
        if code is None or published.key == code
    ]
    if not records:
        raise RecordNotFound(f"Không có hồ sơ «{code}».")
    lacking, concerns = Counter[str](), Counter[str]()
    rows = []
    for published in records:
        missing, to_verify = missing_parts(published.record), concerns_in_words(published.record)
        lacking.update(missing)
        concerns.update(to_verify)
        if missing or to_verify:
            rows.append((published.key, ", ".join(missing), ", ".join(to_verify)))
    table = Table("Mã", "Còn thiếu", "Cần xác minh")
    for row in rows[:limit]:
        table.add_row(*row)
    results.print(table)
    if len(rows) > limit:
        results.print(f"… và {len(rows) - limit} hồ sơ nữa; xem thêm bằng --limit.")
    summary = Table("Mục", "Số hồ sơ", title=f"{len(records)} hồ sơ đang hiệu lực")
    for name, count in lacking.most_common():
        summary.add_row(f"thiếu {name}", str(count))
    for name, count in concerns.most_common():
        summary.add_row(f"cần xác minh: {name}", str(count))
    results.print(summary)


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="Câu hỏi, có dấu hay không dấu.")],
    limit: Annotated[int, typer.Option(min=1, max=50)] = 10,
) -> None:
    """Tìm hồ sơ theo tên, tên gọi khác và nội dung."""
    library = prepared_library(get_settings())
    started = time.perf_counter()
    hits = library.search(question, limit)
    milliseconds = (time.perf_counter() - started) * 1000
    table = Table("Điểm", "Mã", "Tên", "Khớp với", title=f"{milliseconds:.1f} ms")
    for hit in hits:
        name = title_of(hit.record)
        matched = "" if hit.matched == name else hit.matched
        table.add_row(f"{hit.score:.2f}", hit.key, escape(name), escape(matched))
    results.print(table if hits else "Không tìm thấy hồ sơ nào.")


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="Mã thủ tục hoặc khóa câu hỏi.")],
    version: Annotated[int | None, typer.Option(help="Phiên bản; mặc định bản hiệu lực.")] = None,
    sources: Annotated[bool, typer.Option(help="In cả từng nguồn trước khi gộp.")] = False,
) -> None:
    """In một hồ sơ như tệp YAML, kèm các phiên bản của nó."""
    from knowledge.importers.seed_files import dump

    store = KnowledgeStore(prepare_database(get_settings()))
    kind = _kind(store, code)
    published = store.get(kind, code, version)
    table = Table("Phiên bản", "Trạng thái", "Người soạn", "Người duyệt", "Lúc", "Ghi chú")
    for entry in store.versions(kind, code):
        table.add_row(
            str(entry.version),
            entry.state.value,
            escape(entry.author),
            escape(entry.reviewer or ""),
            f"{entry.created_at:%d/%m/%Y %H:%M}",
            escape(entry.note),
        )
    results.print(table)
    # Written as it is: a line that is wrapped is no longer YAML.
    results.out(dump(published.record), highlight=False)
    if sources:
        for corpus, item in store.sources(kind, code):
            results.rule(corpus)
            results.out(dump(item), highlight=False)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Thư mục để ghi, mỗi thủ tục một tệp YAML.")],
) -> None:
    """Ghi mọi hồ sơ đang hiệu lực ra tệp YAML mà cán bộ đọc và sửa được."""
    from knowledge.importers.seed_files import dump

    store = KnowledgeStore(prepare_database(get_settings()))
    count = 0
    for published in store.published():
        target = folder / FOLDERS[published.kind] / f"{published.key}.yml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dump(published.record), encoding="utf-8")
        count += 1
    results.print(f"Đã ghi {count} hồ sơ vào {folder}.", markup=False)


def _kind(store: KnowledgeStore, key: str) -> str:
    for kind in FOLDERS:
        try:
            store.versions(kind, key)
        except RecordNotFound:
            continue
        return kind
    raise RecordNotFound(f"Không có hồ sơ «{key}».")


def _print_report(report: ImportReport, seconds: float) -> None:
    counts = ["Đã đọc", "Mới", "Thay đổi", "Không đổi", "Chờ duyệt", "Từ chối"]
    # The name of a corpus stays whole where the screen is narrow; the headings wrap instead.
    table = Table(Column("Nguồn", no_wrap=True), *counts, title=f"Nạp xong sau {seconds:.1f} giây")
    total = [0] * len(counts)
    for corpus, tally in report.corpora.items():
        numbers = [
            tally.read,
            tally.outcomes[Outcome.NEW],
            tally.outcomes[Outcome.CHANGED],
            tally.outcomes[Outcome.UNCHANGED],
            tally.outcomes[Outcome.AWAITS_REVIEW],
            len(tally.refusals),
        ]
        total = [before + now for before, now in zip(total, numbers, strict=True)]
        table.add_row(escape(corpus), *map(str, numbers))
    table.add_section()
    table.add_row("Cộng", *map(str, total))
    results.print(table)
    repairs = Table("Đã sửa", *map(escape, report.corpora))
    kinds = Counter[str]()
    for tally in report.corpora.values():
        kinds.update(tally.repairs)
    for kind, _ in kinds.most_common():
        repairs.add_row(kind, *(str(tally.repairs[kind]) for tally in report.corpora.values()))
    if kinds:
        results.print(repairs)
    refusals = [refusal for tally in report.corpora.values() for refusal in tally.refusals]
    if refusals:
        listed = Table("Tệp", "Dòng", "Lý do từ chối")
        for refusal in refusals[:SHOWN_REFUSALS]:
            listed.add_row(escape(refusal.path.name), str(refusal.line), escape(refusal.reason))
        results.print(listed)

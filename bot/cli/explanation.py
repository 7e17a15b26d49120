"""`bot explain`: each step from a question to the decision, for staff who ask why."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from bot.cli.console import results

RANKED = 5


def register(app: typer.Typer) -> None:
    app.command("explain")(explain)


def explain(
    question: Annotated[str, typer.Argument(help="Câu hỏi, như người dân gõ.")],
    json: Annotated[bool, typer.Option("--json", help="In ra JSON.")] = False,
) -> None:
    """Cho xem từng bước: câu đã chuẩn hóa, từ, ý định, hồ sơ tìm được và lý do, quyết định."""
    from bot.cli.conversation import started_runtime
    from knowledge.everyday import in_official_words
    from vietnamese.segmentation import segment

    runtime = started_runtime()
    parsed = asyncio.run(runtime.parse(question))
    runtime.stop()
    text = parsed.get("normalised_text") or question
    steps = {
        "Câu gốc": question,
        "Chuẩn hóa": text,
        "Từ": " | ".join(found.text for found in segment(text)),
        "Nói theo lời hồ sơ": in_official_words(text) or "(không đổi)",
        "Phường, xã": ", ".join(entity["name"] for entity in parsed["entities"]) or "(không có)",
        "Ý định": _intent(parsed["intent"]),
    }
    if json:
        results.print_json(data={"steps": steps, "parsed": parsed})
        return
    for name, value in steps.items():
        results.print(f"[bold]{name}:[/] {escape(value)}", soft_wrap=True)
    results.print(_intents(parsed))
    results.print(_candidates(parsed["link"]))
    results.print(f"[bold]Quyết định:[/] {DECISIONS[parsed['link']['decision']]}")
    if asked := parsed.get("aspects_asked"):
        results.print(f"[bold]Hỏi nhiều mặt:[/] {', '.join(asked)}")


DECISIONS = {
    "answer": "trả lời thẳng theo hồ sơ đứng đầu",
    "choose": "đưa ra để người dân chọn",
    "unknown": "nhận là không biết",
}
REASON_NAMES = {
    "search": "tìm theo tên",
    "everyday": "tìm theo lời hồ sơ",
    "learnt": "học từ câu mẫu",
    "nearest": "câu mẫu gần nhất",
    "traits_agree": "đặc điểm khớp",
    "traits_extra": "đặc điểm thừa",
}


def _intent(intent: dict[str, Any]) -> str:
    return f"{intent['name']} ({intent['confidence']:.0%})"


def _intents(parsed: dict[str, Any]) -> Table:
    table = Table("Ý định", "Độ chắc", title="Bộ phân loại")
    for intent in parsed.get("intent_ranking", [])[:RANKED]:
        table.add_row(intent["name"], f"{intent['confidence']:.0%}")
    return table


def _candidates(link: dict[str, Any]) -> Table:
    table = Table("Mã", "Tên", "Độ chắc", "Lý do", "Câu mẫu gần nhất", title="Hồ sơ")
    for found in link["candidates"]:
        reasons = ", ".join(
            f"{REASON_NAMES[name]} {value:g}" for name, value in found["reasons"].items()
        )
        table.add_row(
            found["key"],
            escape(found["name"]),
            f"{found['confidence']:.0%}",
            reasons,
            escape(found["utterance"]),
        )
    return table

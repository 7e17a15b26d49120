"""The whole evaluation over a handful of questions, with the real assistant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.machine import Machine
from benchmarks.understanding.output import OURS, as_json, report, show
from benchmarks.understanding.peers import bm25_over_names
from benchmarks.understanding.questions import (
    ALARMING_WORDS,
    ASPECT,
    DIALOGUE_ACT,
    EMERGENCY,
    FOLLOW_UP,
    FORMAL,
    KINDS,
    LEGAL_DISPUTE,
    NO_DIACRITICS,
    NOISY,
    OFFICIAL,
    OUT_OF_SCOPE,
    SITUATION,
    STORY,
    VAGUE,
    WARD,
)
from benchmarks.understanding.run import Questions, ask_this_bot, measured
from bot.evaluation_report import names_of, page
from bot.runtime import Runtime
from knowledge.library import Library

MARRIAGE = "1.000894"
BIRTH = "1.001193"
# Said with a code that no record has, so it cannot be right.
NEVER_RIGHT = "đăng ký <b>kết hôn</b> & làm giấy cưới"

FILES = {
    OFFICIAL: f"đăng ký kết hôn\t{MARRIAGE}\n{NEVER_RIGHT}\t9.999999\n",
    SITUATION: f"vợ tui mới sinh em bé, làm giấy khai sinh cho con\t{BIRTH}\n",
    STORY: (
        "Vợ tui mới sinh em bé ở bệnh viện Phụ sản. Hai vợ chồng cưới năm ngoái, giấy tờ đủ cả. "
        f"Cho hỏi làm giấy khai sinh cho con cần giấy tờ gì?\t{BIRTH}\tdocuments\n"
    ),
    FORMAL: f"Trường hợp nào phải đăng ký kết hôn tại phường?\t{MARRIAGE}\n",
    NOISY: "".join(
        f"đăng ký kết hôn ở phường\t{MARRIAGE}\t{form}\n"
        for form in ("clean", "teencode", "typo", "dialect", "recogniser")
    ),
    ASPECT: f"đăng ký kết hôn cần giấy tờ gì\t{MARRIAGE}\tdocuments\n",
    ALARMING_WORDS: f"đăng ký kết hôn, nhà bị cháy mất giấy tờ\t{MARRIAGE}\n",
    FOLLOW_UP: f"đăng ký kết hôn\t{MARRIAGE}\toverview\nlệ phí bao nhiêu\t{MARRIAGE}\tfee\n",
    VAGUE: f"làm giấy\t{BIRTH}|{MARRIAGE}\n",
    OUT_OF_SCOPE: "hôm nay trời có mưa không\t\n",
    LEGAL_DISPUTE: "hàng xóm lấn đất thì kiện ở đâu\t\n",
    EMERGENCY: "cháy nhà, cứu với\t114\n",
    WARD: "phường Thạch Thang giờ là phường nào\tPhường Hải Châu\n",
    DIALOGUE_ACT: "cảm ơn em nhiều\tthank\nnói lại giùm đi\tgreet\n",
}


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Questions:
    folder = tmp_path_factory.mktemp("questions")
    for kind, lines in FILES.items():
        (folder / f"{kind}.tsv").write_text(f"# part: test\n{lines}", encoding="utf-8")
    return Questions.read(KINDS, "test", folder)


@pytest.mark.slow
async def test_every_kind_is_asked_judged_and_reported(
    runtime: Runtime,
    library: Library,
    questions: Questions,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    replies = await ask_this_bot(runtime, questions)
    peers = [bm25_over_names(library.procedures())]
    figures = measured(replies, peers, questions, "test", library, Machine.now())

    by_question = {(result.row, result.question): result for result in replies.results}
    assert by_question[OFFICIAL, "đăng ký kết hôn"].good
    assert by_question[NO_DIACRITICS, "dang ky ket hon"].good
    assert by_question[ASPECT, "đăng ký kết hôn cần giấy tờ gì"].aspect_is_right
    assert by_question[FOLLOW_UP, "lệ phí bao nhiêu"].good
    assert by_question[EMERGENCY, "cháy nhà, cứu với"].good
    assert by_question[WARD, "phường Thạch Thang giờ là phường nào"].good
    assert by_question[DIALOGUE_ACT, "cảm ơn em nhiều"].good
    assert not by_question[DIALOGUE_ACT, "nói lại giùm đi"].good
    assert by_question[OUT_OF_SCOPE, "hôm nay trời có mưa không"].good
    assert not by_question[OFFICIAL, NEVER_RIGHT].good
    assert all(result.seen.milliseconds > 0 for result in replies.results)
    assert {made.row for made in figures.checks} >= set(FILES) - {NOISY, ALARMING_WORDS}
    assert figures.codes_of_no_record == ["9.999999"]
    asked_of_search = {result.row for result in figures.systems["BM25 over names"]}
    assert {OFFICIAL, ASPECT, NO_DIACRITICS, "noisy: typo"} <= asked_of_search
    assert asked_of_search.isdisjoint(
        {OUT_OF_SCOPE, EMERGENCY, WARD, FOLLOW_UP, VAGUE, DIALOGUE_ACT}
    )

    show(figures)
    printed = capsys.readouterr().out
    assert "this bot: the right procedure" in printed
    assert "BM25 over names: the right procedure" in printed
    assert "MISSED: official, right first: 50.0%, target ≥ 95%" in printed

    kept = json.loads(json.dumps(as_json(figures)))
    assert kept["systems"][OURS][OFFICIAL]["first"]["part"] == 1
    assert NEVER_RIGHT in [wrong["question"] for wrong in kept["wrong"]]

    html = page(report(figures), names_of(library))
    assert "đăng ký &lt;b&gt;kết hôn&lt;/b&gt; &amp; làm giấy cưới" in html
    assert NEVER_RIGHT not in html
    assert "Độ tin cậy" in html

"""The peers: search alone, and what a stock Rasa project would say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from benchmarks.understanding.peers import bm25_over_names
from benchmarks.understanding.stock_peer import (
    by_intent,
    seen_of,
    taught_utterances,
    write_project,
)
from knowledge.library import Library


def test_search_alone_answers_with_its_best_and_offers_four(library: Library) -> None:
    seen = bm25_over_names(library.procedures()).answer("dang ky ket hon")
    assert seen.kind == "procedure"
    assert len(seen.codes) == 4
    assert "1.000894" in seen.codes


def test_search_alone_finds_nothing_without_a_word(library: Library) -> None:
    seen = bm25_over_names(library.procedures()).answer("?!")
    assert (seen.kind, seen.codes) == ("unknown", ())


def test_stock_rasa_learns_one_intent_for_each_procedure() -> None:
    taught = by_intent(
        [
            ("cưới", "ask_procedure", "1.1"),
            ("cưới mất bao nhiêu", "ask_fee", "1.1"),
            ("phí bao nhiêu", "ask_fee", None),
            ("làm giấy", "ask_procedure", "none"),
            ("chào", "greet", None),
            ("chào em", "greet", None),
            ("chỉ một câu", "ask_procedure", "2.2"),
        ]
    )
    assert taught == {"procedure_1.1": ["cưới", "cưới mất bao nhiêu"], "greet": ["chào", "chào em"]}


def test_stock_rasa_is_taught_what_this_bot_is_taught() -> None:
    taught = taught_utterances()
    assert len(taught["procedure_1.000894"]) >= 5
    assert {"greet", "out_of_scope", "emergency"} <= set(taught)
    assert "ask_fee" not in taught


def test_its_project_is_rasas_default_over_those_utterances(tmp_path: Path) -> None:
    write_project(tmp_path / "stock", {"greet": ["chào", "chào em"]}, epochs=3)
    nlu = yaml.safe_load((tmp_path / "stock" / "data" / "nlu.yml").read_text(encoding="utf-8"))
    assert nlu["nlu"] == [{"intent": "greet", "examples": "- chào\n- chào em\n"}]
    config = yaml.safe_load((tmp_path / "stock" / "config.yml").read_text(encoding="utf-8"))
    diet = next(part for part in config["pipeline"] if part["name"] == "DIETClassifier")
    assert diet["epochs"] == 3
    assert config["pipeline"][-1]["name"] == "FallbackClassifier"


@pytest.mark.parametrize("intent", ["greet", "nlu_fallback", None])
def test_stock_rasa_refuses_what_it_takes_for_no_procedure(intent: str | None) -> None:
    assert seen_of({"intent": {"name": intent}}).codes == ()
    assert seen_of({"intent": {"name": "procedure_1.1"}}).codes == ("1.1",)

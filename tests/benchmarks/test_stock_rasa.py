"""The project that stands for `rasa init`."""

from __future__ import annotations

from pathlib import Path

import yaml

from benchmarks.stock_rasa import stock_config, write_project


def test_the_pipeline_and_policies_are_rasas_own() -> None:
    config = stock_config()
    names = [component["name"] for component in config["pipeline"]]
    assert names == [
        "WhitespaceTokenizer",
        "RegexFeaturizer",
        "LexicalSyntacticFeaturizer",
        "CountVectorsFeaturizer",
        "CountVectorsFeaturizer",
        "DIETClassifier",
        "EntitySynonymMapper",
        "ResponseSelector",
        "FallbackClassifier",
    ]
    assert {policy["name"]: policy.get("epochs") for policy in config["policies"]} == {
        "MemoizationPolicy": None,
        "RulePolicy": None,
        "UnexpecTEDIntentPolicy": 100,
        "TEDPolicy": 100,
    }


def test_a_quick_look_changes_epochs_alone() -> None:
    quick, full = stock_config(epochs=3), stock_config()
    assert {part["epochs"] for part in quick["pipeline"] if "epochs" in part} == {3}
    for component in [*quick["pipeline"], *quick["policies"]]:
        if "epochs" in component:
            component["epochs"] = 100
    assert quick == full


def test_the_project_has_this_bots_data_and_its_own_action_server(tmp_path: Path) -> None:
    write_project(tmp_path, stock_config(), 5999)
    endpoints = yaml.safe_load((tmp_path / "endpoints.yml").read_text())
    assert endpoints == {"action_endpoint": {"url": "http://127.0.0.1:5999/webhook"}}
    assert (tmp_path / "data" / "core" / "rules.yml").is_file()
    assert (tmp_path / "domain.yml").is_file()

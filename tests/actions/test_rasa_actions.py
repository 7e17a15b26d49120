"""The actions as Rasa calls them: rasa-sdk's executor, given the JSON of a tracker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor
from ruamel.yaml import YAML

from actions.answer import Answer, Kind
from knowledge.library import Library
from knowledge.store import KnowledgeStore
from settings import ROOT, get_settings
from tests.actions.publishing import published
from tests.actions.sample_records import COMPLETE

BIRTH = "1.001193"
# What the linker leaves on a question that names nothing.
BARE = {"decision": "unknown", "candidates": [], "bare": True}
Executed = dict[str, Any]


@pytest.fixture(scope="module")
def executor() -> ActionExecutor:
    found = ActionExecutor()
    found.register_package("actions")
    return found


@pytest.fixture(autouse=True)
def records(library: Library) -> Library:
    """The actions open the library by the settings; it must be filled."""
    return library


def call(
    action: str,
    text: str = "",
    intent: str = "",
    link: dict[str, Any] | None = None,
    slots: dict[str, Any] | None = None,
    events: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """The request that Rasa sends to an action server."""
    return {
        "next_action": action,
        "sender_id": "citizen",
        "domain": {},
        "version": "3.6.21",
        "tracker": {
            "sender_id": "citizen",
            "slots": {"procedure": None, "aspect": None, "options": None, **(slots or {})},
            "latest_message": {
                "text": text,
                "normalised_text": text,
                "intent": {"name": intent, "confidence": 0.9},
                "intent_ranking": [],
                "entities": [],
                "link": link or {"decision": "unknown", "candidates": []},
            },
            "latest_event_time": 0.0,
            "followup_action": None,
            "paused": False,
            "events": events or [],
            "latest_input_channel": "rest",
            "active_loop": {},
            "latest_action": {},
            "latest_action_name": None,
        },
    }


def link_to(code: str) -> dict[str, Any]:
    return {"decision": "answer", "candidates": [{"kind": "procedure", "key": code, "name": ""}]}


def answer_in(executed: Executed) -> Answer:
    [response] = executed["responses"]
    answer = Answer.model_validate(response["custom"])
    assert response["text"] == answer.text
    assert response["buttons"] == [
        {"title": suggestion.title, "payload": suggestion.message}
        for suggestion in answer.suggestions
    ]
    return answer


def slots_in(executed: Executed) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in executed["events"]}


def test_every_action_of_the_domain_is_registered(executor: ActionExecutor) -> None:
    domain = YAML(typ="safe").load(ROOT / "domain.yml")
    assert set(domain["actions"]) == set(executor.actions)


async def test_a_question_is_answered_and_remembered(executor: ActionExecutor) -> None:
    executed = await executor.run(
        call("action_answer", "làm khai sinh ở đâu", "ask_place", link_to(BIRTH))
    )
    answer = answer_in(executed)
    assert answer.procedure is not None
    assert answer.procedure.code == BIRTH
    assert slots_in(executed) == {
        "procedure": BIRTH,
        "options": None,
        "aspect": None,
        "topics": [BIRTH],
    }


async def test_a_follow_up_reads_the_topic_from_the_slots(executor: ActionExecutor) -> None:
    executed = await executor.run(
        call("action_answer", "lệ phí?", "ask_fee", BARE, slots={"procedure": BIRTH})
    )
    answer = answer_in(executed)
    assert answer.procedure is not None
    assert (answer.procedure.code, answer.aspect) == (BIRTH, "fee")


async def test_an_option_is_chosen_from_the_slots(executor: ActionExecutor) -> None:
    options = [
        {"kind": "procedure", "key": BIRTH, "name": "Đăng ký khai sinh"},
        {"kind": "procedure", "key": "1.000894", "name": "Đăng ký kết hôn"},
    ]
    executed = await executor.run(
        call("action_choose", "số hai", "choose_option", slots={"options": options})
    )
    assert slots_in(executed)["procedure"] == "1.000894"


async def test_options_are_denied(executor: ActionExecutor) -> None:
    options = [{"kind": "procedure", "key": BIRTH, "name": "Đăng ký khai sinh"}]
    executed = await executor.run(
        call("action_deny", "không phải", "deny", slots={"options": options})
    )
    assert answer_in(executed).kind is Kind.CLARIFY
    assert slots_in(executed)["options"] is None


async def test_the_last_answer_is_repeated_even_with_small_talk_after_it(
    executor: ActionExecutor,
) -> None:
    said = Answer(kind=Kind.FAQ, text="Dạ, được ạ.")
    events = [
        {"event": "user", "text": "được không"},
        {"event": "bot", "text": said.text, "data": {"custom": said.payload()}},
        {"event": "user", "text": "cảm ơn"},
        {"event": "bot", "text": "Dạ", "data": {"custom": {"kind": "smalltalk"}}},
        {"event": "bot", "text": "Dạ", "data": {}},
        {"event": "user", "text": "nhắc lại"},
    ]
    executed = await executor.run(call("action_repeat", "nhắc lại", "repeat", events=events))
    assert answer_in(executed) == said


async def test_the_menu_is_told(executor: ActionExecutor) -> None:
    assert answer_in(await executor.run(call("action_menu"))).kind is Kind.MENU


async def test_a_message_without_anything_understood_is_answered(executor: ActionExecutor) -> None:
    request = call("action_answer")
    request["tracker"]["latest_message"] = {}
    assert answer_in(await executor.run(request)).kind is Kind.UNKNOWN


async def test_an_unreachable_knowledge_base_is_told_to_the_citizen(
    executor: ActionExecutor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/never-migrated.db")
    get_settings.cache_clear()
    try:
        executed = await executor.run(call("action_answer", "khai sinh", link=link_to(BIRTH)))
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()
    answer = answer_in(executed)
    assert answer.kind is Kind.ERROR
    assert "1022" in answer.text
    assert executed["events"] == []


async def test_a_record_published_a_moment_ago_is_answered_from(
    executor: ActionExecutor, store: KnowledgeStore
) -> None:
    asked = call("action_answer", "thả diều", "ask_fee", link_to(COMPLETE.code))
    with published(COMPLETE, store) as version:
        answer = answer_in(await executor.run(asked))
    assert "12.500 đồng" in answer.text
    assert answer.procedure is not None
    assert answer.procedure.version == version
    assert answer_in(await executor.run(asked)).kind is Kind.UNKNOWN

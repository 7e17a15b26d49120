"""Stock Rasa, as a project begins that has one intent for each procedure.

Its pipeline is the default one (`benchmarks.stock_rasa`), DIET with a fallback classifier at its
default threshold. It is taught the same utterances as this bot: those about a procedure as that
procedure's intent, those of the dialogue (greetings, out of scope, emergencies…) as they are.
What names no procedure, such as «lệ phí bao nhiêu», is left out: it could only draw questions
away. It knows no choice: it answers with one procedure, or it refuses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

import bot.dialogue  # noqa: F401 - prepares the process for Rasa
from actions.answer import Kind
from benchmarks import ROOT
from benchmarks.stock_rasa import stock_config, trained_model
from benchmarks.understanding.peers import Peer
from bot.evaluation import Seen
from bot.nlu.intent_names import ABOUT_A_RECORD
from bot.nlu.message_keys import NO_PROCEDURE, PROCEDURE_METADATA

_PREFIX = "procedure_"
# DIET cannot learn an intent from fewer.
_FEWEST = 2


def stock_rasa(folder: Path, epochs: int | None = None) -> Peer:
    """Train it in `folder`, unless an earlier run has, and load it.

    `epochs` in place of Rasa's 100 is for a quick look.
    """
    write_project(folder, taught_utterances(), epochs)
    model, _ = trained_model(folder)
    return _loaded(model)


def taught_utterances() -> dict[str, list[str]]:
    """The utterances of nlu_data/ by the intent that stock Rasa learns them as."""
    from rasa.shared.nlu.training_data.loading import load_data

    examples = load_data(str(ROOT / "nlu_data" / "nlu")).intent_examples
    return by_intent(
        (
            message.get("text"),
            message.get("intent"),
            (message.get("metadata", {}).get("intent") or {}).get(PROCEDURE_METADATA),
        )
        for message in examples
    )


def by_intent(examples: Iterable[tuple[str, str, str | None]]) -> dict[str, list[str]]:
    """Utterances, each with its intent and the code of its procedure, by stock Rasa's intent."""
    taught: dict[str, list[str]] = {}
    for text, intent, code in examples:
        if code and code != NO_PROCEDURE:
            taught.setdefault(_PREFIX + code, []).append(text)
        elif intent not in ABOUT_A_RECORD:
            taught.setdefault(intent, []).append(text)
    return {intent: texts for intent, texts in taught.items() if len(texts) >= _FEWEST}


def write_project(folder: Path, taught: Mapping[str, list[str]], epochs: int | None) -> None:
    """Lay out a project of Rasa that understands and says nothing."""
    (folder / "data").mkdir(parents=True)
    nlu = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in taught.items()
    ]
    files: dict[str, Any] = {
        "config.yml": stock_config(epochs),
        "domain.yml": {"version": "3.1", "intents": sorted(taught)},
        "data/nlu.yml": {"version": "3.1", "nlu": nlu},
    }
    for name, content in files.items():
        (folder / name).write_text(
            yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )


def _loaded(model: Path) -> Peer:
    from rasa.core.agent import Agent

    agent = Agent()
    agent.load_model(model)
    return Peer(
        "stock Rasa",
        lambda question: seen_of(asyncio.run(agent.parse_message(question))),
        refuses=True,
    )


def seen_of(parsed: dict[str, Any]) -> Seen:
    """What a bot would show for what stock Rasa understood."""
    intent = parsed["intent"]["name"] or ""
    if intent.startswith(_PREFIX):
        return Seen(kind=Kind.PROCEDURE, codes=(intent.removeprefix(_PREFIX),))
    return Seen(kind=Kind.UNKNOWN)

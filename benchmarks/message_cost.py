"""Where the milliseconds of one message go: understanding, policies, actions, storing.

    python -m benchmarks.message_cost [--conversations 8] [--messages 20] [--json FILE]

The real agent answers conversations in this process, without HTTP; methods of Rasa and of ours
are timed from outside. Steps nest: each row is a step's own processor time, without the steps
inside it; only p50 and p95 are by the wall.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from benchmarks.figures import console, keep_json, percentile
from benchmarks.machine import Machine
from benchmarks.questions import conversations, read_questions
from benchmarks.settings import settings_in
from benchmarks.stopwatch import Stopwatch
from bot.logs import configure_logs
from settings import Settings

if TYPE_CHECKING:
    from rasa.core.agent import Agent

REST_OF_RASA = "rest of Rasa"


def main() -> None:
    arguments = _arguments()
    # Before training, which is load of our own.
    machine = Machine.now()
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        configure_logs("WARNING")
        with console.status("Training…"):
            from bot.dialogue.training import train

            model = train(settings)
        figures = {"machine": asdict(machine)} | asyncio.run(
            measure(model, settings, arguments.conversations, arguments.messages)
        )
    show(figures)
    keep_json(arguments.json, figures)


async def measure(
    model: Path, settings: Settings, number_of_conversations: int, length: int
) -> dict[str, Any]:
    """Hold conversations with the agent of a model."""
    from bot.dialogue.agent import load_agent

    watch = Stopwatch(clock=time.process_time)
    with watch.watching_components():
        agent = await load_agent(model, settings)
    await _converse(agent, "warm-up", _messages(length, 0))
    watch.steps.clear()
    by_turn: list[list[float]] = [[] for _ in range(length)]
    with watch.watching(*_methods()):
        for number in range(number_of_conversations):
            spent = await _converse(agent, f"citizen-{number}", _messages(length, 10 * number))
            for turn, milliseconds in zip(by_turn, spent, strict=True):
                turn.append(milliseconds)
    every = [milliseconds for turn in by_turn for milliseconds in turn]
    steps = {
        name: {
            "cpu_ms_a_message": round(step.own_seconds * 1000 / len(every), 3),
            "calls_a_message": round(step.calls / len(every), 2),
        }
        for name, step in watch.steps.items()
    }
    return {
        "messages": len(every),
        "p50_ms": round(percentile(every, 50), 2),
        "p95_ms": round(percentile(every, 95), 2),
        "p50_ms_by_turn": [round(percentile(turn, 50), 2) for turn in by_turn],
        "steps": dict(sorted(steps.items(), key=lambda item: -item[1]["cpu_ms_a_message"])),
    }


async def _converse(agent: Agent, sender: str, messages: list[str]) -> list[float]:
    """The milliseconds that each message took."""
    from rasa.core.channels.channel import UserMessage

    from bot.dialogue.answer_channel import AnswerChannel

    spent = []
    for message in messages:
        started = time.perf_counter()
        await agent.handle_message(
            UserMessage(message, output_channel=AnswerChannel(), sender_id=sender)
        )
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def _messages(length: int, start: int) -> list[str]:
    talk = chain.from_iterable(conversations(read_questions(), start))
    return [next(talk) for _ in range(length)]


def _methods() -> list[tuple[type, str, str]]:
    """What is timed beside the components: class, method, and the name of the step."""
    from rasa.core.actions.action import ActionExtractSlots, RemoteAction
    from rasa.core.agent import Agent
    from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
    from rasa.core.processor import MessageProcessor
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa_sdk.executor import ActionExecutor

    from actions.rasa_actions import ConversationAction
    from bot.dialogue.answer_channel import AnswerChannel
    from bot.dialogue.conversation_store import ConversationStore
    from knowledge.library import Library

    return [
        (Agent, "handle_message", REST_OF_RASA),
        (MessageProcessor, "parse_message", "understanding: Rasa's graph"),
        (MessageProcessor, "_predict_next_with_tracker", "policies: Rasa's graph"),
        (MessageProcessor, "_run_action", "actions: Rasa's bookkeeping"),
        (ActionExtractSlots, "run", "slots: action_extract_slots"),
        (RemoteAction, "run", "actions: the request and its answer"),
        (RemoteAction, "_validate_action_result", "actions: checking the answer"),
        (Domain, "as_dict", "actions: the domain in the request"),
        (DialogueStateTracker, "current_state", "actions: the conversation in the request"),
        (ActionExecutor, "run", "actions: rasa-sdk"),
        (ConversationAction, "run", "actions: our own"),
        (Library, "search", "search"),
        (TemplatedNaturalLanguageGenerator, "generate", "responses of the domain"),
        (AnswerChannel, "send_response", "answer: the message"),
        (ConversationStore, "retrieve", "store: reading the conversation"),
        (ConversationStore, "save", "store: writing the new events"),
    ]


def show(figures: dict[str, Any]) -> None:
    console.print(str(Machine(**figures["machine"])))
    console.print(
        f"{figures['messages']} messages: p50 {figures['p50_ms']} ms, p95 {figures['p95_ms']} ms"
    )
    by_turn = figures["p50_ms_by_turn"]
    console.print(f"p50 by turn of the conversation: {by_turn}")
    table = Table("step", "own CPU ms a message", "calls a message")
    for name, step in figures["steps"].items():
        if step["cpu_ms_a_message"] >= 0.005:
            table.add_row(name, f"{step['cpu_ms_a_message']:.2f}", f"{step['calls_a_message']:.1f}")
    total = sum(step["cpu_ms_a_message"] for step in figures["steps"].values())
    table.add_section()
    table.add_row("in all", f"{total:.2f}", "")
    console.print(table)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--conversations", type=int, default=8)
    parser.add_argument("--messages", type=int, default=20, help="in each conversation")
    parser.add_argument("--json", type=Path, help="also keep the figures in this file")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""What each component of config.yml costs, and what accuracy it buys.

    python -m benchmarks.pipeline [--variants NAME …] [--json FILE]

Each variant of the pipeline is trained on four fifths of nlu_data/ and asked the last fifth, as
written and in the ways citizens write it, and the questions of benchmarks/questions.tsv.
"""

from __future__ import annotations

import argparse
import asyncio
import copy
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from rich.table import Table

import bot.dialogue  # noqa: F401 - prepares the process for Rasa
from benchmarks import ROOT
from benchmarks.figures import console, keep_json, percentile, share
from benchmarks.machine import Machine
from benchmarks.questions import OUT_OF_SCOPE, AskedQuestion, read_questions
from benchmarks.settings import settings_in
from benchmarks.stopwatch import Stopwatch
from bot.logs import configure_logs
from bot.nlu.intent_names import ABOUT_A_RECORD
from knowledge.library import open_library
from settings import get_settings
from vietnamese import noise

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.shared.nlu.training_data.message import Message

Pipeline = list[dict[str, Any]]

HELD_OUT = 0.2
SEED = 42
TIMED_MESSAGES = 150
TITLES = 200
WAYS_OF_WRITING: dict[str, Callable[[str, random.Random], str]] = {
    "as written": lambda text, _rng: text,
    "no diacritics": noise.without_diacritics,
    "teencode": noise.teencode,
    "typing slip": noise.typo,
}


def without(component: str) -> Callable[[Pipeline], Pipeline]:
    """The pipeline less one component."""
    return instead_of(component)


def instead_of(component: str, *others: dict[str, Any]) -> Callable[[Pipeline], Pipeline]:
    """The pipeline with others in the place of one component, given by the name of its class.

    The change raises `ValueError` when the pipeline has no such component.
    """

    def change(pipeline: Pipeline) -> Pipeline:
        changed: Pipeline = []
        for part in pipeline:
            changed += others if _class_name(part) == component else [part]
        if all(_class_name(part) != component for part in pipeline):
            raise ValueError(f"config.yml has no {component}; change VARIANTS")
        return changed

    return change


def without_segmented_words(pipeline: Pipeline) -> Pipeline:
    """Features of syllables alone; Rasa asks for some tokenizer, so it gets its cheapest."""
    changed = instead_of("UndertheseaTokenizer", {"name": "WhitespaceTokenizer"})(pipeline)
    for part in changed:
        if _class_name(part) == "VietnameseFeaturizer":
            part["segmented_words"] = False
    return changed


def _class_name(part: dict[str, Any]) -> str:
    return str(part["name"]).rpartition(".")[2]


VARIANTS: dict[str, Callable[[Pipeline], Pipeline]] = {
    "as configured": lambda pipeline: pipeline,
    "no augmentation": without("TrainingAugmenter"),
    "no segmented words": without_segmented_words,
    "no normaliser": without("MessageNormaliser"),
    "no arbiter": without("IntentArbiter"),
    "stock count vectors": instead_of(
        "VietnameseFeaturizer",
        {"name": "CountVectorsFeaturizer"},
        {
            "name": "CountVectorsFeaturizer",
            "analyzer": "char_wb",
            "min_ngram": 1,
            "max_ngram": 4,
        },
    ),
    "stock logistic regression": instead_of(
        "IntentClassifier", {"name": "LogisticRegressionClassifier"}
    ),
    # With the augmented copies too an epoch took 13 s on two busy cores.
    "DIET, no augmentation": lambda pipeline: instead_of(
        "IntentClassifier",
        {
            "name": "DIETClassifier",
            "epochs": 100,
            "constrain_similarities": True,
            "entity_recognition": False,
        },
    )(without("TrainingAugmenter")(pipeline)),
}


@dataclass(frozen=True)
class Asked:
    """An utterance: its intent, and the code of its procedure if it is about one."""

    text: str
    intent: str
    code: str | None


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings_in(folder)
        configure_logs("WARNING")
        machine = Machine.now()
        asked = write_split(folder)
        figures: dict[str, Any] = {"machine": asdict(machine), "held_out": len(asked)}
        figures["variants"] = {}
        for variant in arguments.variants:
            with console.status(f"{variant}…"):
                figures["variants"][variant] = measure(folder, variant, asked)
            keep_json(arguments.json, figures)
    show(figures)


def write_split(folder: Path) -> list[Asked]:
    """Write four fifths of the training data to `folder`, and return the last fifth."""
    from rasa.shared.importers.rasa import RasaFileImporter

    importer = RasaFileImporter(training_data_paths=[str(ROOT / "nlu_data")])
    kept, held_out = importer.get_nlu_data().train_test_split(1 - HELD_OUT, random_seed=SEED)
    _write_utterances([_asked(message) for message in kept.intent_examples], folder / "nlu.yml")
    return [_asked(message) for message in held_out.intent_examples]


def _write_utterances(utterances: Sequence[Asked], path: Path) -> None:
    """Rasa's own writer would leave out which procedure an utterance is about."""
    blocks: dict[tuple[str, str | None], list[str]] = {}
    for utterance in utterances:
        blocks.setdefault((utterance.intent, utterance.code), []).append(utterance.text)
    nlu = [
        {
            "intent": intent,
            "metadata": {"procedure": code} if code else {},
            "examples": "".join(f"- {text}\n" for text in texts),
        }
        for (intent, code), texts in blocks.items()
    ]
    path.write_text(
        yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True), encoding="utf-8"
    )


def _asked(message: Message) -> Asked:
    metadata = message.get("metadata", {}).get("intent") or {}
    return Asked(message.get("text"), message.get("intent"), metadata.get("procedure"))


def measure(folder: Path, variant: str, asked: Sequence[Asked]) -> dict[str, Any]:
    """Train a variant, and measure its cost and its accuracy."""
    from rasa.model_training import train_nlu

    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    config["pipeline"] = VARIANTS[variant](copy.deepcopy(config["pipeline"]))
    config_file = folder / "config.yml"
    config_file.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")

    training, running = Stopwatch(), Stopwatch(clock=time.process_time)
    started = time.perf_counter()
    with training.watching_components():
        model = train_nlu(
            config=str(config_file),
            nlu_data=str(folder / "nlu.yml"),
            output=str(folder / "models"),
            fixed_model_name=variant.replace(" ", "-"),
            domain=str(ROOT / "domain.yml"),
        )
    assert model is not None
    trained = time.perf_counter()
    with running.watching_components():
        agent = _loaded(model)
    loaded = time.perf_counter()
    figures = {
        "training_seconds": round(trained - started, 1),
        "loading_seconds": round(loaded - trained, 2),
        "training_seconds_by_component": _seconds_by_component(training),
        "loading_cpu_seconds_by_component": _seconds_by_component(running),
    }
    figures |= _cost_of_a_message(agent, running, asked)
    figures |= asyncio.run(_accuracy(agent, asked))
    return figures


def _loaded(model: str) -> Agent:
    from rasa.core.agent import Agent

    agent = Agent()
    agent.load_model(model)
    return agent


def _cost_of_a_message(agent: Agent, watch: Stopwatch, asked: Sequence[Asked]) -> dict[str, Any]:
    """Milliseconds to parse a message; processor time by component, which `watch` times."""

    async def parse_all(questions: Sequence[Asked]) -> list[float]:
        milliseconds = []
        for question in questions:
            before = time.perf_counter()
            await agent.parse_message(question.text)
            milliseconds.append((time.perf_counter() - before) * 1000)
        return milliseconds

    # Warmed up with other messages, for word segmentation remembers those it has seen.
    asyncio.run(parse_all(asked[TIMED_MESSAGES:]))
    watch.steps.clear()
    milliseconds = asyncio.run(parse_all(asked[:TIMED_MESSAGES]))
    by_component = {
        name.partition(".")[0]: round(step.own_seconds * 1000 / len(milliseconds), 3)
        for name, step in watch.steps.items()
        if name.endswith(".process")
    }
    return {
        "p50_ms": round(percentile(milliseconds, 50), 2),
        "p95_ms": round(percentile(milliseconds, 95), 2),
        "cpu_ms_by_component": by_component,
    }


async def _accuracy(agent: Agent, asked: Sequence[Asked]) -> dict[str, Any]:
    """Right intents and right records of the held-out fifth, and right records of our questions."""
    intents, linked = {}, {}
    for way, rewrite in WAYS_OF_WRITING.items():
        rng = random.Random(SEED)
        right_intents = right_links = 0
        for question in asked:
            parsed = await agent.parse_message(rewrite(question.text, rng))
            right_intents += parsed["intent"]["name"] == question.intent
            right_links += question.code is not None and question.code in _found(parsed)[:1]
        intents[way], linked[way] = right_intents, right_links
    return {
        "right_intents": intents,
        "right_links": linked,
        "asked_links": sum(question.code is not None for question in asked),
        "questions": await _own_questions(agent, read_questions()),
        "titles": await _titles(agent),
    }


async def _titles(agent: Agent) -> dict[str, int]:
    """How many official names are taken for a question about a record, whatever is asked of it.

    Few of the thousands of names have an utterance in the training data.
    """
    library = open_library(get_settings().database_url)
    names = sorted({procedure.name for procedure in library.procedures()})
    asked = random.Random(SEED).sample(names, min(TITLES, len(names)))
    parsed = [await agent.parse_message(name) for name in asked]
    understood = sum(message["intent"]["name"] in ABOUT_A_RECORD for message in parsed)
    return {"asked": len(asked), "understood": understood}


async def _own_questions(agent: Agent, questions: Sequence[AskedQuestion]) -> dict[str, int]:
    counts = dict.fromkeys(("asked", "first", "offered", "wrongly_answered", "outside"), 0)
    counts["declined"] = 0
    for question in questions:
        parsed = await agent.parse_message(question.text)
        found, decision = _found(parsed), parsed.get("link", {}).get("decision")
        if question.kind == OUT_OF_SCOPE:
            counts["outside"] += 1
            counts["declined"] += decision != "answer"
            continue
        counts["asked"] += 1
        counts["first"] += bool(found) and found[0] in question.codes
        counts["offered"] += any(code in question.codes for code in found)
        counts["wrongly_answered"] += decision == "answer" and found[0] not in question.codes
    return counts


def _found(parsed: dict[str, Any]) -> list[str]:
    return [candidate["key"] for candidate in parsed.get("link", {}).get("candidates", ())]


def _seconds_by_component(watch: Stopwatch) -> dict[str, float]:
    seconds: dict[str, float] = {}
    for name, step in watch.steps.items():
        component = name.partition(".")[0]
        seconds[component] = seconds.get(component, 0.0) + step.own_seconds
    return {name: round(value, 2) for name, value in seconds.items() if value >= 0.005}


def show(figures: dict[str, Any]) -> None:
    console.print(str(Machine(**figures["machine"])))
    held_out = figures["held_out"]
    cost = Table("variant", "training s", "loading s", "p50 ms", "p95 ms", title="What it costs")
    buys = Table(
        "variant",
        *WAYS_OF_WRITING,
        "titles",
        title=f"Right intents of {held_out} held out; titles taken for a question",
    )
    links = Table(
        "variant",
        *WAYS_OF_WRITING,
        "own: first",
        "own: offered",
        "own: wrong",
        "outside declined",
        title="Right record at first, held out; and our own questions",
    )
    for variant, row in figures["variants"].items():
        cost.add_row(
            variant,
            f"{row['training_seconds']:.0f}",
            f"{row['loading_seconds']:.1f}",
            f"{row['p50_ms']:.1f}",
            f"{row['p95_ms']:.1f}",
        )
        buys.add_row(
            variant,
            *(f"{row['right_intents'][way] / held_out:.1%}" for way in WAYS_OF_WRITING),
            share(row["titles"]["understood"], row["titles"]["asked"]),
        )
        own = row["questions"]
        links.add_row(
            variant,
            *(f"{row['right_links'][way] / row['asked_links']:.1%}" for way in WAYS_OF_WRITING),
            share(own["first"], own["asked"]),
            share(own["offered"], own["asked"]),
            str(own["wrongly_answered"]),
            share(own["declined"], own["outside"]),
        )
    console.print(cost, buys, links)
    for variant, row in figures["variants"].items():
        if variant == "as configured" or variant.startswith("DIET"):
            _show_components(variant, row)


def _show_components(variant: str, row: dict[str, Any]) -> None:
    table = Table("component", "training s", "loading CPU s", "CPU ms a message", title=variant)
    training = row["training_seconds_by_component"]
    loading = row["loading_cpu_seconds_by_component"]
    message = row["cpu_ms_by_component"]
    for component in dict.fromkeys([*training, *message]):
        table.add_row(
            component,
            str(training.get(component, "")),
            str(loading.get(component, "")),
            str(message.get(component, "")),
        )
    console.print(table)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--variants", nargs="+", choices=list(VARIANTS), default=list(VARIANTS), metavar="NAME"
    )
    parser.add_argument("--json", type=Path, help="also keep the figures in this file")
    return parser.parse_args()


if __name__ == "__main__":
    main()

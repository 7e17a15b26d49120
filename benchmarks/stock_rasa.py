"""A project of stock Rasa over this bot's training data: what `rasa init` would have given.

The pipeline and the policies are read from the installed Rasa: a project made by `rasa init` has
an empty pipeline, and Rasa fills in its default configuration.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

from benchmarks import CACHE, ROOT

ACTIONS_MODULE = "benchmarks.stock_actions"
TRAINING_SECONDS = 3600


def stock_config(epochs: int | None = None) -> dict[str, Any]:
    """Rasa's default configuration; `epochs` replaces the number of every trained component."""
    package = find_spec("rasa")
    assert package is not None and package.submodule_search_locations
    default = Path(package.submodule_search_locations[0]) / (
        "engine/recipes/config_files/default_config.yml"
    )
    config: dict[str, Any] = yaml.safe_load(default.read_text(encoding="utf-8"))
    config |= {"language": "vi", "assistant_id": "stock"}
    if epochs is not None:
        for component in [*config["pipeline"], *config["policies"]]:
            if "epochs" in component:
                component["epochs"] = epochs
    return config


def write_project(folder: Path, config: dict[str, Any], action_port: int) -> None:
    """Lay out a Rasa project with this bot's domain, rules, stories and utterances."""
    shutil.copytree(ROOT / "nlu_data", folder / "data")
    shutil.copy(ROOT / "domain.yml", folder)
    _write_yaml(folder / "config.yml", config)
    _write_yaml(folder / "credentials.yml", {"rest": None})
    endpoints = {"action_endpoint": {"url": f"http://127.0.0.1:{action_port}/webhook"}}
    _write_yaml(folder / "endpoints.yml", endpoints)


def trained_model(project: Path) -> tuple[Path, float]:
    """The model of a project and the seconds that training it took, now or in an earlier run.

    Raises `RuntimeError` with Rasa's last words when training fails.
    """
    archive = CACHE / f"stock-{_digest(project)}.tar.gz"
    note = archive.with_suffix(".json")
    if not (archive.is_file() and note.is_file()):
        CACHE.mkdir(parents=True, exist_ok=True)
        started = time.perf_counter()
        finished = subprocess.run(
            rasa("train", "--out", str(project / "models"), "--fixed-model-name", "stock"),
            cwd=project,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TRAINING_SECONDS,
        )
        seconds = time.perf_counter() - started
        if finished.returncode:
            raise RuntimeError(f"rasa train failed:\n{finished.stdout.decode()[-4000:]}")
        shutil.move(project / "models" / "stock.tar.gz", archive)
        note.write_text(json.dumps({"training_seconds": round(seconds, 1)}))
    return archive, float(json.loads(note.read_text())["training_seconds"])


def rasa(*arguments: str) -> list[str]:
    """The command line of Rasa, run by this interpreter."""
    return [sys.executable, "-m", "rasa", *arguments]


def environment() -> dict[str, str]:
    """What Rasa's processes run with: our packages for the actions, no telemetry, no warnings."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        "RASA_TELEMETRY_ENABLED": "false",
    }


def _digest(project: Path) -> str:
    digest = hashlib.sha256()
    sources = [project / "config.yml", project / "domain.yml", *(project / "data").rglob("*.yml")]
    for path in sorted(sources):
        digest.update(path.relative_to(project).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _write_yaml(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")

"""Guesses proofs of dossiers ten thousand times, and measures what can be learnt from it.

    python -m benchmarks.dossier_guesses [--json FILE]

Three attacks on a database of dossiers in a temporary folder: all four-digit proofs for one
dossier, each from a new address; proofs for one code after the other, from one address; and
single proofs, by turns for a code that exists and for one that does not, to compare the replies
and the time that they take.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table
from scipy.stats import mannwhitneyu

from actions.dossier_answer import refusal
from benchmarks.figures import console, keep_json, percentile
from benchmarks.machine import Machine
from knowledge.database import connect, upgrade
from knowledge.dossiers.codes import DossierCode, parse_code
from knowledge.dossiers.desk import DossierDesk, LockedOut, NotShown, Shown
from knowledge.dossiers.records import SentDossier
from knowledge.dossiers.store import DossierStore
from knowledge.dossiers.wrong_proofs import WrongProofs

GUESSES = 10_000
DOSSIERS = 1_000
SECRET = "a key for this measurement only"
PHONE, CITIZEN_NUMBER = "0905123456", "048095001234"
RIGHT = frozenset({PHONE[-4:], CITIZEN_NUMBER[-4:]})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", type=Path, help="also keep the figures in this file")
    arguments = parser.parse_args()
    figures = measure(GUESSES, DOSSIERS)
    show(figures)
    keep_json(arguments.json, figures)


def measure(guesses: int, dossiers: int) -> dict[str, Any]:
    """All three attacks, of `guesses` proofs each, on `dossiers` dossiers."""
    return {
        "machine": asdict(Machine.now()),
        "guesses": guesses,
        "dossiers": dossiers,
        "one dossier": _attack(dossiers, _on_one_dossier(guesses)),
        "one address": _attack(dossiers, _from_one_address(guesses, dossiers)),
        "known or unknown": _compare(guesses, dossiers),
    }


def known_code(number: int) -> DossierCode:
    """The code of a dossier that exists."""
    return parse_code(f"000.00.19.H17-260814-{number:04d}")


def unknown_code(number: int) -> DossierCode:
    """A code like it, of no dossier."""
    return parse_code(f"000.00.20.H17-260814-{number:04d}")


Guess = tuple[DossierCode, str, str]


def _on_one_dossier(guesses: int) -> Iterable[Guess]:
    digits = [f"{number:04d}" for number in range(guesses)]
    # So that the first ones are wrong: a right one would be no leak.
    digits.sort(key=lambda one: one in RIGHT)
    return [(known_code(0), one, f"address {number}") for number, one in enumerate(digits)]


def _from_one_address(guesses: int, dossiers: int) -> Iterable[Guess]:
    wrong = [f"{number:04d}" for number in range(10_000) if f"{number:04d}" not in RIGHT]
    return [
        (known_code(number % dossiers), random.Random(number).choice(wrong), "one address")
        for number in range(guesses)
    ]


def _attack(dossiers: int, guesses: Iterable[Guess]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        desk = _desk(Path(folder), dossiers)
        replies = [desk.look_up(*guess) for guess in guesses]
    kinds = Counter(type(reply).__name__ for reply in replies)
    first_lock = next(
        (number for number, reply in enumerate(replies) if isinstance(reply, LockedOut)), None
    )
    return {
        "leaks": kinds[Shown.__name__],
        "not shown": kinds[NotShown.__name__],
        "locked out": kinds[LockedOut.__name__],
        "locked out after": first_lock,
    }


def _compare(guesses: int, dossiers: int) -> dict[str, Any]:
    """Single wrong proofs for known and unknown codes by turns, each from a new address.

    A code is asked for five times at the most, so that none is locked out.
    """
    replies: dict[str, list[str]] = {"known": [], "unknown": []}
    milliseconds: dict[str, list[float]] = {"known": [], "unknown": []}
    turns = min(guesses // 2, dossiers * 5)
    order = random.Random(0)
    with tempfile.TemporaryDirectory() as folder:
        desk = _desk(Path(folder), dossiers)
        for turn in range(turns):
            pair = [("known", known_code), ("unknown", unknown_code)]
            order.shuffle(pair)
            for name, code_of in pair:
                code = code_of(turn % dossiers)
                started = time.perf_counter()
                reply = desk.look_up(code, "0000", f"{name} {turn}")
                milliseconds[name].append((time.perf_counter() - started) * 1000)
                assert isinstance(reply, NotShown)
                # The code itself is what was typed.
                replies[name].append(refusal(code, reply).model_dump_json().replace(str(code), ""))
    half = turns // 2
    return {
        "replies differ": sum(
            one.encode() != other.encode()
            for one, other in zip(replies["known"], replies["unknown"], strict=True)
        ),
        "compared": turns,
        **{f"{name} p50 ms": round(percentile(took, 50), 4) for name, took in milliseconds.items()},
        **{f"{name} p95 ms": round(percentile(took, 95), 4) for name, took in milliseconds.items()},
        # What two halves of the same replies differ by: nothing smaller can be measured.
        "known halves p50 ms": [
            round(percentile(part, 50), 4)
            for part in (milliseconds["known"][:half], milliseconds["known"][half:])
        ],
        "same time, p": float(mannwhitneyu(milliseconds["known"], milliseconds["unknown"]).pvalue),
    }


def _desk(folder: Path, dossiers: int) -> DossierDesk:
    """The desk over a new database with dossiers whose proofs are `RIGHT`."""
    engine = connect(f"sqlite:///{folder}/dossiers.db")
    upgrade(engine)
    store = DossierStore(engine, SECRET)
    for number in range(dossiers):
        store.put(
            SentDossier.model_validate(
                {
                    "code": str(known_code(number)),
                    "procedure_name": "Đăng ký khai sinh",
                    "state": "in_process",
                    "unit": "Ủy ban nhân dân phường",
                    "since": "2026-08-17T09:00:00",
                    "received_on": "2026-08-14",
                    "due_on": "2026-08-28",
                    "updated_at": "2026-08-17T09:00:00",
                    "phone": PHONE,
                    "citizen_number": CITIZEN_NUMBER,
                }
            )
        )
    return DossierDesk(store, WrongProofs(engine), SECRET)


def show(figures: dict[str, Any]) -> None:
    console.print(str(Machine(**figures["machine"])))
    table = Table("attack", "guesses", "leaks", "not shown", "locked out", "locked out after")
    for name in ("one dossier", "one address"):
        attack = figures[name]
        table.add_row(name, str(figures["guesses"]), *(str(value) for value in attack.values()))
    console.print(table)
    compared = Table("known or unknown code", "")
    for name, value in figures["known or unknown"].items():
        compared.add_row(name, str(value))
    console.print(compared)


if __name__ == "__main__":
    main()

"""Asks this bot and its peers the same questions, and gathers what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import console
from benchmarks.machine import Machine
from benchmarks.understanding.bot_asked import (
    Judged,
    ask_conversation,
    ask_dialogue_act,
    ask_question,
    judged,
)
from benchmarks.understanding.calibration import Guess, calibration, guess
from benchmarks.understanding.output import OURS, Measured
from benchmarks.understanding.peers import Peer
from benchmarks.understanding.questions import (
    DIALOGUE_ACT,
    EMERGENCY,
    FOLDER,
    FOLLOW_UP,
    LEGAL_DISPUTE,
    OUT_OF_SCOPE,
    VAGUE,
    WARD,
    Asked,
    read_conversations,
    read_questions,
)
from benchmarks.understanding.summary import LINKING_ROWS, of_rows
from benchmarks.understanding.targets import checks
from bot.evaluation import confusions
from bot.runtime import Runtime
from knowledge.library import Library

# Kinds whose expected column holds no codes, or codes that are no one answer.
NOT_ABOUT_ONE_PROCEDURE = {EMERGENCY, WARD, VAGUE, DIALOGUE_ACT}
OUTSIDE = {OUT_OF_SCOPE, LEGAL_DISPUTE}


@dataclass(frozen=True)
class Questions:
    """What is asked in one run: questions by themselves, and conversations."""

    alone: Sequence[Asked]
    talks: Sequence[Sequence[Asked]]

    @classmethod
    def read(cls, kinds: Sequence[str], part: str, folder: Path = FOLDER) -> Questions:
        """Those of some kinds in a part. Raises as `read_questions` does."""
        alone = [
            asked
            for kind in kinds
            if kind != FOLLOW_UP
            for asked in read_questions(kind, part, folder)
        ]
        return cls(alone, read_conversations(part, folder) if FOLLOW_UP in kinds else [])

    def codes(self) -> set[str]:
        """The codes that are right for some question."""
        every = [*self.alone, *(asked for turns in self.talks for asked in turns)]
        return {
            code
            for asked in every
            if asked.kind not in (EMERGENCY, WARD, DIALOGUE_ACT)
            for code in asked.expected
        }


@dataclass(frozen=True)
class Replies:
    """What this bot made of the questions: the judged replies, and the linker's guesses."""

    results: Sequence[Judged]
    guesses: Sequence[Guess]


async def ask_this_bot(runtime: Runtime, questions: Questions) -> Replies:
    """Ask the running assistant every question and hold every conversation.

    The linker's guesses are of the questions about a procedure and of those out of scope.
    """
    results: list[Judged] = []
    guesses = []
    with console.status("Asking…") as status:
        for number, asked in enumerate(questions.alone, start=1):
            status.update(f"Asking this bot, {number}/{len(questions.alone)}…")
            if asked.kind == DIALOGUE_ACT:
                results.append(await ask_dialogue_act(runtime.handle, runtime.parse, asked))
                continue
            results.append(await ask_question(runtime.handle, asked))
            if _is_about_one_procedure(asked) or asked.kind in OUTSIDE:
                guesses.append(await guess(runtime.parse, asked))
        for number, turns in enumerate(questions.talks, start=1):
            status.update(f"Talking to this bot, {number}/{len(questions.talks)}…")
            results += await ask_conversation(runtime.handle, turns)
    return Replies(results, [made for made in guesses if made is not None])


def ask_peer(peer: Peer, questions: Questions) -> list[Judged]:
    """Ask a peer what it can be judged by: questions about a procedure, and, where it can
    refuse, those out of scope.
    """
    with console.status(f"Asking {peer.name}…"):
        return [
            judged(asked, peer.answer(asked.text))
            for asked in questions.alone
            if _is_about_one_procedure(asked) or (peer.refuses and asked.kind in OUTSIDE)
        ]


def _is_about_one_procedure(asked: Asked) -> bool:
    return bool(asked.expected) and asked.kind not in NOT_ABOUT_ONE_PROCEDURE


def measured(
    replies: Replies,
    peers: Sequence[Peer],
    questions: Questions,
    part: str,
    library: Library,
    machine: Machine,
) -> Measured:
    """Ask the peers too, and work out all figures."""
    return Measured(
        machine=machine,
        part=part,
        records=len(library),
        systems={OURS: replies.results} | {peer.name: ask_peer(peer, questions) for peer in peers},
        checks=checks(replies.results),
        calibration=calibration(replies.guesses),
        confusions=confusions(of_rows(replies.results, LINKING_ROWS)),
        codes_of_no_record=sorted(
            code for code in questions.codes() if library.procedure(code) is None
        ),
    )

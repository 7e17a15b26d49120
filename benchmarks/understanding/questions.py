"""The question files: `questions/<kind>.tsv`, each with a part for tuning and one for measuring.

Every file says in its first lines what its columns are. `# part: dev` and `# part: test` begin
its parts; published figures are of `test` only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from actions.answer import Aspect
from vietnamese.text import strip_diacritics

FOLDER = Path(__file__).parent / "questions"

OFFICIAL, SITUATION, ASPECT, NOISY = "official", "situation", "aspect", "noisy"
STORY, FORMAL = "story", "formal"
FOLLOW_UP, VAGUE, WARD = "follow_up", "vague", "ward"
OUT_OF_SCOPE, LEGAL_DISPUTE = "out_of_scope", "legal_dispute"
EMERGENCY, ALARMING_WORDS = "emergency", "ordinary_with_alarming_words"
DIALOGUE_ACT = "dialogue_act"
NO_DIACRITICS = "no_diacritics"

PARTS = ("dev", "test")
EVERY_PART = "all"
CLEAN = "clean"
FORMS = (CLEAN, "teencode", "typo", "dialect", "recogniser")
OVERVIEW = "overview"

# The names of the columns of each file, in the order in which the kinds are reported.
COLUMNS: dict[str, tuple[str, ...]] = {
    OFFICIAL: ("text", "expected"),
    SITUATION: ("text", "expected"),
    STORY: ("text", "expected", "aspect"),
    FORMAL: ("text", "expected"),
    NOISY: ("text", "expected", "form"),
    ASPECT: ("text", "expected", "aspect"),
    ALARMING_WORDS: ("text", "expected"),
    FOLLOW_UP: ("text", "expected", "aspect"),
    VAGUE: ("text", "expected"),
    OUT_OF_SCOPE: ("text", "expected"),
    LEGAL_DISPUTE: ("text", "expected"),
    EMERGENCY: ("text", "expected"),
    WARD: ("text", "expected"),
    DIALOGUE_ACT: ("text", "expected"),
}
KINDS = (*COLUMNS, NO_DIACRITICS)
_MAY_EXPECT_NOTHING = {ALARMING_WORDS, OUT_OF_SCOPE, LEGAL_DISPUTE}
_PART_HEADING = "# part:"


@dataclass(frozen=True)
class Asked:
    """A question of a kind.

    `expected` are the codes, telephone numbers, wards or dialogue acts that are right; `aspects`
    the sets of aspects each of which is right, the empty set being the procedure in general;
    `form` the way in which a noisy question is written.
    """

    kind: str
    text: str
    expected: tuple[str, ...] = ()
    aspects: tuple[frozenset[str], ...] = ()
    form: str = ""


def read_questions(kind: str, part: str, folder: Path = FOLDER) -> list[Asked]:
    """The questions of a kind in `part` (dev, test or all), one after another.

    Raises `ValueError` naming the line that is wrong, `OSError` for a file that is not there.
    """
    if kind == NO_DIACRITICS:
        return without_diacritics(part, folder)
    return [asked for block in _blocks(kind, part, folder) for asked in block]


def read_conversations(part: str, folder: Path = FOLDER) -> list[list[Asked]]:
    """The conversations of the follow-ups: turns without a blank line between them.

    Raises as `read_questions` does, and for a conversation without a second turn.
    """
    conversations = list(_blocks(FOLLOW_UP, part, folder))
    for turns in conversations:
        if len(turns) < 2:
            raise ValueError(f"{FOLLOW_UP}.tsv: «{turns[0].text}» is followed by no other turn")
    return conversations


def with_diacritics(part: str, folder: Path = FOLDER) -> list[Asked]:
    """The well-written questions from which the form without diacritics is made."""
    return [
        asked
        for kind in (OFFICIAL, SITUATION, NOISY)
        for asked in read_questions(kind, part, folder)
        if asked.form in ("", CLEAN)
    ]


def without_diacritics(part: str, folder: Path = FOLDER) -> list[Asked]:
    """The same questions with every mark left away."""
    return [
        replace(asked, kind=NO_DIACRITICS, form="", text=strip_diacritics(asked.text))
        for asked in with_diacritics(part, folder)
    ]


def _blocks(kind: str, part: str, folder: Path) -> Iterator[list[Asked]]:
    """The questions of a part, in blocks between blank lines."""
    path = folder / f"{kind}.tsv"
    lines: list[tuple[str, int, str]] = []
    current = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith(_PART_HEADING):
            current = line.removeprefix(_PART_HEADING).strip()
            if current not in PARTS:
                raise ValueError(f"{path}, line {number}: no part is called «{current}»")
            # Two parts are no one conversation, whether or not a blank line parts them.
            lines.append((current, number, ""))
        elif not line.startswith("#"):
            if line.strip() and not current:
                raise ValueError(f"{path}, line {number}: stands before the first «# part:»")
            lines.append((current, number, line))
    wanted = [entry for entry in lines if part in (entry[0], EVERY_PART)]
    for blank, block in groupby(wanted, key=lambda entry: not entry[2].strip()):
        if not blank:
            questions = [_asked(kind, line, f"{path}, line {n}") for _, n, line in block]
            if kind == NOISY:
                _check_forms(questions, path)
            yield questions


def _asked(kind: str, line: str, place: str) -> Asked:
    columns, cells = COLUMNS[kind], line.split("\t")
    if len(cells) != len(columns):
        raise ValueError(f"{place}: {len(cells)} columns, not {len(columns)}: {columns}")
    values = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
    expected = tuple(part.strip() for part in values["expected"].split("|") if part.strip())
    if not values["text"]:
        raise ValueError(f"{place}: no question")
    if not expected and kind not in _MAY_EXPECT_NOTHING:
        raise ValueError(f"{place}: nothing is expected")
    if expected and kind in (OUT_OF_SCOPE, LEGAL_DISPUTE):
        raise ValueError(f"{place}: {expected} is expected of a question that nothing answers")
    form = values.get("form", "")
    if kind == NOISY and form not in FORMS:
        raise ValueError(f"{place}: no form is called «{form}»")
    aspects = _aspects(values["aspect"], place) if "aspect" in values else ()
    return Asked(kind, values["text"], expected, aspects, form)


def _aspects(cell: str, place: str) -> tuple[frozenset[str], ...]:
    """`fee+duration` asks for both, `place|agency` for either, `overview` for the whole."""
    alternatives = [frozenset(part.split("+")) for part in cell.split("|")]
    known = {aspect.value for aspect in Aspect} | {OVERVIEW}
    for unknown in frozenset().union(*alternatives) - known:
        raise ValueError(f"{place}: no aspect is called «{unknown}»")
    return tuple(alternative - {OVERVIEW} for alternative in alternatives)


def _check_forms(questions: Sequence[Asked], path: Path) -> None:
    """Every question stands there in all forms, about the same procedures."""
    for start in range(0, len(questions), len(FORMS)):
        same = questions[start : start + len(FORMS)]
        if tuple(asked.form for asked in same) != FORMS or len({a.expected for a in same}) > 1:
            raise ValueError(
                f"{path}: «{same[0].text}» does not stand there once in each of the forms "
                f"{', '.join(FORMS)} with the same codes"
            )

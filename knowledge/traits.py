"""What sets near twins apart, in the name of a record and in what a person says.

«Cấp lại» and «cấp đổi» of one paper, marriage with a foreigner and without: the names of such
twins share almost all words. The table `traits.tsv` lists the phrases that tell them apart.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from vietnamese.phrases import Said
from vietnamese.text import syllables

_TABLE = Path(__file__).with_name("traits.tsv")
_COUNTRIES = Path(__file__).with_name("countries.txt")
NAME, SAID, BOTH, MARKED = "name", "said", "both", "marked"

# «đổi chứ không phải cấp lại»: what follows, up to a comma, is what is not meant. At the end of a
# question «phải không» and «không phải sao» deny nothing, so something has to follow.
_DENIED = re.compile(
    r"\b(?:chứ |ý là )?(?:không phải|hổng phải|chẳng phải|chứ không|khong phai|chu khong)"
    r"(?: là)? (?!trả|đóng|nộp|mất|tốn|đi|làm|qua|đến|tới|xin|mang|có|lo)[^,.;?!]+",
    re.IGNORECASE,
)
# The one age that names of twins tell apart: that of the identity card.
_AGE = re.compile(r"\b(\d{1,3}) tuổi\b")
OF_AGE = 14
AGES = frozenset({"child", "grown"})
# Traits of which a record has one: what is done with the paper.
ACTIONS = frozenset(
    {
        "reissue",
        "exchange",
        "extend",
        "change",
        "correct",
        "end",
        "cancel",
        "suspend",
        "again",
        "first",
        "copy",
        "confirm",
        "transfer",
    }
)


@lru_cache(maxsize=8192)
def traits_of_name(name: str) -> frozenset[str]:
    """The traits that the name of a record states."""
    return _found(name, NAME)


def traits_said(text: str) -> frozenset[str]:
    """The traits that a person's normalised words state; «chứ không phải …» states none."""
    return _found(without_denied(text).lower(), SAID)


def ages_said(text: str) -> frozenset[str]:
    """The traits that the ages in a person's normalised words state.

    Apart from the others, for most procedures an age tells nothing apart.
    """
    ages = _AGE.findall(without_denied(text).lower())
    return frozenset("child" if int(age) < OF_AGE else "grown" for age in ages)


def without_denied(text: str) -> str:
    """«không phải tách hộ, tôi muốn tách thửa» without what is not meant."""
    kept = _DENIED.sub(" ", text).strip(" ,.;")
    return kept or text


def official_phrase(trait: str) -> str:
    """How official names say a trait: «cấp lại»; empty where they have no words of their own."""
    return next((phrase for other, phrase in _phrases(NAME) if other == trait), "")


def without_traits(name: str, traits: Iterable[str]) -> str:
    """The name of a record without the phrases that state `traits`."""
    dropped = set(traits)
    words = f" {' '.join(syllables(name))} "
    for trait, phrase in _phrases(NAME):
        if trait in dropped:
            words = words.replace(f" {phrase} ", " ")
    return words.strip()


def without_said_traits(text: str) -> str:
    """What a person says without the phrases that state traits."""
    words = f" {' '.join(syllables(_AGE.sub(' ', text)))} "
    for phrase in _longest_first():
        words = words.replace(f" {phrase} ", " ")
    return words.strip()


# Asked several times for each message; what people wrote is not kept for longer.
@lru_cache(maxsize=8)
def _found(text: str, where: str) -> frozenset[str]:
    said = Said(text)
    found = {trait for trait, phrase in _phrases(where) if said.holds(phrase)}
    if where == SAID:
        found.update(trait for trait, phrase in _phrases(MARKED) if said.holds_as_it_is(phrase))
    return frozenset(found)


@lru_cache
def _longest_first() -> tuple[str, ...]:
    """All that a person says to state a trait; what is part of a longer phrase comes after it."""
    said = {phrase for _, phrase in (*_phrases(SAID), *_phrases(MARKED))}
    return tuple(sorted(said, key=lambda phrase: (-len(phrase), phrase)))


@lru_cache
def _phrases(where: str) -> tuple[tuple[str, str], ...]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.reader(file, delimiter="\t") if row and not row[0].startswith("#")
        ]
    counted = {where} if where == MARKED else {where, BOTH}
    return tuple(
        (trait, spelled)
        for trait, counts, phrase in rows
        if counts in counted
        for spelled in _spelled_out(phrase)
    )


def _spelled_out(phrase: str) -> list[str]:
    """A phrase of the table, with each country in place of «{nước}»."""
    if "{nước}" not in phrase:
        return [phrase]
    return [phrase.replace("{nước}", country) for country in _countries()]


@lru_cache
def _countries() -> tuple[str, ...]:
    lines = _COUNTRIES.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))

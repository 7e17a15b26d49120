"""What a caller means by a few words: commands, yes or no, one of several, digits, a code.

The phrases are in `heard.tsv`: from, to, note. A phrase fits when nothing but polite words stands
around it, so that a question that happens to hold one stays a question.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from speech.spoken.heard_numbers import code, digits, is_of_code, is_whole_code
from vietnamese.text import syllables
from vietnamese.tone_placement import unify_tone_marks

__all__ = [
    "Command",
    "choice",
    "code",
    "command",
    "digits",
    "is_back_channel",
    "is_of_code",
    "is_whole_code",
    "yes_no",
]

TABLE = Path(__file__).parent / "heard.tsv"
YES, NO, BACK_CHANNEL, FILLER = "yes", "no", "back_channel", "filler"


class Command(StrEnum):
    """What a caller asks of the call itself."""

    REPEAT = "repeat"
    SLOWER = "slower"
    SKIP = "skip"
    GO_ON = "go_on"
    STOP = "stop"
    SEND_CODE = "send_code"
    OFFICER = "officer"
    FAREWELL = "farewell"


class HeardTableError(ValueError):
    """A row of the table is wrong; the message says where and what."""


_MEANINGS = frozenset({*Command, YES, NO, BACK_CHANNEL, FILLER})

_PLACES = {
    "đầu": 1,
    "đầu tiên": 1,
    "thứ nhất": 1,
    "nhất": 1,
    "trên cùng": 1,
    "thứ nhì": 2,
    "nhì": 2,
    "thứ tư": 4,
    "tư": 4,
}
_LAST = frozenset({"cuối", "cuối cùng", "chót", "sau cùng", "sau chót", "rốt", "dưới cùng"})
_MIDDLE = frozenset({"giữa", "ở giữa", "chính giữa"})
_AROUND_A_CHOICE = frozenset(
    """
    cái số thứ phím mục phần việc loại chọn lấy bấm làm muốn hỏi về ni nớ đó tê kia hướng câu trường
    hợp ở
    """.split()  # noqa: SIM905 - a word list reads better as text
)
# A longer answer is a question of its own, not a choice.
_MOST_WORDS_OF_A_CHOICE = 10


def command(text: str) -> Command | None:
    """What the words ask of the call, such as «dạ nói chậm lại giúp tui với»."""
    for phrase in _readings(text):
        meaning = _phrases().get(phrase, frozenset()) & frozenset(Command)
        if meaning:
            return Command(next(iter(meaning)))
    return None


def yes_no(text: str) -> bool | None:
    """Whether the words say yes («dạ đúng rồi») or no («hổng phải mô»); None if neither."""
    for phrase in _readings(text):
        meanings = _phrases().get(phrase, frozenset())
        if NO in meanings:
            return False
        if YES in meanings:
            return True
    return None


def is_back_channel(text: str) -> bool:
    """Whether the words say only that somebody listens: «dạ», «ừ», «dạ dạ», «à rứa à»."""
    words = _words(text)
    place = 0
    while place < len(words):
        for length in (3, 2, 1):
            phrase = " ".join(words[place : place + length])
            if BACK_CHANNEL in _phrases().get(phrase, frozenset()):
                place += length
                break
        else:
            return False
    return bool(words)


def choice(text: str, spoken: Sequence[str]) -> int | None:
    """Which of the options read out as `spoken` is meant, from 0: by its number or its words."""
    words = _words(text)
    if not words or not spoken or len(words) > _MOST_WORDS_OF_A_CHOICE:
        return None
    said = [word for word in words if word not in _fillers() | _AROUND_A_CHOICE]
    place = _place(said, words, len(spoken))
    if place is not None:
        return place - 1 if 1 <= place <= len(spoken) else None
    return _by_words(said, spoken)


def _place(said: Sequence[str], words: Sequence[str], count: int) -> int | None:
    phrase = " ".join(said)
    whole = " ".join(words)
    if phrase in _LAST:
        return count
    if phrase in _MIDDLE:
        return (count + 1) // 2 if count % 2 else None
    if phrase in _PLACES:
        return _PLACES[phrase]
    named = next((_PLACES[name] for name in ("thứ nhất", "thứ nhì", "thứ tư") if name in whole), 0)
    if named and not set(said) - {"nhất", "nhì", "tư"}:
        return named
    number = digits(phrase)
    # «rồi», «có» may stand around digits; around a choice they would be an answer.
    return int(number) if number and len(said) == 1 else None


def _by_words(said: Sequence[str], spoken: Sequence[str]) -> int | None:
    """By the words that tell the options apart."""
    told: list[set[str]] = [set(_words(option)) for option in spoken]
    common = set.intersection(*told) if len(told) > 1 else set()
    asked = set(said) - common
    if not asked or asked - set().union(*told):
        return None
    matches = [len(asked & own) for own in told]
    best = max(matches)
    return matches.index(best) if best and matches.count(best) == 1 else None


@lru_cache(maxsize=512)
def _readings(text: str) -> tuple[str, ...]:
    """The text, and the text without the polite words around and inside it, fullest first."""
    words = _words(text)
    trimmed = _trimmed(words)
    bare = [word for word in words if word not in _fillers()]
    kept = [" ".join(each) for each in (words, trimmed, bare) if each]
    return tuple(dict.fromkeys([*kept, _once(words)]))


def _trimmed(words: Sequence[str]) -> Sequence[str]:
    start, end = 0, len(words)
    while start < end and words[start] in _fillers():
        start += 1
    while end > start and words[end - 1] in _fillers():
        end -= 1
    return words[start:end]


def _once(words: Sequence[str]) -> str:
    """«dạ dạ dạ» as «dạ»."""
    return words[0] if words and len(set(words)) == 1 else " ".join(words)


def _words(text: str) -> list[str]:
    return syllables(unify_tone_marks(text).lower())


@cache
def _fillers() -> frozenset[str]:
    return frozenset(phrase for phrase, meanings in _phrases().items() if FILLER in meanings)


@cache
def _phrases() -> dict[str, frozenset[str]]:
    """What each phrase can mean. Raises HeardTableError for a bad table."""
    meanings: dict[str, frozenset[str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if next(rows, None) != ["from", "to", "note"]:
            raise HeardTableError("Line 1 must be: from, to, note.")
        for number, row in enumerate(rows, start=2):
            if len(row) != 3 or row[1] not in _MEANINGS or not re.search(r"\w", row[0]):
                raise HeardTableError(f"Line {number}: give from, a known meaning and a note.")
            phrase = " ".join(_words(row[0]))
            if row[1] in meanings.get(phrase, frozenset()):
                raise HeardTableError(f"Line {number}: {phrase!r} stands twice as {row[1]}.")
            meanings[phrase] = meanings.get(phrase, frozenset()) | {row[1]}
    return meanings

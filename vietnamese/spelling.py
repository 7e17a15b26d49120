"""Tables of what citizens write, and the words they mean: abbreviations, teencode, dialect, slips.

The tables are the `*.tsv` files in `data/`: from, to, kind, note. The longest entry that fits wins,
from left to right. How a word that is also a proper word is kept safe:

- An ambiguous word stands in the tables inside phrases only (`đi mô` is `đi đâu`).
- A row of kind `keep` shields a phrase as it is (`mô tô`, `chi phí`, `trồng răng`).
- A kind ending in `-end` or `-start` fits at that edge of a clause only (`cần những chi?`), where
  polite and asking particles do not count (`cần những chi rứa hè`). In a message without marks a
  row without marks is not read so: there `chi` is `chị` (`chao chi`).
- A kind ending in `-plain` fits only in a message written without marks (`lam rang`).
- One letter (`k`, `e`) never fits beside a number, nor as a capital inside a sentence.
- Codes, links and e-mail addresses are never entered.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from vietnamese.text import clean, is_mostly_without_diacritics, lower
from vietnamese.tone_placement import unify_i_and_y, unify_tone_marks

DATA = Path(__file__).parent / "data"

KINDS = (
    "abbreviation",
    "teencode",
    "dialect",
    "misspelling",
    "spoken",
    "synonym",
    "keep",
)
PLACES = ("", "start", "end", "plain")

_TOKEN = re.compile(
    r"(?P<address>(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]+)|[^\W_]+(?:[./-][^\W_]+)*"
)
_PART = re.compile(r"[^\W_]+")
_CODE = re.compile(r"\d|-|\.(?:vn|com|net|org|gov|info)$", re.IGNORECASE)
_JOINTS = frozenset("&_-")
_CLAUSE_EDGE = frozenset('.,;:?!…()[]"“”')
_PARTICLES_AFTER = frozenset(
    """
    ạ à a ơi rứa vậy zậy thế hè hỉ hả ha nhỉ nhé nha hén nghe nghen ri đây đó nữa hết cả luôn
    không ko k hông hong em anh chị cô chú bác mấy
    """.split()  # noqa: SIM905 - short as a phrase
)
_PARTICLES_BEFORE = frozenset(
    """
    dạ ạ à ơi ủa mà thì rồi hỏi vậy là nhưng em anh chị tôi tui con
    """.split()  # noqa: SIM905 - short as a phrase
)


class SpellingTableError(ValueError):
    """A row of a spelling table is wrong; the message says where and what."""


@dataclass(frozen=True)
class Rule:
    """One row: `source` is read as `target`; `place` says where it fits ("" is everywhere)."""

    source: str
    target: str
    kind: str
    place: str
    note: str


@dataclass(frozen=True)
class Edit:
    """Characters `start` to `end` of a text become `replacement`."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True)
class Token:
    """A word or a code at `start` to `end`. A code is no word: nothing in it is replaced."""

    start: int
    end: int
    is_code: bool


class SpellingTable:
    """The rules, ready for look-up."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Takes the rules of all tables; raises SpellingTableError when two contradict."""
        self.rules = tuple(rules)
        self._rules: dict[str, list[Rule]] = {}
        lengths: dict[str, set[int]] = {}
        for rule in self.rules:
            same = self._rules.setdefault(rule.source, [])
            if any(other.place == rule.place for other in same):
                raise SpellingTableError(f"{rule.source!r} stands twice: keep one of the rows.")
            same.append(rule)
            same.sort(key=lambda each: PLACES.index(each.place), reverse=True)
            words = _PART.findall(rule.source)
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    def __contains__(self, word: object) -> bool:
        """Tell whether a lower-case word or phrase stands in the tables."""
        return word in self._rules

    def edits(self, text: str) -> list[Edit]:
        """Return the replacements for a clean text, in order and not overlapping.

        The text must be clean, with tone marks unified (see vietnamese.normaliser).
        """
        message = _Message(text)
        found = list(self._matches(message))
        shields = {
            index: match
            for match in found
            if match.rule.kind == "keep"
            for index in range(match.first, match.last + 1)
        }
        edits: list[Edit] = []
        done = 0
        for match in found:
            if match.first < done or match.breaks_any(shields):
                continue
            start, end = message.range(match.first, match.last)
            edits.append(Edit(start, end, _in_case_of(text[start:end], match.rule.target)))
            done = match.last + 1
        return edits

    def _matches(self, message: _Message) -> Iterator[_Match]:
        """Yield every row that fits, in the order of the text, the longest first at each word."""
        for first, token in enumerate(message.tokens):
            for length in self._lengths.get(message.low[token.start : token.end], ()):
                last = first + length - 1
                if last >= len(message.tokens):
                    continue
                start, end = message.range(first, last)
                for rule in self._rules.get(message.low[start:end], ()):
                    if _fits(rule, message, first, last):
                        yield _Match(rule, first, last)


@cache
def spelling_table() -> SpellingTable:
    """Return the project's table, read once."""
    return SpellingTable(rule for path in sorted(DATA.glob("*.tsv")) for rule in read_rules(path))


def read_rules(path: Path) -> Iterator[Rule]:
    """Read the rows of one table. Raises SpellingTableError naming the file and line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if next(rows, None) != ["from", "to", "kind", "note"]:
            raise SpellingTableError(f"{path.name}: the first line must be: from, to, kind, note.")
        for number, row in enumerate(rows, start=2):
            try:
                yield _rule(row)
            except ValueError as error:
                raise SpellingTableError(f"{path.name}, line {number}: {error}") from error


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the words and codes of a text with their places; a code or address is one token."""
    for match in _TOKEN.finditer(text):
        chunk, start = match[0], match.start()
        if match["address"]:
            yield Token(start, match.end(), True)
        elif chunk.isalpha():
            yield Token(start, match.end(), False)
        elif _CODE.search(chunk):
            yield Token(start, match.end(), True)
        else:
            for part in _PART.finditer(chunk):
                yield Token(start + part.start(), start + part.end(), False)


def _rule(row: list[str]) -> Rule:
    if len(row) != 4:
        raise ValueError(f"a row has 4 columns, this one has {len(row)}.")
    source, target, kind_and_place, note = row
    kind, _, place = kind_and_place.partition("-")
    if kind not in KINDS or place not in PLACES:
        raise ValueError(f"unknown kind {kind_and_place!r}.")
    unified = unify_i_and_y(unify_tone_marks(lower(clean(source))))
    if source != unified or not _PART.match(source):
        raise ValueError(f"'from' must be written as {unified!r}.")
    if (kind == "keep") != (target == ""):
        raise ValueError("'to' is empty in a row of kind keep, and only there.")
    if target and target == source:
        raise ValueError(f"{source!r} is replaced by itself.")
    return Rule(source, unify_i_and_y(unify_tone_marks(clean(target))), kind, place, note)


class _Message:
    """A text with what the rules ask about it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.low = lower(text)
        self.tokens = [*tokens_of(text)]

    @cached_property
    def is_plain(self) -> bool:
        return is_mostly_without_diacritics(self.text)

    def word(self, index: int) -> str:
        token = self.tokens[index]
        return self.text[token.start : token.end]

    def range(self, first: int, last: int) -> tuple[int, int]:
        return self.tokens[first].start, self.tokens[last].end

    def in_a_list(self, index: int) -> bool:
        """Tell whether a word and the next are single letters with a comma between: `a, b`."""
        between = self.text[self.tokens[index].end : self.tokens[index + 1].start]
        return "," in between and len(self.word(index)) == len(self.word(index + 1)) == 1

    def ends_clause(self, index: int) -> bool:
        after = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        between = self.text[self.tokens[index].end : after.start if after else len(self.text)]
        return (
            after is None
            or not _CLAUSE_EDGE.isdisjoint(between)
            or self.word(index + 1).lower() in _PARTICLES_AFTER
        )

    def starts_clause(self, index: int) -> bool:
        before = self.tokens[index - 1] if index else None
        between = self.text[before.end if before else 0 : self.tokens[index].start]
        return (
            before is None
            or not _CLAUSE_EDGE.isdisjoint(between)
            or self.word(index - 1).lower() in _PARTICLES_BEFORE
        )


@dataclass(frozen=True)
class _Match:
    """A rule that fits the tokens `first` to `last` (included) of a message."""

    rule: Rule
    first: int
    last: int

    def breaks_any(self, shields: dict[int, _Match]) -> bool:
        """Tell whether this is a shielded phrase, or would take a part out of one."""
        return any(
            shield is not None and not self._is_longer_than(shield)
            for shield in (shields.get(self.first), shields.get(self.last))
        )

    def _is_longer_than(self, shield: _Match) -> bool:
        around = self.first <= shield.first and shield.last <= self.last
        return around and self.last - self.first > shield.last - shield.first


def _fits(rule: Rule, message: _Message, first: int, last: int) -> bool:
    if not _is_in_place(rule, message, first, last):
        return False
    return rule.kind == "keep" or not _is_a_name(rule, message, first, last)


def _is_in_place(rule: Rule, message: _Message, first: int, last: int) -> bool:
    if rule.place == "plain":
        return message.is_plain
    if rule.place and rule.source.isascii() and message.is_plain:
        return False
    if rule.place == "end":
        return message.ends_clause(last)
    return rule.place != "start" or message.starts_clause(first)


def _is_a_name(rule: Rule, message: _Message, first: int, last: int) -> bool:
    """Tell whether a word names something and so is left alone: `KH&CN`, `k 12`, `chị Mô`, `e)`."""
    start, end = message.range(first, last)
    before, after = message.text[max(start - 1, 0) : start], message.text[end : end + 1]
    if before in _JOINTS or after in _JOINTS:
        return True
    if first != last:
        return False
    word = message.word(first)
    inside = first > 0 and not message.text.isupper()
    if len(word) > 1:
        is_unit = len(word) == 2 and word.isupper() and first > 0
        return (inside and rule.kind == "dialect" and word.istitle()) or (
            is_unit and message.word(first - 1)[0].isdigit()
        )
    near = [index for index in (first - 1, first + 1) if 0 <= index < len(message.tokens)]
    beside_number = any(message.word(index)[0].isdigit() for index in near)
    in_a_list = after == ")" or any(message.in_a_list(min(index, first)) for index in near)
    return in_a_list or beside_number or "/" in (before, after) or (inside and word.isupper())


def _in_case_of(written: str, target: str) -> str:
    """Return the target with a capital first letter where the written words began with one.

    Written wholly in capitals (`UBND`), an abbreviation says nothing about the case.
    """
    if written[:1].isupper() and (not written.isupper() or len(written) == 1):
        return target[:1].upper() + target[1:]
    return target

"""Training text made worse on purpose, the way people and speech recognisers make it.

Every function takes a text and a random generator and returns another text; the same generator
state gives the same text. The changes come from the spelling tables and from how Vietnamese is
typed, so nobody has to write noisy examples by hand.
"""

from __future__ import annotations

import random
import re
import unicodedata
from functools import cache

from vietnamese.spelling import spelling_table
from vietnamese.text import collapse_whitespace, nfc, strip_diacritics
from vietnamese.tone_placement import without_tones

_SHORTENED_SHARE = 0.7
_MISTYPED_SHARE = 0.2
_LOST_TONE_SHARE = 0.25
_CONFUSED_TONE_SHARE = 0.25

_WORD = re.compile(r"[^\W\d_]+")
_PUNCTUATION = re.compile(r"(?<!\d)[^\w\s]|[^\w\s](?!\d)")

_TELEX_TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI_TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_TELEX_SHAPES = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_VNI_SHAPES = {"ă": "a8", "â": "a6", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7", "đ": "d9"}
# The hook and the tilde sound alike in Đà Nẵng and the south; recognisers mix them up.
_CONFUSED_TONES = {"\u0309": "\u0303", "\u0303": "\u0309"}
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYS_BESIDE = {
    key: row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
    for row in _KEY_ROWS
    for at, key in enumerate(row)
}


def without_diacritics(text: str, rng: random.Random) -> str:
    """Return the text as people type it who never switch the marks on; takes no chance."""
    return strip_diacritics(text)


def teencode(text: str, rng: random.Random) -> str:
    """Return the text with some words as abbreviations and slang: `không` as `ko`."""
    pattern, shorthands = _shorthands()

    def shorten(match: re.Match[str]) -> str:
        if rng.random() >= _SHORTENED_SHARE:
            return match[0]
        return rng.choice(shorthands[match[0].lower()])

    return pattern.sub(shorten, nfc(text))


def typo(text: str, rng: random.Random) -> str:
    """Return the text with at least one slip of the fingers, where it has a word to slip on.

    Slips: marks left as Telex or VNI keys, neighbouring letters swapped, a letter lost, held down
    or hit on the key beside.
    """
    text = nfc(text)
    words = [match for match in _WORD.finditer(text) if len(match[0]) > 1]
    if not words:
        return text
    count = max(1, round(len(words) * _MISTYPED_SHARE))
    for match in sorted(rng.sample(words, count), key=lambda each: each.start(), reverse=True):
        text = text[: match.start()] + _mistyped(match[0], rng) + text[match.end() :]
    return text


def dropped_tones(text: str, rng: random.Random) -> str:
    """Return the text as a speech recogniser writes it: no capitals, no punctuation, and some
    tones lost or mixed up."""
    spoken = collapse_whitespace(_PUNCTUATION.sub(" ", nfc(text).lower()))

    def mishear(match: re.Match[str]) -> str:
        chance = rng.random()
        if chance < _LOST_TONE_SHARE:
            return without_tones(match[0])
        if chance < _LOST_TONE_SHARE + _CONFUSED_TONE_SHARE:
            marks = unicodedata.normalize("NFD", match[0])
            return nfc("".join(_CONFUSED_TONES.get(mark, mark) for mark in marks))
        return match[0]

    return _WORD.sub(mishear, spoken)


@cache
def _shorthands() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """Return a pattern of the words that have short forms, and the short forms of each."""
    found: dict[str, list[str]] = {}
    for rule in spelling_table().rules:
        short = len(rule.source) < len(rule.target)
        if rule.kind in ("abbreviation", "teencode") and not rule.place and short:
            found.setdefault(rule.target.lower(), []).append(rule.source)
    longest_first = sorted(found, key=lambda words: (-len(words), words))
    words = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), found


def _mistyped(word: str, rng: random.Random) -> str:
    slips = [_swapped, _lost, _held, _beside]
    if strip_diacritics(word) != word:
        slips += [_left_in_telex, _left_in_vni]
    return rng.choice(slips)(word, rng)


def _swapped(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _lost(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def _held(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + word[at] * rng.randint(2, 4) + word[at + 1 :]


def _beside(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + rng.choice(_KEYS_BESIDE.get(word[at], word[at])) + word[at + 1 :]


def _left_in_telex(word: str, rng: random.Random) -> str:
    return _as_keys(word, _TELEX_SHAPES, _TELEX_TONES)


def _left_in_vni(word: str, rng: random.Random) -> str:
    return _as_keys(word, _VNI_SHAPES, _VNI_TONES)


def _as_keys(word: str, shapes: dict[str, str], tones: dict[str, str]) -> str:
    """Return the keys pressed for a word when the input method was off: shapes, then the tone."""
    keys = ""
    for letter in without_tones(word.lower()):
        keys += shapes.get(letter, letter)
    tone = next((mark for mark in unicodedata.normalize("NFD", word) if mark in tones), "")
    return keys + tones.get(tone, "")

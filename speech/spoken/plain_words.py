"""Written Vietnamese as plain words that any voice can read as they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial

from speech.spoken.codes import CODES, MIXED_CODES
from speech.spoken.figures import MEASURES, NUMBERS, Reading
from speech.spoken.readings import readings
from speech.spoken.spelling_out import letters_in_words, number_in_words, word_in_syllables
from vietnamese.text import clean
from vietnamese.tone_placement import is_syllable

_BULLET = re.compile(r"^\s*(?:[-–—•*+·▪◦●○]+|\(?[a-zđ]\)|[0-9]{1,2}[.)](?=\s))\s*")
_LISTED = re.compile(r"^\s*([0-9]{1,2})[.)](?=\s)")
_ENDED = (".", "!", "?", ";", ",")

_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)(?P<host>[^\s/?#,;)»\"]+)(?:[/?#][^\s,;)»\"]*)?"
    r"|\b(?P<bare>(?:[a-z0-9-]+\.)+(?:vn|com|org|net|info)(?:\.vn)?)\b(?:/[^\s,;)»\"]*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\b(?P<name>[\w.+-]{1,64})@(?P<host>[\w-]+(?:\.[\w-]+)+)\b")
_WORD_END = r"(?![^\W_])"
_CAPITALS = re.compile(r"(?<![^\W_])[A-ZĐ][A-ZĐ]+(?![^\W_])")
_ROMAN = re.compile(r"(?=[IVX])(?:X{0,3})(?:IX|IV|V?I{0,3})")
_NUMBERED_BY_ROMAN = re.compile(
    r"(?P<cue>\b(?:phụ lục|chương|phần|mục|cấp|mức|hạng|nhóm|quý|khóa|loại|thế kỷ|bảng)\s+)"
    r"(?P<numeral>[IVX]{1,5})(?![^\W_])",
    re.IGNORECASE,
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SLASH_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_])\s?/\s?(?=[^\W\d_])")
_FOR_EACH = re.compile(r"(đồng|đô la mỹ|phần trăm|%)\s*/\s*(?=[^\W\d_])")
_TOKEN = re.compile(r"[^\W\d_]+|[,.?!;]")
_STRENGTH = {"!": 4, "?": 5, ".": 3, ";": 2, ",": 1}


@lru_cache(maxsize=4096)
def to_spoken(text: str) -> str:
    """The text as words in lower case, with spaces and , . ? ! ; between them, nothing else.

    Every word is a Vietnamese syllable. What cannot be said, such as a picture, is left out; the
    result is empty when there is nothing to say.
    """
    text = _one_line(text)
    text = _MAIL.sub(_mail_in_words, text)
    text = _ADDRESS.sub(_address_in_words, text)
    text = _read(text, (*CODES, *MEASURES, *MIXED_CODES))
    text = _abbreviations().sub(lambda match: f" {readings('abbreviation')[match[0]]} ", text)
    text = _NUMBERED_BY_ROMAN.sub(_numeral, text)
    text = _CAPITALS.sub(_capitals_in_words, text)
    text = _read(text, NUMBERS)
    return _tidied(_words_and_pauses(text.lower()))


def _read(text: str, patterns: Iterable[Reading]) -> str:
    for pattern, said in patterns:
        text = pattern.sub(partial(_spaced, said), text)
    return text


def _spaced(said: Callable[[re.Match[str]], str], match: re.Match[str]) -> str:
    return f" {said(match)} "


def _one_line(text: str) -> str:
    """NFKC text on one line; the end of a line is the end of a sentence."""
    text = unicodedata.normalize("NFKC", text.replace("…", ", ")).replace("⁄", "/")
    text = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() and not char.isascii() else char
        for char in text
    )
    lines = []
    for line in text.splitlines():
        listed = _LISTED.match(line)
        line = clean(_BULLET.sub("", line, count=1))
        if listed and line:
            line = f"{number_in_words(listed[1])}, {line}"
        if line:
            lines.append(line if line.endswith(_ENDED) else f"{line.rstrip(':')}.")
    if len(lines) == 1 and not clean(text).endswith(_ENDED):
        return lines[0].removesuffix(".")
    return " ".join(lines)


@cache
def _abbreviations() -> re.Pattern[str]:
    written = sorted(readings("abbreviation"), key=len, reverse=True)
    ends = (f"{re.escape(word)}{'' if word.endswith('.') else _WORD_END}" for word in written)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(ends)})")


def _mail_in_words(match: re.Match[str]) -> str:
    return f" {_labels(match['name'])} a còng {_labels(match['host'])} "


def _address_in_words(match: re.Match[str]) -> str:
    host = (match["host"] or match["bare"]).lower().removeprefix("www.").rstrip(".")
    known = readings("address").get(host)
    ended = "." if match[0].endswith(".") else ""
    return f" {known or f'trang {_labels(host)}'}{ended} "


def _labels(host: str) -> str:
    """The labels of a name on the network, letter groups as words where they can be said."""
    said = []
    for label in re.split(r"\.", host):
        pieces = re.findall(r"[^\W\d_]+|[0-9]+", label.lower())
        said.append(
            " ".join(
                " ".join(map(number_in_words, piece)) if piece.isdigit() else _label_in_words(piece)
                for piece in pieces
            )
        )
    return " chấm ".join(filter(None, said))


def _label_in_words(label: str) -> str:
    known = readings("word").get(label) or _abbreviations_in_lower_case().get(label)
    if known:
        return known
    return letters_in_words(label) if len(label) <= 2 else word_in_syllables(label)


def _capitals_in_words(match: re.Match[str]) -> str:
    """A Roman numeral, a word in capitals, or letters to be named."""
    word = match[0]
    if _ROMAN.fullmatch(word):
        return _roman_in_words(word)
    if is_syllable(word.lower()):
        return word.lower()
    return f" {readings('body').get(word) or letters_in_words(word)} "


def _numeral(match: re.Match[str]) -> str:
    """The numeral of «Phụ lục V» and «phụ lục iv»; «cấp xi măng» has none."""
    numeral = match["numeral"]
    if not _ROMAN.fullmatch(numeral.upper()) or (numeral.islower() and is_syllable(numeral)):
        return match[0]
    if numeral in ("v", "x"):
        return match[0]
    return match["cue"] + _roman_in_words(numeral)


def _roman_in_words(numeral: str) -> str:
    values = [_ROMAN_VALUES[letter] for letter in numeral.upper()]
    total = sum(
        -value if index + 1 < len(values) and values[index + 1] > value else value
        for index, value in enumerate(values)
    )
    return number_in_words(str(total))


def _words_and_pauses(text: str) -> str:
    text = _WORD.sub(_word, text)
    text = _pairs().sub(lambda match: readings("word")[match[0]], text)
    text = _FOR_EACH.sub(r"\1 mỗi ", text)
    text = _SLASH_BETWEEN_WORDS.sub(" hoặc ", text)
    text = re.sub(r"\s[-–—]\s|[:()\[\]{}«»“”\"|—–\n]", " , ", text)
    for symbol, said in readings("symbol").items():
        text = text.replace(symbol, f" {said} ")
    said_words = []
    for token in _TOKEN.findall(text):
        said_words.append(token if token in _STRENGTH else word_in_syllables(token))
    return " ".join(filter(None, said_words))


def _word(match: re.Match[str]) -> str:
    """What is said for a word in lower case; also for «bhyt», but not for «de», a syllable."""
    word = match[0]
    if word in readings("word") or is_syllable(word):
        return readings("word").get(word, word)
    return _abbreviations_in_lower_case().get(word, word)


@cache
def _abbreviations_in_lower_case() -> dict[str, str]:
    return {written.lower(): said for written, said in readings("abbreviation").items()}


@cache
def _pairs() -> re.Pattern[str]:
    pairs = [word for word in readings("word") if "/" in word or "-" in word]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, pairs))})(?![^\W_])")


def _tidied(text: str) -> str:
    """One mark where several stand together, none at the start, a space after each."""
    pieces: list[str] = []
    for token in text.split():
        if token not in _STRENGTH:
            pieces.append(token)
        elif pieces and pieces[-1] in _STRENGTH:
            pieces[-1] = max(pieces[-1], token, key=_STRENGTH.__getitem__)
        elif pieces:
            pieces.append(token)
    if pieces and pieces[-1] in ",;":
        pieces.pop()
    said = re.sub(r" ([,.?!;])", r"\1", " ".join(pieces))
    return _said_twice().sub(r"\1", said)


@cache
def _said_twice() -> re.Pattern[str]:
    """A site that is named and then given by its address."""
    names = "|".join(sorted(readings("address").values(), key=len, reverse=True))
    return re.compile(rf"\b({names})(?:,| tại| là)? \1\b")

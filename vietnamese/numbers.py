"""Numbers, money and dates as Vietnamese words and back."""

from __future__ import annotations

import re
from datetime import date

from vietnamese.text import strip_diacritics, syllables
from vietnamese.tone_placement import unify_tone_marks

_DIGIT_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_DIGITS = {word: digit for digit, word in enumerate(_DIGIT_WORDS)}
_DIGITS |= {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "bẩy": 7, "dăm": 5}
_TENS = {"mươi", "mười", "chục"}
_LEADING_TENS = {"hăm": 20, "băm": 30}
_HUNDRED = "trăm"
_ODD = {"linh", "lẻ"}
_HALF = {"rưỡi", "rưởi"}
_SCALES = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "vạn": 10**4, "nghìn": 10**3, "ngàn": 10**3}
_FIGURES = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")
_LARGEST = 10**12


class NotANumberError(ValueError):
    """The text is not a number in words."""

    def __init__(self, text: str) -> None:
        super().__init__(f"Not a Vietnamese number: {text!r}. Give words such as 'hai mươi lăm'.")


def spoken_to_digits(text: str) -> int:
    """Return the whole number that the words name: `ba trăm linh năm` is 305.

    Takes `rưỡi` (`một triệu rưỡi` is 1 500 000), the short form (`triệu hai` is 1 200 000),
    figures among words (`50 nghìn`), and words without marks (`hai muoi lam`).
    Raises NotANumberError for anything else, also below 0 or from 10^12 on.
    """
    words = [_number_word(word, text) for word in syllables(unify_tone_marks(text))]
    if not words:
        raise NotANumberError(text)
    value = _parse(words, text)
    if value >= _LARGEST:
        raise NotANumberError(text)
    return value


def spoken_digit_string(text: str) -> str:
    """Return digits read one by one as a string: `không chín không năm` is `0905`.

    For telephone numbers and dossier codes, where a leading zero counts.
    Raises NotANumberError when a word is not one digit or a group of figures.
    """
    words = [_number_word(word, text) for word in syllables(unify_tone_marks(text))]
    if not words or not all(word in _DIGITS or word.isdigit() for word in words):
        raise NotANumberError(text)
    return "".join(word if word.isdigit() else str(_DIGITS[word]) for word in words)


def number_to_words(number: int) -> str:
    """Return a whole number from 0 to 10^12 - 1 in words: 25 is `hai mươi lăm`.

    Raises ValueError outside that range.
    """
    if not 0 <= number < _LARGEST:
        raise ValueError(f"Only numbers from 0 to {_LARGEST - 1} can be put in words: {number}.")
    if number == 0:
        return _DIGIT_WORDS[0]
    words: list[str] = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, number = divmod(number, scale)
        if group:
            words += _group_words(group, full=bool(words))
            words += [name] if name else []
    return " ".join(words)


def format_vnd(amount: int) -> str:
    """Return an amount in đồng as laws write it: 50000 is `50.000 đồng`.

    Raises ValueError for a negative amount.
    """
    if amount < 0:
        raise ValueError(f"An amount of money cannot be negative: {amount}.")
    return f"{amount:,} đồng".replace(",", ".")


def format_date(day: date) -> str:
    """Return a date as people say it: `ngày 22 tháng 11 năm 2026`."""
    return f"ngày {day.day} tháng {day.month} năm {day.year}"


def _group_words(group: int, full: bool) -> list[str]:
    """Return the words for 1 to 999; `full` says that a larger group came before."""
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10)
    words = [_DIGIT_WORDS[hundreds], _HUNDRED] if hundreds or full else []
    if tens == 0:
        return words + ((["linh"] if words else []) + [_DIGIT_WORDS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [_DIGIT_WORDS[tens], "mươi"]
    if ones == 1 and tens > 1:
        return [*words, "mốt"]
    if ones == 5:
        return [*words, "lăm"]
    return words + ([_DIGIT_WORDS[ones]] if ones else [])


_KNOWN = {*_DIGITS, *_TENS, *_LEADING_TENS, _HUNDRED, *_ODD, *_HALF, *_SCALES}
# Where two words lose their difference with their marks, the place in the number tells them apart.
_WITHOUT_MARKS = {strip_diacritics(word): word for word in _KNOWN}
_WITHOUT_MARKS |= {"muoi": "mươi", "mot": "một", "bay": "bảy", "ti": "tỷ", "ruoi": "rưỡi"}


def _number_word(word: str, text: str) -> str:
    """Return the word in the form the parser knows; raise NotANumberError when it knows none."""
    if word in _KNOWN:
        return word
    if word in _WITHOUT_MARKS:
        return _WITHOUT_MARKS[word]
    if _FIGURES.fullmatch(word) and word.isascii():
        return word.replace(".", "")
    raise NotANumberError(text)


def _parse(words: list[str], text: str) -> int:
    """Add up groups of `number scale`, each scale smaller than the one before."""
    total = 0
    last_scale = _LARGEST
    group: list[str] = []
    for index, word in enumerate(words):
        if word not in _SCALES:
            group.append(word)
            continue
        scale = _SCALES[word]
        if scale >= last_scale:
            raise NotANumberError(text)
        if not group and index:
            raise NotANumberError(text)
        total += (_parse_group(group, text) if group else 1) * scale
        last_scale, group = scale, []
    if not group:
        return total
    if last_scale == _LARGEST:
        return _parse_group(group, text)
    if group[0] in _HALF and len(group) == 1:
        return total + last_scale // 2
    if len(group) == 1 and group[0] in _DIGITS and last_scale > 10:
        return total + _DIGITS[group[0]] * last_scale // 10
    if group[0] in _ODD:
        group = group[1:]
    return total + _parse_group(group, text)


def _parse_group(words: list[str], text: str) -> int:
    """Return the value of words for 0 to 999, or of one number in figures."""
    if len(words) == 1 and words[0].isdigit():
        return int(words[0])
    rest = list(words)
    value = 0
    if _HUNDRED in rest:
        place = rest.index(_HUNDRED)
        if place > 1:
            raise NotANumberError(text)
        value = 100 * (_digit(rest[0], text) if place else 1)
        rest = rest[place + 1 :]
        if len(rest) == 1 and rest[0] in _HALF:
            return value + 50
        if len(rest) == 1 and rest[0] in _DIGITS and rest[0] != "không":
            return value + 10 * _DIGITS[rest[0]]
        if rest and rest[0] in _ODD:
            if len(rest) != 2:
                raise NotANumberError(text)
            return value + _digit(rest[1], text)
        if not rest:
            return value
    return value + _parse_below_hundred(rest, text)


def _parse_below_hundred(words: list[str], text: str) -> int:
    """Return the value of words for 0 to 99: `mười lăm`, `hai mươi mốt`, `hai lăm`, `hăm ba`."""
    if words and words[0] in _LEADING_TENS and len(words) <= 2:
        return _LEADING_TENS[words[0]] + (_digit(words[1], text) if len(words) == 2 else 0)
    if words and words[0] in _TENS and len(words) <= 2:
        return 10 + (_digit(words[1], text) if len(words) == 2 else 0)
    if len(words) in (2, 3) and words[1] in _TENS:
        ones = _digit(words[2], text) if len(words) == 3 else 0
        return 10 * _digit(words[0], text) + ones
    if len(words) == 2:
        return 10 * _digit(words[0], text) + _digit(words[1], text)
    if len(words) == 1:
        return _digit(words[0], text)
    raise NotANumberError(text)


def _digit(word: str, text: str) -> int:
    if word not in _DIGITS:
        raise NotANumberError(text)
    return _DIGITS[word]

"""Digits and spelled codes in what a recogniser wrote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from speech.spoken.readings import readings
from vietnamese.numbers import NotANumberError, spoken_digit_string, spoken_to_digits
from vietnamese.text import syllables
from vietnamese.tone_placement import unify_tone_marks

# «hai con năm» is 55, «ba số không» 000.
_COUNTED = frozenset({"con", "số", "chữ"})
_MOST_COUNTED = 5
_ZERO_BETWEEN = frozenset({"linh", "lẻ"})
# What makes a number of several words, which is heard as a whole: «hai mươi ba».
_TENS = frozenset({"mươi", "mười", "chục"})
_LARGER = frozenset({"trăm", "nghìn", "ngàn"})
_LONGEST_NUMBER = 8
# «o» and «ô» are how zero is often said.
_LIKE_ZERO = frozenset({"o", "ô"})

_LAST_DIGITS_NAMED = re.compile(
    r"\b(?:bốn|ba|năm|sáu|4|3|5|6) (?:chữ )?(?:con )?số (?:cuối cùng|cuối|đuôi|sau cùng|sau|chót)\b"
)
# What may stand around digits and codes that are given.
_AROUND = frozenset(
    """
    dạ vâng ừ ờ à ạ thưa alo anh chị em cô chú bác con cháu mình tôi tui ơi đây nè nì này nha nhé
    nghe nghen hỉ số mã hồ sơ điện thoại máy căn cước công dân của là thì cuối đuôi sau cùng gồm có
    đọc rồi nha đó đấy vậy rứa hết di động chữ nhà cho đi cuối chót giấy hẹn bắt đầu bằng
    """.split()  # noqa: SIM905 - a word list reads better as text
)
_UNKNOWN_WORDS = 1
# With an unknown word among them, fewer digits than this are chance: «cho hỏi một chút».
_SURE_FROM = 4

_JOINTS = {
    "gạch nối": "-",
    "gạch ngang": "-",
    "gạch dưới": "-",
    "gạch chéo": "-",
    "dấu gạch": "-",
    "dấu trừ": "-",
    "dấu chấm": ".",
    "gạch": "-",
    "ngang": "-",
    "trừ": "-",
    "xuyệt": "-",
    "xẹt": "-",
    "chấm": ".",
}
# Other names of letters than those in the table of readings.
_LETTERS = {
    "hắt": "h",
    "hác": "h",
    "hờ": "h",
    "hách": "h",
    "bờ": "b",
    "xờ": "x",
    "cờ": "c",
    "đờ": "đ",
    "dờ": "d",
    "gờ": "g",
    "giê": "g",
    "e lờ": "l",
    "em mờ": "m",
    "em": "m",
    "en nờ": "n",
    "en": "n",
    "e rờ": "r",
    "ét sì": "s",
    "sờ": "s",
    "tờ": "t",
    "vờ": "v",
    "ích xì": "x",
    "i cờ rét": "y",
    "quờ": "q",
    "cu": "q",
    "pờ": "p",
}
_DIGITS_IN_A_CODE = 6
_LAST_GROUP = re.compile(r"(?<=[0-9]{6}-)[0-9]{1,3}$")
_LAST_GROUP_DIGITS = 4
_LAST_GROUPS = re.compile(r"[0-9]{6}-?[0-9]{4,6}$")


def digits(text: str) -> str | None:
    """The digits that were said: «không chín, hai con năm» is `0955`. None if none were.

    Numbers count as they are written: «mười hai» is `12`. A sentence that only happens to hold a
    number gives None.
    """
    text = unify_tone_marks(_in_figures(text)).lower()
    said = ""
    unknown = 0
    for piece in _pieces(syllables(_LAST_DIGITS_NAMED.sub(" ", text))):
        if piece.isdecimal():
            said += piece
        elif piece not in _AROUND:
            unknown += 1
    sure = unknown == 0 or (unknown <= _UNKNOWN_WORDS and len(said) >= _SURE_FROM)
    return said if said and sure else None


def code(text: str) -> str | None:
    """A code that was spelled, as it is written: «hát mười bảy gạch hai sáu …» is `H17-26…`.

    None where too little of one was said. The last group gets its zeros back: `-1` is `-0001`.
    """
    said, unknown = _spelled(text)
    if unknown > _UNKNOWN_WORDS or sum(map(str.isdigit, said)) < _DIGITS_IN_A_CODE:
        return None
    return _LAST_GROUP.sub(lambda match: match[0].zfill(_LAST_GROUP_DIGITS), said)


def is_of_code(text: str) -> bool:
    """Whether a code, or any part of one that holds a figure, was spelled and nothing else."""
    said, unknown = _spelled(text)
    return not unknown and any(map(str.isdigit, said))


def is_whole_code(text: str) -> bool:
    """Whether a code was spelled to the end of its last group, of four digits or more."""
    return _LAST_GROUPS.search(_spelled(text)[0]) is not None


def _spelled(text: str) -> tuple[str, int]:
    """The letters, figures and signs that were said, and how many other words."""
    words = syllables(unify_tone_marks(_in_figures(text)).lower())
    said = ""
    unknown = 0
    for piece in _pieces(_with_joints(words)):
        if piece.isdecimal() or piece in ("-", "."):
            said += piece
        elif piece in _AROUND:
            continue
        elif re.fullmatch(r"[a-zđ0-9.\-]*[0-9][a-zđ0-9.\-]*", piece) or len(piece) == 1:
            said += piece.upper()
        else:
            unknown += 1
    return re.sub(r"[-.]*-[-.]*", "-", said).strip("-."), unknown


def _in_figures(text: str) -> str:
    """NFKC text, so that a figure is one of 0 to 9."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _pieces(words: Sequence[str]) -> list[str]:
    """The words, with those that name digits replaced by the digits."""
    pieces: list[str] = []
    place = 0
    while place < len(words):
        found, used = _counted(words, place) or _number(words, place) or (words[place], 1)
        pieces.append(found)
        place += used
    return pieces


def _counted(words: Sequence[str], place: int) -> tuple[str, int] | None:
    """«hai con năm», «ba số không», «bốn con số tám»."""
    times = _digit(words[place])
    if not times or len(times) != 1 or not 2 <= int(times) <= _MOST_COUNTED:
        return None
    after = place + 1
    while after < len(words) and words[after] in _COUNTED:
        after += 1
    if after == place + 1 or after == len(words):
        return None
    repeated = _digit(words[after])
    if not repeated or len(repeated) != 1:
        return None
    return repeated * int(times), after + 1 - place


def _number(words: Sequence[str], place: int) -> tuple[str, int] | None:
    """The longest number of several words that begins here, else one digit."""
    first = _digit(words[place])
    if first is None and words[place] not in _TENS:
        return ("0", 1) if words[place] in _ZERO_BETWEEN | _LIKE_ZERO and place else None
    for length in range(min(_LONGEST_NUMBER, len(words) - place), 1, -1):
        group = words[place : place + length]
        if _is_one_number(group):
            try:
                return str(spoken_to_digits(" ".join(group))), length
            except NotANumberError:
                continue
    return (first, 1) if first is not None else ("10", 1)


def _is_one_number(group: Sequence[str]) -> bool:
    """Whether the words are said as one number, and no digit read by itself follows them."""
    if any(word.isdigit() for word in group):
        return False
    if any(word in _LARGER for word in group):
        return group[0] != "không" and group[-1] not in ("không",) and _is_closed(group)
    if group[0] == "mười":
        return len(group) == 2 and _digit(group[1]) not in (None, "0")
    return group[1] in _TENS - {"mười"} and (
        len(group) == 2 or (len(group) == 3 and _digit(group[2]) not in (None, "0"))
    )


def _is_closed(group: Sequence[str]) -> bool:
    """Whether a number with hundreds ends as one does: not «ba trăm hai», which may be 3, 0, 2."""
    last = max(place for place, word in enumerate(group) if word in _LARGER)
    rest = group[last + 1 :]
    if not rest:
        return True
    if rest[0] in _ZERO_BETWEEN:
        return len(rest) == 2
    return any(word in _TENS for word in rest[:2]) and len(rest) <= 3


@lru_cache(maxsize=4096)
def _digit(word: str) -> str | None:
    try:
        return None if word.isdigit() and not word.isdecimal() else spoken_digit_string(word)
    except NotANumberError:
        return None


def _with_joints(words: Sequence[str]) -> list[str]:
    """The words, with the names of letters and of the signs between groups replaced by them."""
    names = {**_letter_names(), **_JOINTS}
    replaced: list[str] = []
    place = 0
    while place < len(words):
        for length in (3, 2, 1):
            group = " ".join(words[place : place + length])
            if group in names and (group != "em" or replaced):
                replaced.append(names[group])
                place += length
                break
        else:
            replaced.append(words[place])
            place += 1
    return replaced


@cache
def _letter_names() -> dict[str, str]:
    named = {said: letter for letter, said in readings("letter").items() if letter != "o"}
    return {**_LETTERS, **named}

"""Which of the options on offer a person means: «2», «cái thứ hai», «cái có yếu tố nước ngoài»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vietnamese.text import strip_diacritics, syllables

_NUMBERS = {
    "mot": 1,
    "nhat": 1,
    "dau": 1,
    "hai": 2,
    "nhi": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
}
_LAST = {"cuoi", "chot", "rot"}
# What may stand around a number without making the message a new question.
_AROUND = frozenset(
    """
    a ah anh ban cai cau chi cho chon co dau dau tien da di do dong dung e em gium giup ha lay lua
    minh muc muon nha nhe no nay roi so ta tien thi thu toi tui u ung vang viec xem y
    """.split()  # noqa: SIM905 - a word list reads better as text
)
# A longer message is a question of its own, not a choice.
MAX_SYLLABLES = 8


def chosen_option(text: str, names: Sequence[str]) -> int | None:
    """The index of the option that `text` chooses among those named `names`, or None."""
    words = [strip_diacritics(word) for word in syllables(text)]
    if not words or not names or len(words) > MAX_SYLLABLES:
        return None
    by_number = _by_number(words, len(names))
    return by_number if by_number is not None else _by_words(words, names)


def _by_number(words: Sequence[str], count: int) -> int | None:
    said = [word for word in words if word not in _AROUND or word in _NUMBERS]
    if any(word in _LAST for word in said):
        return count - 1 if all(word in _LAST or word in {"cung"} for word in said) else None
    numbers = {
        int(word) if re.fullmatch(r"\d{1,2}", word) else _NUMBERS[word]
        for word in said
        if word in _NUMBERS or re.fullmatch(r"\d{1,2}", word)
    }
    others = [word for word in said if word not in _NUMBERS and not word.isdigit()]
    if len(numbers) == 1 and not others:
        number = numbers.pop()
        return number - 1 if 1 <= number <= count else None
    return None


def _by_words(words: Sequence[str], names: Sequence[str]) -> int | None:
    """By the words that tell the options apart."""
    told = [{strip_diacritics(word) for word in syllables(name)} for name in names]
    common = set.intersection(*told) if len(told) > 1 else set()
    # A polite word chooses nothing, though a name may hold one that looks like it («đã», «dạ»).
    said = set(words) - _AROUND
    matches = [len((own - common) & said) for own in told]
    best = max(matches, default=0)
    return matches.index(best) if best and matches.count(best) == 1 else None

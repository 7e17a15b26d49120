"""Finds numbers and addresses that name a person, and puts a word in their place.

Some are known by their own form: a citizen number, a telephone number, a plate, an e-mail address,
a bank card. Others look like any number and need a word before them: «cmnd», «stk», «hộ chiếu».
Left alone are the numbers that the assistant works with: codes of procedures and dossiers, numbers
of legal documents, money, dates, years, hotlines, and fewer than seven digits of anything.

Each step sees what the earlier ones found as a barrier, just as it would see a placeholder. So a
masked text holds nothing more to find. Every step takes time in proportion to the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from vietnamese.text import INVISIBLE


class Kind(StrEnum):
    """What a found number or address is."""

    CITIZEN_NUMBER = "citizen_number"
    OLD_IDENTITY_NUMBER = "old_identity_number"
    PHONE = "phone"
    PLATE = "plate"
    EMAIL = "email"
    CARD = "card"
    ACCOUNT = "account"
    PASSPORT = "passport"
    # Digits read aloud that are none of the above, or not heard well enough to tell.
    SPOKEN_NUMBER = "spoken_number"


PLACEHOLDERS = {
    Kind.CITIZEN_NUMBER: "[số căn cước]",
    Kind.OLD_IDENTITY_NUMBER: "[số chứng minh nhân dân]",
    Kind.PHONE: "[số điện thoại]",
    Kind.PLATE: "[biển số xe]",
    Kind.EMAIL: "[thư điện tử]",
    Kind.CARD: "[số thẻ]",
    Kind.ACCOUNT: "[số tài khoản]",
    Kind.PASSPORT: "[số hộ chiếu]",
    Kind.SPOKEN_NUMBER: "[dãy số]",
}


@dataclass(frozen=True)
class Found:
    """Personal data of a kind at `text[start:end]` of the text that was searched."""

    kind: Kind
    start: int
    end: int


def masked(text: str) -> str:
    """Return the text with each piece of personal data replaced by its placeholder.

    Takes any string. A masked text stays as it is when it is masked again.
    """
    pieces: list[str] = []
    last = 0
    for found in find(text):
        pieces += [text[last : found.start], PLACEHOLDERS[found.kind]]
        last = found.end
    return "".join([*pieces, text[last:]])


def find(text: str) -> list[Found]:
    """Return the personal data in a text, in its order, without overlaps. Takes any string."""
    draft = _Draft(text)
    draft.hide(_PLACEHOLDER, _BARRIER)
    draft.take(_emails)
    for pattern in _INNOCENT:
        draft.hide(pattern, _SHIELD)
    for step in (_spoken_numbers, _passports, _plates, _military_plates, _numbers):
        draft.take(step)
    return sorted(draft.found, key=lambda found: found.start)


# What was found, and what must not be; no text holds them, for folding takes them out.
_BARRIER, _SHIELD = "\ue000", "\ue001"
# A letter or digit, or something found, right beside: a number does not begin or end there.
_START = rf"(?<![a-z\d{_BARRIER}])"
_END = rf"(?![a-z\d{_BARRIER}])"

# A span of the folded text, and what it is; None says that it must be left alone.
_Span = tuple[Kind | None, int, int]


class _Draft:
    """A text on its way through the steps, folded: one lower-case ASCII letter for each letter.

    Marks and invisible characters are left out; `_places` says where each character came from.
    """

    def __init__(self, text: str) -> None:
        self._original = text
        characters: list[str] = []
        self._places: list[int] = []
        for place, character in enumerate(text):
            if folded := _folded(character):
                characters.append(folded)
                self._places.append(place)
        self.text = "".join(characters)
        self._places.append(len(text))
        self.found: list[Found] = []

    def take(self, step: Callable[[_Draft], Iterator[_Span]]) -> None:
        """Keep what a step finds, in the order of the text; later steps do not see it."""
        pieces: list[str] = []
        last = 0
        for kind, start, end in step(self):
            if kind is not None:
                self.found.append(Found(kind, self._places[start], self._places[end]))
            pieces += [self.text[last:start], (_BARRIER if kind else _SHIELD) * (end - start)]
            last = end
        self.text = "".join([*pieces, self.text[last:]])

    def hide(self, pattern: re.Pattern[str], sign: str) -> None:
        """Put a sign in place of all that fits a pattern."""
        self.text = pattern.sub(lambda match: sign * len(match.group()), self.text)

    def is_upper(self, start: int, end: int) -> bool:
        """Tell whether the letters there were written as capitals."""
        return "".join(self._original[place] for place in self._places[start:end]).isupper()

    def cue_before(self, place: int) -> str:
        """Return the last telling word shortly before a place: the name of its group in `_CUES`."""
        window = self.text[max(0, place - _CUE_REACH) : place]
        window = window[window.rfind(_BARRIER) + 1 :]
        cues = list(_CUES.finditer(window))
        if not cues or len(window[cues[-1].end() :].split()) > _WORDS_AFTER_CUE:
            return ""
        return cues[-1].lastgroup or ""


_INVISIBLE = re.compile(f"[{INVISIBLE}{_BARRIER}{_SHIELD}]")


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """Return one character for a visible one, and none for a mark or an invisible one."""
    if _INVISIBLE.match(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return ""
    if "\uff01" <= character <= "\uff5e":  # wide forms of ASCII
        character = chr(ord(character) - 0xFEE0)
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return unicodedata.normalize("NFD", character.lower())[0].replace("đ", "d")


_PLACEHOLDER = re.compile(
    "|".join(re.escape("".join(map(_folded, words))) for words in PLACEHOLDERS.values())
)

# --- What is never personal ------------------------------------------------------------------

_SLOPPY = r"[\s.,_/\\‐-―−-]{0,3}"
_APART = r"[\s.,_/\\‐-―−-]{1,3}"
_SHORT_DATE = rf"[1-4]\d{_SLOPPY}(?:0[1-9]|1[0-2]){_SLOPPY}(?:0[1-9]|[12]\d|3[01])"
_INNOCENT = (
    # A dossier of a ministry (G) or province (H), 000.00.19.H17-260814-0001, H17.12.3-250811-0042;
    # also without its first groups,
    re.compile(
        rf"(?:(?<![\d{_BARRIER}])\d{{3}}{_SLOPPY}\d\d{_SLOPPY}\d\d{_SLOPPY})?(?<![a-z])[gh]{_SLOPPY}"
        rf"[1-9]\d(?:{_APART}\d{{1,3}}){{0,3}}{_SLOPPY}{_SHORT_DATE}{_SLOPPY}\d{{1,6}}(?!\d)"
    ),
    # or without its letter, or with more letters as a recogniser writes it.
    re.compile(
        rf"(?<![\d{_BARRIER}])000{_SLOPPY}00{_SLOPPY}\d\d{_SLOPPY}(?:[a-z]{{1,4}}{_SLOPPY})?\d\d"
        rf"{_SLOPPY}{_SHORT_DATE}{_SLOPPY}\d{{1,6}}(?!\d)"
    ),
    # A procedure, 1.001193, or what it gives, KQ.G01.000068.
    re.compile(rf"(?<![\d{_BARRIER}])(?<!\d[., -])\d\.\d{{6}}(?!\d)"),
    re.compile(rf"{_START}[a-z]{{1,3}}\d\d\.\d{{6}}(?!\d)"),
    # A random name of a page or a conversation (UUID).
    re.compile(rf"{_START}[\da-f]{{8}}-(?:[\da-f]{{4}}-){{3}}[\da-f]{{12}}(?![a-z\d])"),
    # A date: 12.03.1999.
    re.compile(
        rf"(?<![\d{_BARRIER}])(?<!\d[./-])(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1"
        r"(?:(?:19|20)\d\d|\d\d)(?![./-]?\d)"
    ),
    # Money: 150.000.000 đồng, 50000k; never with a zero first. A «k» standing alone is «không».
    re.compile(
        rf"(?<![\d{_BARRIER}+])(?<!\d[., -])[1-9]\d*+(?:[.,]\d{{3}}(?!\d))*+"
        r"(?:d|k|tr| ?(?:dong(?! y)|vnd|nghin|ngan|trieu|ty|ti))(?![a-z\d])"
    ),
)

# --- Words that say what the next number is --------------------------------------------------

_CUE_REACH = 64
_WORDS_AFTER_CUE = 6
_CUES = re.compile(
    r"""(?<![a-z])(?:
    (?P<identity>cccd|cmnd|cmtnd|cmt|can\s?cuoc|chung\s?minh|dinh\s?danh)
    |(?P<phone>sdt|so\s?dt|dt|dtdd|dien\s?thoai|di\s?dong|so\s?may|zalo|phone|tel|alo|goi|lien\s?he)
    |(?P<account>stk|so\s?tk|tai\s?khoan|so\s?account)
    |(?P<card>so\s?the|the\s(?:atm|ngan\s?hang|visa|tin\s?dung|ghi\s?no|napas|mastercard))
    |(?P<passport>ho\s?chieu|passport)
    |(?P<vehicle>bien\s?so|bks|bsx|bien\s?kiem\s?soat|bien\s?xe|xe|oto|o\s?to)
    |(?P<other>ho\s?so|thu\s?tuc|nghi\s?dinh|thong\s?tu|quyet\s?dinh|mst|ma\s?so\s?thue|to\s?ban\s?do
        |hop\s?dong|hoa\s?don|le\s?phi|so\s?tien|vneid|dich\s?vu\s?cong)
    )(?![a-z])""",
    re.VERBOSE,
)

# --- E-mail ----------------------------------------------------------------------------------

_LOCAL_END = re.compile(r"[a-z0-9._%+-]")
_DOMAIN = re.compile(r"[a-z0-9-]++(?:\.[a-z0-9-]++)*+")
_PROVIDER = re.compile(r" ?(?:gmail|yahoo|ymail|outlook|hotmail|icloud|live|zoho)(?: ?\. ?[a-z]+)*")


def _emails(draft: _Draft) -> Iterator[_Span]:
    text = draft.text
    done = 0
    for at in (place for place, character in enumerate(text) if character == "@"):
        before = at - 1 if text[at - 1 : at] == " " else at
        start = before
        while start > done and _LOCAL_END.match(text[start - 1]):
            start -= 1
        # With a space beside the sign it may be a word such as «tại»: only a known domain counts.
        host = _PROVIDER.match(text, at + 1)
        if host is None and before == at:
            host = _DOMAIN.match(text, at + 1)
        if start == before or host is None or not any(map(str.isalpha, host.group())):
            continue
        done = host.end()
        yield Kind.EMAIL, start, done


# --- Digits read aloud -----------------------------------------------------------------------

_DIGIT_WORDS = {
    "khong": "0",
    "le": "0",
    "linh": "0",
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "tu": "4",
    "nam": "5",
    "lam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
    # «mười bảy» is said among digits too; only the number of digits counts there.
    "muoi": "",
}
_SPOKEN_TOKEN = rf"(?:(?:{'|'.join(_DIGIT_WORDS)})(?![a-z\d])|\d{{1,4}}(?!\d))"
_SPOKEN = re.compile(
    rf"{_START}{_SPOKEN_TOKEN}(?:[\s,.–-]{{1,3}}(?:(?:o|a|u|um|roi)[\s,]{{1,2}})?{_SPOKEN_TOKEN}){{4,}}"
    rf"{_END}"
)
_TOKEN = re.compile(r"[a-z]+|\d+")
_FEWEST_SPOKEN = 9
_FEWEST_WORDS = 3
# A dossier code without its letter, or the end of one: 17 260814 0001.
_DOSSIER_DIGITS = re.compile(
    r"(?:0{5}\d\d)?\d{0,2}[23]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4,6}"
)


def _spoken_numbers(draft: _Draft) -> Iterator[_Span]:
    for run in _SPOKEN.finditer(draft.text):
        tokens = [
            token
            for token in _TOKEN.finditer(draft.text, run.start(), run.end())
            if token.group().isdigit() or token.group() in _DIGIT_WORDS
        ]
        words = sum(not token.group().isdigit() for token in tokens)
        if words < _FEWEST_WORDS or len(_digits_of(tokens)) < _FEWEST_SPOKEN:
            continue
        # «được không», «số của ba»: a digit word beside the number may be another word.
        for part in (tokens, tokens[1:], tokens[:-1], tokens[1:-1]):
            if kind := _kind_by_form(_digits_of(part)):
                yield kind, part[0].start(), part[-1].end()
                break
        else:
            is_dossier = _DOSSIER_DIGITS.fullmatch(_digits_of(tokens))
            yield None if is_dossier else Kind.SPOKEN_NUMBER, tokens[0].start(), tokens[-1].end()


def _digits_of(tokens: list[re.Match[str]]) -> str:
    return "".join(_DIGIT_WORDS.get(token.group(), token.group()) for token in tokens)


# --- Passports and plates --------------------------------------------------------------------

_PASSPORT = re.compile(rf"{_START}[a-z]{{1,2}}( ?)\d{{6,8}}{_END}")


def _passports(draft: _Draft) -> Iterator[_Span]:
    for match in _PASSPORT.finditer(draft.text):
        is_one = not match.group(1) or draft.is_upper(match.start(), match.start(1))
        if is_one and draft.cue_before(match.start()) == "passport":
            yield Kind.PASSPORT, match.start(), match.end()


_PLATE_END = rf"(?![a-z\d{_BARRIER}]|[.,][\d{_BARRIER}])"
_PLATE = re.compile(
    rf"{_START}(?P<province>\d\d)(?P<gap>[ .-]{{0,2}})(?P<series>[a-z]{{1,2}}|[a-z]\d)"
    rf"(?P<second_gap>[ .-]{{0,3}})(?P<number>\d{{3}}[. ]?\d\d|\d{{4}}){_PLATE_END}"
)
_MEASURES = {"cc", "kg", "km", "cm", "mm", "tr"}
_NO_PLATES_OF = {"10", "13", "42", "44", "45", "46", "87", "91", "96"}
_MILITARY_PLATE = re.compile(
    rf"{_START}(?P<unit>[a-z]{{2}})[ -]{{0,2}}\d\d(?P<joint>[. -]?)\d\d"
    rf"(?![a-z\d{_BARRIER}]|[.,/-][\d{_BARRIER}])"
)
_MILITARY_UNITS = frozenset(
    """
    aa ab ac ad an ap at av ba bb bc bh bk bl bp bs bt bv ha hb hc hd he hh hl hn hq ht ka kb kc kd
    kk kn kp kq kt kv pa pc pk pm pp pq pt px qa qb qh qk qp qq ta tb tc td th tk tl tm tn tt
    """.split()  # noqa: SIM905 - short as a phrase
)


def _plates(draft: _Draft) -> Iterator[_Span]:
    for match in _PLATE.finditer(draft.text):
        province, series = match["province"], match["series"]
        if province[0] == "0" or province in _NO_PLATES_OF or series in _MEASURES:
            continue
        if _is_plate_alone(draft, match) or _is_plate_by_cue(draft, match):
            yield Kind.PLATE, match.start(), match.end()


def _military_plates(draft: _Draft) -> Iterator[_Span]:
    for match in _MILITARY_PLATE.finditer(draft.text):
        if match["unit"] not in _MILITARY_UNITS:
            continue
        written_as_one = match["joint"] in {"-", "."} and draft.is_upper(*match.span("unit"))
        if written_as_one or draft.cue_before(match.start()) == "vehicle":
            yield Kind.PLATE, match.start(), match.end()


def _is_plate_by_cue(draft: _Draft, match: re.Match[str]) -> bool:
    capitals = draft.is_upper(*match.span("series"))
    is_year = len(match["number"]) == 4 and match["number"].startswith(("19", "20"))
    return draft.cue_before(match.start()) == "vehicle" and (capitals or not is_year)


def _is_plate_alone(draft: _Draft, match: re.Match[str]) -> bool:
    """Tell whether its form is enough: it is not for «50k 2024» or «12 B 12345»."""
    gap, second_gap, number = match["gap"], match["second_gap"], match["number"]
    capitals = draft.is_upper(*match.span("series"))
    letter_and_digit = match["series"][-1].isdigit()
    if " " in gap and not (capitals and letter_and_digit):
        return False
    if len(number) == 4:
        return capitals and "-" in second_gap and not number.startswith(("19", "20"))
    return " " not in number and (capitals or letter_and_digit or " " not in second_gap)


# --- Numbers ---------------------------------------------------------------------------------

# By the codes of the 63 provinces of 2012, which citizen numbers keep.
_BIRTH_PROVINCES = (
    "001|002|004|006|008|01[0124579]|02[024567]|03[01345678]|04[0245689]|05[12468]|06[024678]"
    "|07[024579]|08[0234679]|09[1-6]"
)
# Province, then sex and century in one digit (2100 is far), then the year of birth and six more.
_CITIZEN_NUMBER = re.compile(rf"(?:{_BIRTH_PROVINCES})[0-3]\d{{8}}")
_PHONE = re.compile(r"(?:(?:00)?84)?0?[35789]\d{8}|(?:(?:00)?84|0)2\d{9}|01[2689]\d{8}|0511\d{7}")
_CARD = re.compile(r"(?:[2-6]\d{3}|9704)\d{9,15}")
_LOCAL_PHONE = re.compile(r"[35789]\d{8}|[2-8]\d{6,7}")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")

_GROUP = re.compile(r"\d+")
_JOINT = re.compile(r"[\s.,()_*·•–—-]{1,3}")
_MOST_DIGITS = 19
_FEWEST_DIGITS = 7


@dataclass(frozen=True)
class _Number:
    """Groups of digits that stand together, such as `0905.123.456`."""

    written: str
    digits: str
    groups: tuple[int, ...]
    with_plus: bool


def _numbers(draft: _Draft) -> Iterator[_Span]:
    groups = list(_GROUP.finditer(draft.text))
    index = 0
    while index < len(groups):
        candidates = _numbers_from(draft.text, groups, index)
        found = next(_recognised(draft, candidates, groups[index].start()), None)
        if found is None:
            index += 1
            continue
        kind, number = found
        start = groups[index].start() - number.with_plus
        index += len(number.groups)
        yield kind, start, groups[index - 1].end()


def _numbers_from(text: str, groups: list[re.Match[str]], first: int) -> list[_Number]:
    """Return what may be one number from a group on, the longest first."""
    start = groups[first].start()
    with_plus = text[start - 1 : start] == "+"
    # One sign throughout, but for those that may set a prefix apart: +84 (0) 905.123.456.
    free_joints = 2 if with_plus else 1
    candidates: list[_Number] = []
    digits = ""
    sizes: list[int] = []
    joints: list[str] = []
    for index in range(first, min(len(groups), first + _MOST_DIGITS)):
        group = groups[index]
        if index > first:
            joint = text[groups[index - 1].end() : group.start()]
            if not _JOINT.fullmatch(joint):
                break
            joints.append(joint.strip(" ()"))
        size = group.end() - group.start()
        if len(digits) + size > _MOST_DIGITS or len(set(joints[free_joints:])) > 1:
            break
        digits += group.group()
        sizes.append(size)
        if len(digits) >= _FEWEST_DIGITS:
            candidates.append(
                _Number(
                    written=text[start : group.end()],
                    digits=digits,
                    groups=tuple(sizes),
                    with_plus=with_plus,
                )
            )
    return candidates[::-1]


def _recognised(
    draft: _Draft, candidates: list[_Number], start: int
) -> Iterator[tuple[Kind, _Number]]:
    """Yield the readings of the candidates: first by their own form, then by the word before."""
    for number in candidates:
        if kind := _kind_by_writing(number):
            yield kind, number
    cue = draft.cue_before(start) if candidates else ""
    for number in candidates:
        if kind := _kind_by_cue(number, cue):
            yield kind, number


def _kind_by_form(digits: str) -> Kind | None:
    if _CITIZEN_NUMBER.fullmatch(digits):
        return Kind.CITIZEN_NUMBER
    if len(digits) > 9 and _PHONE.fullmatch(digits):
        return Kind.PHONE
    if _CARD.fullmatch(digits) and _luhn(digits):
        return Kind.CARD
    return None


def _kind_by_writing(number: _Number) -> Kind | None:
    """Return the kind that the digits and their grouping say, if they do."""
    kind = _kind_by_form(number.digits)
    if number.with_plus and 9 <= len(number.digits) <= 15:
        return Kind.PHONE
    if kind is Kind.CITIZEN_NUMBER and number.groups[0] < 3 and len(set(number.groups)) > 1:
        return None  # what stands in a dossier code: 00.19.17-260814
    if kind is Kind.CARD and len(number.groups) > 1 and not _grouped_as_a_card(number.groups):
        return None
    if kind is Kind.PHONE and number.digits[0] != "0" and _THOUSANDS.fullmatch(number.written):
        return None
    return kind


def _grouped_as_a_card(groups: tuple[int, ...]) -> bool:
    return groups[0] == 4 and (set(groups[:-1]) == {4} or groups[1:] in {(6, 5), (6, 4)})


def _luhn(digits: str) -> bool:
    """Tell whether the last digit checks the others, as on bank cards."""
    doubled = [2 * int(digit) for digit in digits[-2::-2]]
    return (
        sum(map(int, digits[-1::-2])) + sum(value - 9 * (value > 9) for value in doubled)
    ) % 10 == 0


def _kind_by_cue(number: _Number, cue: str) -> Kind | None:
    """Return the kind that the word before says, where the number can be one."""
    length = len(number.digits)
    whole = len(number.groups) == 1
    if _DOSSIER_DIGITS.fullmatch(number.digits):
        return None
    if cue == "identity" and length in {9, 11, 12, 13}:
        return Kind.OLD_IDENTITY_NUMBER if length == 9 else Kind.CITIZEN_NUMBER
    if cue == "phone" and _LOCAL_PHONE.fullmatch(number.digits):
        written_together = whole or number.groups in {(3, 4), (1, 3, 3), (3, 2, 2), (1, 6)}
        is_round = number.digits.endswith("000")
        return Kind.PHONE if (length == 9 or written_together) and not is_round else None
    if cue == "account" and length >= 8 and not _THOUSANDS.fullmatch(number.written):
        return Kind.ACCOUNT
    if cue == "card" and length >= 13:
        return Kind.CARD
    if cue == "passport" and whole and length in {8, 9}:
        return Kind.PASSPORT
    return None

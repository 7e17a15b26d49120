"""Finds today's wards in what people say: by their names of today, and by all names before.

On 1 July 2025 the districts ended and the wards and communes were merged; people go on using the
old names. A name may stand for one ward of today, or for several: two former communes shared it,
or it is that of a whole former district.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.records import Ward
from vietnamese.text import lower, nfc, strip_diacritics
from vietnamese.tone_placement import unify_tone_marks

# The words before a name that tell which kind of unit it is, without diacritics.
_WARD, _DISTRICT, _PROVINCE = "ward", "district", "province"
_TYPE_WORDS: dict[tuple[str, ...], str] = {
    ("phuong",): _WARD,
    ("p",): _WARD,
    ("f",): _WARD,
    ("xa",): _WARD,
    ("x",): _WARD,
    ("thi", "tran"): _WARD,
    ("tt",): _WARD,
    ("dac", "khu"): _WARD,
    ("quan",): _DISTRICT,
    ("q",): _DISTRICT,
    ("huyen",): _DISTRICT,
    ("h",): _DISTRICT,
    ("thi", "xa"): _DISTRICT,
    ("tx",): _DISTRICT,
    ("thanh", "pho"): _DISTRICT,
    ("tp",): _DISTRICT,
    ("tinh",): _PROVINCE,
}
_OFFICIAL_TYPES = (
    "Phường",
    "Xã",
    "Thị trấn",
    "Đặc khu",
    "Quận",
    "Huyện",
    "Thị xã",
    "Thành phố",
    "Tỉnh",
)
# Names that mean something else as well: another province or city, or an everyday word. Without
# «phường», «xã» before them they are not taken for a unit.
_NEEDS_TYPE = frozenset(
    {
        "bình an",
        "bình dương",
        "bình định",
        "bình minh",
        "bình phước",
        "bình thuận",
        "hiệp đức",
        "minh an",
        "phú thọ",
        "phú thuận",
        "quế an",
        "tân an",
        "tân bình",
        "tân hiệp",
        "tây hồ",
        "thanh bình",
        "tiên phong",
        "trà vinh",
        "trường xuân",
        "xuân phú",
    }
)
# Provinces that ended, as the records of wards write them.
FORMER_PROVINCES = ("tỉnh Quảng Nam",)
_ROMAN = {"i": "1", "ii": "2", "iii": "3"}
_WORD = re.compile(r"[^\W_]+")
# A misspelt name after «phường», «xã» is taken for the name it is so close to.
_CLOSE = 0.84
_LONGEST_GAP = 12


@dataclass(frozen=True)
class Mention:
    """A unit named in a text: where, and the codes of the wards of today that it may mean.

    `name` is the unit as it is officially written, «Phường Thạch Thang»; `former` tells that it
    is a name of before 1 July 2025, `district` the district it lay in, `whole_district` that the
    name is that of a district or province.
    """

    start: int
    end: int
    name: str
    wards: tuple[str, ...]
    former: bool = False
    district: str = ""
    whole_district: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether the person has to be asked which ward is meant."""
        return len(self.wards) != 1


@dataclass(frozen=True)
class _Word:
    toned: str
    plain: str
    start: int
    end: int


@dataclass(frozen=True)
class _Place:
    """One name of one unit, and the wards of today that it stands for."""

    name: str
    toned: tuple[str, ...]
    kind: str
    wards: tuple[str, ...]
    former: bool
    district: str = ""


class WardDirectory:
    """The wards of today by every name people use."""

    def __init__(self, wards: Iterable[Ward]) -> None:
        self._by_plain: dict[tuple[str, ...], list[_Place]] = {}
        self._joined: dict[str, tuple[str, ...]] = {}
        self._longest = 0
        for place in _places(list(wards)):
            key = tuple(strip_diacritics(word) for word in place.toned)
            self._by_plain.setdefault(key, []).append(place)
            self._joined["".join(key)] = key
            self._longest = max(self._longest, len(key))

    def find(self, text: str) -> list[Mention]:
        """The units named in `text`, in its order. «phường X, quận Y» is one mention."""
        words = _words(text)
        unmarked = all(word.toned == word.plain for word in words)
        mentions: list[tuple[Mention, list[_Place]]] = []
        number = 0
        while number < len(words):
            found = self._at(words, number, unmarked)
            if found is None:
                number += 1
                continue
            first, last, places = found
            mentions.append((_mention(words[first].start, words[last].end, places), places))
            number = last + 1
        return list(_told_apart(mentions, text))

    def _at(
        self, words: Sequence[_Word], number: int, unmarked: bool
    ) -> tuple[int, int, list[_Place]] | None:
        """The unit whose name or type word begins with word `number`: its words and places."""
        kind, length = _type_at(words, number)
        start = number + length
        for size in range(min(self._longest, len(words) - start), 0, -1):
            said = words[start : start + size]
            places = self._by_plain.get(tuple(_digits(word.plain) for word in said), [])
            places = [place for place in places if _agrees(place, said, unmarked, bool(kind))]
            if places and not kind and " ".join(places[0].toned) in _NEEDS_TYPE:
                places = self._confirmed(places, words, start + size, unmarked)
            if kind:
                places = [place for place in places if place.kind == kind] or (
                    places if kind == _WARD else []
                )
            if places and kind == _WARD:
                places = _of_type(places, words[number].plain)
            if places:
                return number, start + size - 1, places
        if kind == _WARD:
            return self._nearly(words, number, start)
        return None

    def _confirmed(
        self, places: list[_Place], words: Sequence[_Word], following: int, unmarked: bool
    ) -> list[_Place]:
        """The places whose district is named right after them: «Bình Thuận, Hải Châu»."""
        found = self._at(words, following, unmarked) if following < len(words) else None
        districts = {place.name for place in found[2]} if found else set()
        return [place for place in places if place.district in districts]

    def _nearly(
        self, words: Sequence[_Word], number: int, start: int
    ) -> tuple[int, int, list[_Place]] | None:
        """A ward misspelt by a letter."""
        for size in (3, 2):
            said = words[start : start + size]
            joined = "".join(word.plain for word in said)
            if len(said) < size or len(joined) < 6:
                continue
            close = difflib.get_close_matches(joined, self._joined, n=1, cutoff=_CLOSE)
            if close:
                places = self._by_plain[self._joined[close[0]]]
                places = [place for place in places if place.kind == _WARD]
                if places:
                    return number, start + size - 1, places
        return None


def _places(wards: Sequence[Ward]) -> Iterator[_Place]:
    districts: dict[str, dict[str, None]] = {}
    for ward in wards:
        yield _Place(ward.name, _name_words(ward.name), _WARD, (ward.code,), former=False)
        for unit in ward.formerly:
            if unit.name.startswith(("Quận ", "Huyện ")):
                districts.setdefault(unit.name, {})[ward.code] = None
                continue
            yield _Place(
                unit.name, _name_words(unit.name), _WARD, (ward.code,), True, unit.district
            )
            if unit.district:
                districts.setdefault(unit.district, {})[ward.code] = None
    for province in FORMER_PROVINCES:
        codes = dict.fromkeys(
            ward.code for ward in wards for unit in ward.formerly if unit.province == province
        )
        if codes:
            name = province[:1].upper() + province[1:]
            yield _Place(name, _name_words(name), _PROVINCE, tuple(codes), former=True)
    for district, codes in districts.items():
        yield _Place(district, _name_words(district), _DISTRICT, tuple(codes), former=True)


def _words(text: str) -> list[_Word]:
    lowered = lower(unify_tone_marks(nfc(text)))
    return [
        _Word(found.group(), strip_diacritics(found.group()), found.start(), found.end())
        for found in _WORD.finditer(lowered)
    ]


def _name_words(name: str) -> tuple[str, ...]:
    """The words of a name without its type: («thạch», «thang»)."""
    bare = next((name[len(kind) :] for kind in _OFFICIAL_TYPES if name.startswith(kind)), name)
    return tuple(_digits(word.toned) for word in _words(bare))


def _digits(word: str) -> str:
    return _ROMAN.get(word, word)


def _type_at(words: Sequence[_Word], number: int) -> tuple[str, int]:
    """The kind that the words from `number` on announce, and how many words say so."""
    for length in (2, 1):
        said = words[number : number + length]
        kind = _TYPE_WORDS.get(tuple(word.plain for word in said), "")
        # «thị xã», «xa» (far) and «quan» (officer) are other words when written with other marks.
        if kind and all(word.toned in _TYPE_FORMS or word.toned == word.plain for word in said):
            return kind, length
    return "", 0


_TYPE_FORMS = frozenset(
    "phường p f xã x thị trấn tt đặc khu quận q huyện h tx thành phố tp tỉnh".split()  # noqa: SIM905
)


def _agrees(place: _Place, said: Sequence[_Word], unmarked: bool, typed: bool) -> bool:
    """Whether what was said, which reads alike without marks, is this name."""
    same = all(_digits(word.toned) == name for word, name in zip(said, place.toned, strict=True))
    if typed:
        return same or all(
            word.toned == word.plain or _digits(word.toned) == name
            for word, name in zip(said, place.toned, strict=True)
        )
    if len(said) < 2:
        return False
    return same or (unmarked and len("".join(place.toned)) > 4)


def _of_type(places: list[_Place], type_word: str) -> list[_Place]:
    """Of several units of one name those of the type that was said: «phường», not «xã»."""
    official = {"phuong": "Phường", "p": "Phường", "f": "Phường", "xa": "Xã", "x": "Xã"}.get(
        type_word
    )
    return [place for place in places if official and place.name.startswith(official)] or places


def _mention(start: int, end: int, places: Sequence[_Place]) -> Mention:
    today = [place for place in places if place.kind == _WARD and not place.former]
    districts = [place for place in places if place.kind in (_DISTRICT, _PROVINCE)]
    # «Hải Châu» alone is what people call the whole former district.
    place = (districts or today or list(places))[0]
    meant = [place] if districts else list(places)
    if today and not districts:
        # A ward of today that took over the name of one of its own parts.
        own = [one for one in places if one.wards == today[0].wards]
        meant = own if len(own) == len(places) else list(places)
        place = today[0]
    return Mention(
        start=start,
        end=end,
        name=place.name,
        wards=tuple(dict.fromkeys(code for one in meant for code in one.wards)),
        former=place.former,
        district=place.district,
        whole_district=place.kind in (_DISTRICT, _PROVINCE),
    )


def _told_apart(mentions: Sequence[tuple[Mention, list[_Place]]], text: str) -> Iterator[Mention]:
    """Joins a ward with the district named right after it, which tells namesakes apart."""
    number = 0
    while number < len(mentions):
        mention, places = mentions[number]
        following = mentions[number + 1][0] if number + 1 < len(mentions) else None
        number += 1
        if (
            following is not None
            and following.whole_district
            and not mention.whole_district
            and following.start - mention.end <= _LONGEST_GAP
            and not re.search(r"[?!;]", text[mention.end : following.start])
        ):
            there = [place for place in places if place.district == following.name] or [
                place for place in places if set(place.wards) & set(following.wards)
            ]
            if there:
                joined = _mention(mention.start, following.end, there)
                yield replace(joined, district=following.name)
                number += 1
                continue
        yield mention

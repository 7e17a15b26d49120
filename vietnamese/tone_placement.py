"""One spelling for one syllable: where the tone mark stands, and `i` or `y` at its end.

Vietnamese has two conventions for open `oa`, `oe` and `uy`. The older one (`hòa`, `khỏe`, `thủy`)
is kept here, because keyboards produce it by default and citizens write it more. Marks on a wrong
letter (`tóan`, `qúy`, `gìơ`) move to the right one. Only the mark moves: length and letter case
stay, and a word that is not a Vietnamese syllable is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_TONES = {"\u0300": 1, "\u0301": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5}
_MARKS = {number: mark for mark, number in _TONES.items()}
_SHARP, _HEAVY = 2, 5

_ONSET = re.compile("(ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?(.*)", re.DOTALL)

_RHYMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
    oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơc ơi ơm ơn ơng ơp ơt
    u ua uân uâng uât uây uc uê uên uêch uênh uêt ui um un ung uơ up ut uy uya uych uyên uyêt uyn
    uynh uyp uyt uyu uôc uôi uôm uôn uông uôt
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu ynh yt ych yn
    """.split()  # noqa: SIM905 - short as a table
)
_VOWELS = frozenset("aăâeêioôơuưy")
_SHAPED_VOWELS = frozenset("ăâêôơư")
_WORD = re.compile(r"[^\W\d_]+")

# Spellings with `i` and with `y` that are the same word, to the one citizens and laws write.
# `i` alone is not touched where it makes another word (`mì`, `tí`, `lì`).
_I_OR_Y = dict(
    pair.split("/")
    for pair in """
    kí/ký kì/kỳ kỉ/kỷ kĩ/kỹ kị/kỵ lí/lý mĩ/mỹ tỉ/tỷ quí/quý quì/quỳ quỉ/quỷ quĩ/quỹ quị/quỵ
    quít/quýt quích/quých sỹ/sĩ sỷ/sỉ mỳ/mì vỵ/vị
    """.split()  # noqa: SIM905 - short as a table
)


def unify_tone_marks(text: str) -> str:
    """Return NFC text with every tone mark where the older convention puts it.

    `hoà` becomes `hòa`, `thuý` becomes `thúy`; `hoàn`, `quý` and `giỏi` stay. The length stays.
    """
    return _WORD.sub(lambda match: place_tone(match[0]), text)


def unify_i_and_y(text: str) -> str:
    """Return NFC text with one spelling for words written with `i` or `y`: `kĩ` as `kỹ`.

    Tone marks must be unified before. The length stays.
    """
    return _WORD.sub(lambda match: choose_i_or_y(match[0]), text)


@lru_cache(maxsize=8192)
def place_tone(word: str) -> str:
    """Return one NFC word with its tone mark on the letter that carries it in the older style."""
    bare, tone, position = _take_tone_off(word)
    if not tone:
        return word
    carrier = _carrier(bare.lower())
    if carrier is None or carrier == position:
        return word
    marked = unicodedata.normalize("NFC", bare[carrier] + _MARKS[tone])
    return bare[:carrier] + marked + bare[carrier + 1 :]


@lru_cache(maxsize=8192)
def choose_i_or_y(word: str) -> str:
    """Return one NFC word in the spelling preferred between `i` and `y`, letter case kept."""
    chosen = _I_OR_Y.get(word.lower())
    if chosen is None:
        return word
    return "".join(
        new.upper() if old.isupper() else new for old, new in zip(word, chosen, strict=True)
    )


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Tell whether a word can be a Vietnamese syllable, with its marks, in any letter case."""
    bare, tone, _ = _take_tone_off(word.lower())
    parts = _split(bare)
    if parts is None:
        return False
    stopped = parts[1].endswith(("c", "ch", "p", "t"))
    return tone in (_SHARP, _HEAVY) if stopped else True


def without_tones(text: str) -> str:
    """Return NFC text without its tone marks, each letter in its own shape: `ầ` as `â`.

    The length stays.
    """
    return text.translate(_toneless_letters())


@cache
def _toneless_letters() -> dict[int, str]:
    latin = (chr(code) for codes in ((0xC0, 0x180), (0x1E00, 0x1F00)) for code in range(*codes))
    return {ord(letter): _take_tone_off(letter)[0] for letter in latin}


@lru_cache(maxsize=8192)
def _take_tone_off(word: str) -> tuple[str, int, int]:
    """Return the word without its tone mark, the tone (0 for none) and where it stood.

    A word with two tone marks is no syllable: it comes back as it is, with tone 0.
    """
    if word.isascii():
        return word, 0, -1
    letters: list[str] = []
    tone, position = 0, -1
    for index, letter in enumerate(word):
        parts = unicodedata.normalize("NFD", letter)
        found = next((_TONES[mark] for mark in parts[1:] if mark in _TONES), 0)
        if found and tone:
            return word, 0, -1
        if found:
            tone, position = found, index
            parts = "".join(mark for mark in parts if mark not in _TONES)
            letter = unicodedata.normalize("NFC", parts)
        letters.append(letter)
    bare = "".join(letters)
    return (bare, tone, position) if len(bare) == len(word) else (word, 0, -1)


def _split(bare: str) -> tuple[str, str] | None:
    """Split a toneless lower-case syllable into onset and rhyme; None when it is none."""
    match = _ONSET.fullmatch(bare)
    onset, rhyme = (match[1] or "", match[2]) if match else ("", "")
    if onset in ("gi", "qu") and rhyme not in _RHYMES:
        onset, rhyme = bare[0], bare[1:]
    return (onset, rhyme) if rhyme in _RHYMES else None


def _carrier(bare: str) -> int | None:
    """Return the index of the letter that carries the tone of a toneless syllable."""
    parts = _split(bare)
    if parts is None:
        return None
    onset, rhyme = parts
    vowels = [index for index, letter in enumerate(rhyme) if letter in _VOWELS]
    shaped = [index for index in vowels if rhyme[index] in _SHAPED_VOWELS]
    if shaped:
        chosen = shaped[-1]
    elif len(vowels) == 1:
        chosen = vowels[0]
    elif len(vowels) == 3 or vowels[-1] < len(rhyme) - 1:
        chosen = vowels[1]
    else:
        chosen = vowels[0]
    return len(onset) + chosen

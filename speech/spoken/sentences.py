"""Spoken text in sentences short enough to be followed by ear."""

from __future__ import annotations

import re

MOST_WORDS = 30
# A pause before fewer words than this sounds like a mistake.
FEWEST_WORDS = 4

_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
# Where a long sentence may be cut, the best place first.
_CUTS = (
    re.compile(r"; "),
    re.compile(
        r", (?=(?:nếu|khi|trường hợp|thì|còn|nhưng|trừ|sau đó|rồi|và|hoặc|trong đó|theo|để|do"
        r"|cơ quan|người|anh chị)\b)"
    ),
    re.compile(r", "),
    re.compile(
        r" (?=(?:nếu|khi|trường hợp|hoặc|nhưng|trừ|để|kèm theo|theo quy định|do|kể từ"
        r"|trong thời hạn|thì|và|trên|tại|theo|cho|của|đối với|được|có|từ|ở|về|với|là|bằng)\b)"
    ),
    re.compile(r" "),
)


def sentences_of(spoken: str, most_words: int = MOST_WORDS) -> list[str]:
    """The sentences of what `to_spoken` gave, each ending in a mark and of at most `most_words`.

    A longer sentence is cut where a speaker would breathe.
    """
    sentences: list[str] = []
    for sentence in _SENTENCE.findall(spoken):
        whole = sentence.strip(" ,;")
        if re.search(r"\w", whole):
            sentences += _cut(whole if whole.endswith((".", "!", "?")) else f"{whole}.", most_words)
    return sentences


def word_count(spoken: str) -> int:
    """How many words are said."""
    return len(re.findall(r"\w+", spoken))


def _cut(sentence: str, most_words: int) -> list[str]:
    """The sentence, or two parts of it, cut as near to its middle as a good place allows."""
    if word_count(sentence) <= most_words:
        return [sentence]
    for place in _CUTS:
        cuts = [
            match
            for match in place.finditer(sentence)
            if min(word_count(sentence[: match.start()]), word_count(sentence[match.end() :]))
            >= FEWEST_WORDS
        ]
        if cuts:
            middle = len(sentence) / 2
            best = min(cuts, key=lambda match: abs(match.start() - middle))
            first, second = sentence[: best.start()], sentence[best.end() :]
            return [
                *_cut(f"{first.rstrip(' ,;.')}.", most_words),
                *_cut(second.strip(" ,;"), most_words),
            ]
    return [sentence]

"""What is looked at in a text when it is compared with other texts.

For what a message is about (`topic_features`): words with diacritics say most; syllables, their
pairs and pieces of them without diacritics make a text typed without them, or with a typing slip,
look alike. For what the person wants (`intent_features`): how words follow each other, and how
the message begins and ends, say more than the words themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from vietnamese.text import strip_diacritics, syllables

PIECE_LENGTHS = (3, 4)
# An intent shows in the first and the last words: «cho hỏi…», «…ở mô rứa».
OPENING, CLOSING = 3, 4


def topic_features(text: str) -> list[str]:
    """The features by which a message is compared with utterances about records."""
    toned, plain = _syllables(text)
    features = _words(toned, plain)
    features += [f"pp:{first}_{second}" for first, second in pairwise(plain)]
    joined = f" {' '.join(plain)} "
    for length in PIECE_LENGTHS:
        features += [
            f"c:{joined[start : start + length]}" for start in range(len(joined) - length + 1)
        ]
    return features


def topic_words(text: str) -> list[str]:
    """The features from which the topic is learnt: words, and pairs of them, also across a gap."""
    toned, plain = _syllables(text)
    features = _words(toned, plain)
    features += [f"tt:{first}_{second}" for first, second in pairwise(toned)]
    features += [f"pp:{first}_{second}" for first, second in pairwise(plain)]
    features += [f"p.p:{first}_{second}" for first, second in zip(plain, plain[2:], strict=False)]
    return features


def intent_features(text: str, words: Sequence[str] = ()) -> list[str]:
    """The features from which the intent is told; `words` are its segmented words, if any."""
    toned, plain = _syllables(text)
    features = _words(toned, plain)
    features += [f"w:{word}" for word in words if " " in word]
    features += [f"tt:{first}_{second}" for first, second in pairwise(toned)]
    framed = ["<", *plain, ">"]
    features += [f"pp:{first}_{second}" for first, second in pairwise(framed)]
    features += [
        f"ppp:{'_'.join(plain[start : start + 3])}" for start in range(max(len(plain) - 2, 0))
    ]
    features += [f"s:{syllable}" for syllable in plain[:OPENING]]
    features += [f"e:{syllable}" for syllable in plain[-CLOSING:]]
    return features


def _syllables(text: str) -> tuple[list[str], list[str]]:
    toned = syllables(text)
    return toned, [strip_diacritics(syllable) for syllable in toned]


def _words(toned: Sequence[str], plain: Sequence[str]) -> list[str]:
    return [f"t:{syllable}" for syllable in toned] + [f"p:{syllable}" for syllable in plain]

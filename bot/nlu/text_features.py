"""What is looked at in a text when it is compared with other texts.

Words and pairs of words with diacritics say most; syllables, pairs of syllables and pieces of
syllables without diacritics make a text typed without them, or with a typing slip, look alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from vietnamese.text import strip_diacritics, syllables

PIECE_LENGTHS = (3, 4)


def text_features(text: str, words: Sequence[str] = ()) -> list[str]:
    """The features of `text`; `words` are its segmented words, where there are some."""
    toned = syllables(text)
    plain = [strip_diacritics(syllable) for syllable in toned]
    features = [f"t:{syllable}" for syllable in toned]
    features += [f"p:{syllable}" for syllable in plain]
    features += [f"pp:{first}_{second}" for first, second in pairwise(plain)]
    features += [f"w:{word}" for word in words if " " in word]
    joined = f" {' '.join(plain)} "
    for length in PIECE_LENGTHS:
        features += [
            f"c:{joined[start : start + length]}" for start in range(len(joined) - length + 1)
        ]
    return features

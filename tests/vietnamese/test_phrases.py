"""Listed phrases in texts with and without diacritics."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.phrases import Said


@pytest.mark.parametrize(
    ("text", "phrase", "holds"),
    [
        ("xin cấp lại thẻ", "cấp lại", True),
        ("xin cap lai the", "cấp lại", True),
        ("nhà cháy rồi", "cháy", True),
        # Without marks one syllable may be another word,
        ("nha chay roi", "cháy", False),
        # and in a text with marks a word without them is not meant to have some.
        ("tư vấn giúp em với ạ", "tự vẫn", False),
        ("bác cấp láicho em", "cấp lại", False),
        ("", "cấp lại", False),
    ],
)
def test_a_phrase_in_a_text(text: str, phrase: str, holds: bool) -> None:
    assert Said(text).holds(phrase) is holds


@given(st.lists(st.sampled_from(["cấp", "lại", "mất", "thẻ"]), min_size=2, max_size=6))
def test_every_run_of_syllables_is_found(words: list[str]) -> None:
    assert Said(" ".join(words)).holds(" ".join(words[:2]))

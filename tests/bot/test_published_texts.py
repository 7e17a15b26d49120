"""What may be rendered ahead: all that is published, in words for the ear, and nothing else."""

from __future__ import annotations

import re

import pytest

from actions.answer import Aspect
from actions.procedure_answer import procedure_answer
from bot.hotline.answer_script import opening, script_of
from bot.published_texts import published_texts
from knowledge.library import Library
from speech.call import wording
from vietnamese.personal_data import masked

BIRTH = "1.001193"


@pytest.fixture(scope="module")
def texts(library: Library) -> list[str]:
    return list(published_texts(library))


def test_what_every_call_says_comes_first(texts: list[str]) -> None:
    assert texts[0] == opening().parts[0]
    assert wording.GO_ON in texts[:60] and wording.REMINDERS[0] in texts[:60]


def test_what_a_caller_hears_of_a_procedure_is_among_them(
    library: Library, texts: list[str]
) -> None:
    found = library.procedure(BIRTH)
    assert found is not None
    for aspect in (None, *Aspect):
        script = script_of(procedure_answer(*found, aspect).payload())
        assert set(script.parts) <= set(texts)


def test_what_the_portal_reads_of_a_procedure_is_among_them(
    library: Library, texts: list[str]
) -> None:
    found = library.procedure(BIRTH)
    assert found is not None
    for aspect in (None, *Aspect):
        answer = procedure_answer(*found, aspect)
        assert set(script_of(answer.payload(), by_phone=False).parts) <= set(texts)


def test_one_record_alone(library: Library, texts: list[str]) -> None:
    only = list(published_texts(library, {BIRTH}))
    assert 10 < len(only) < 100
    assert set(only) <= set(texts)
    assert opening().parts[0] not in only


def test_they_are_words_and_not_figures(texts: list[str]) -> None:
    of_records = texts[60:]
    assert len(of_records) > 1000
    assert not [text for text in of_records if re.search(r"\d", text)]
    # Numbers of articles may look like digits read aloud; such a sentence stays in the house.
    personal = [text for text in texts if masked(text) != text]
    assert len(personal) < len(texts) / 500

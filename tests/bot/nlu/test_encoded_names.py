"""An optional encoder over the names of all records, and as a witness of the linker."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.encoded_names import EncodedNames
from bot.nlu.link_evidence import FEATURES, EvidenceCollector
from bot.nlu.sentence_encoder import SentenceEncoder
from bot.nlu.topic_classifier import TopicClassifier
from bot.nlu.utterance_index import UtteranceIndex
from knowledge.library import Library
from knowledge.store import KnowledgeStore
from settings import Settings
from tests.actions.publishing import published
from tests.actions.sample_records import COMPLETE
from tests.bot.nlu.tiny_encoder import make_encoder

MARRIAGE = "procedure:1.000894"


@pytest.fixture
def names(library: Library, tmp_path: Path) -> EncodedNames:
    encoder = SentenceEncoder(make_encoder(tmp_path / "encoder"))
    return EncodedNames(library, encoder, tmp_path / "vectors")


def test_a_name_that_says_the_same_in_other_words_is_near(names: EncodedNames) -> None:
    found = names.nearest("tụi em sắp cưới", 30)

    assert MARRIAGE in found
    assert found[MARRIAGE] > 0.9


def test_it_is_not_asked_about_what_it_cannot_read(names: EncodedNames) -> None:
    assert names.nearest("tui em sap cuoi", 5) == {}


def test_a_record_published_a_moment_ago_is_there(
    names: EncodedNames, store: KnowledgeStore
) -> None:
    identity = f"procedure:{COMPLETE.code}"
    kite = COMPLETE.model_copy(update={"name": "Cưới hôn", "aliases": ()})
    assert identity not in names.nearest("cưới hôn", 50)
    with published(kite, store):
        assert identity in names.nearest("cưới hôn", 50)
    assert identity not in names.nearest("cưới hôn", 50)


def test_the_linker_hears_it(names: EncodedNames, library: Library) -> None:
    nothing, _ = TopicClassifier.fit([], [])
    collector = EvidenceCollector(library, UtteranceIndex([]), nothing, names)
    [found] = [item for item in collector.collect("tụi em sắp cưới") if item.identity == MARRIAGE]
    heard = dict(zip(FEATURES, found.features, strict=True))

    assert heard["encoded"] > 0.9


def test_without_an_encoder_there_is_none(library: Library) -> None:
    assert EncodedNames.configured(library, Settings(encoder="")) is None

from __future__ import annotations

import random
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.errors import EncoderUnavailable
from bot.nlu.encoded_index import CACHE_FILE, EncodedIndex
from bot.nlu.sentence_encoder import SentenceEncoder
from tests.bot.nlu.tiny_encoder import WORDS, make_encoder

MARRIAGE, BIRTH, LAND = "procedure:1.000894", "procedure:1.001193", "faq:nha-dat"
RECORDS = {
    MARRIAGE: ["kết hôn", "cưới nhà"],
    BIRTH: ["sinh đẻ"],
    LAND: ["đất", "nhà đất", "cưới đất"],
}


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> SentenceEncoder:
    return SentenceEncoder(make_encoder(tmp_path_factory.mktemp("encoder")))


@pytest.fixture
def index(encoder: SentenceEncoder, tmp_path: Path) -> EncodedIndex:
    filled = EncodedIndex(encoder, tmp_path)
    filled.update_all(RECORDS)
    return filled


def test_a_record_is_found_by_other_words_for_the_same(index: EncodedIndex) -> None:
    found = index.nearest("cưới", 3)
    assert list(found) == [MARRIAGE, LAND, BIRTH]
    assert found[MARRIAGE] > 0.99
    assert found[BIRTH] < 0.1


def test_the_nearest_text_speaks_for_its_record(index: EncodedIndex) -> None:
    # Of the three texts of land one is about a wedding on it.
    assert index.nearest("đất cưới", 1)[LAND] == pytest.approx(1)


def test_what_changed_is_asked_at_once(index: EncodedIndex) -> None:
    index.update(BIRTH, ["cưới"])
    assert next(iter(index.nearest("cưới", 1))) == BIRTH
    index.remove(BIRTH)
    assert BIRTH not in index.nearest("cưới", 9)
    index.remove("faq:never-there")
    index.update(LAND, [])
    index.update(MARRIAGE, [" "])
    assert index.nearest("cưới", 9) == {}


def test_what_says_nothing_is_near_to_nothing(
    index: EncodedIndex, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    assert index.nearest(" ", 3) == {}
    assert index.nearest("cưới", 0) == {}
    assert EncodedIndex(encoder, tmp_path).nearest("cưới", 3) == {}


TEXT = st.lists(st.sampled_from(sorted(WORDS)), min_size=1, max_size=4).map(" ".join)
KEY = st.sampled_from([f"procedure:{number}" for number in range(6)])
CHANGE = st.tuples(KEY, st.one_of(st.none(), st.lists(TEXT, max_size=4)))


@settings(deadline=None, max_examples=60)
@given(changes=st.lists(CHANGE, max_size=12), asked=TEXT, limit=st.integers(0, 8))
def test_after_any_changes_the_index_says_what_a_plain_dictionary_says(
    encoder: SentenceEncoder,
    changes: list[tuple[str, list[str] | None]],
    asked: str,
    limit: int,
) -> None:
    plain: dict[str, list[str]] = {}
    with TemporaryDirectory() as folder:
        index = EncodedIndex(encoder, Path(folder))
        for key, texts in changes:
            if texts is None:
                index.remove(key)
                plain.pop(key, None)
            else:
                index.update(key, texts)
                plain[key] = texts
            _agrees(index, encoder, plain, asked, limit)
        at_once = EncodedIndex(encoder, Path(folder))
        at_once.update_all(plain)
        _agrees(at_once, encoder, plain, asked, limit)


def _agrees(
    index: EncodedIndex,
    encoder: SentenceEncoder,
    plain: dict[str, list[str]],
    asked: str,
    limit: int,
) -> None:
    vector = encoder.encode([asked])[0]
    expected = {
        key: max(float(vector @ encoder.encode([text])[0]) for text in texts)
        for key, texts in plain.items()
        if texts
    }
    found = index.nearest(asked, limit)
    assert len(found) == min(limit, len(expected))
    assert list(found.values()) == sorted(found.values(), reverse=True)
    for key, cosine in found.items():
        assert cosine == pytest.approx(expected[key], abs=1e-5)
    left = [cosine for key, cosine in expected.items() if key not in found]
    if found and left:
        assert min(found.values()) >= max(left) - 1e-5


def encoded_by(encoder: SentenceEncoder, folder: Path, records: dict[str, list[str]]) -> list[str]:
    """The texts that had to be encoded to fill a new index over the folder."""
    asked: list[str] = []

    class Recording:
        fingerprint = encoder.fingerprint

        def encode(self, texts: list[str]) -> np.ndarray:
            asked.extend(texts)
            return encoder.encode(texts)

    EncodedIndex(Recording(), folder).update_all(records)  # type: ignore[arg-type]
    return sorted(asked)


def test_no_text_is_encoded_twice(encoder: SentenceEncoder, tmp_path: Path) -> None:
    every = sorted(text for texts in RECORDS.values() for text in texts)
    assert encoded_by(encoder, tmp_path, RECORDS) == every
    assert encoded_by(encoder, tmp_path, RECORDS) == []
    assert encoded_by(encoder, tmp_path, {**RECORDS, BIRTH: ["sinh", "sinh đẻ"]}) == ["sinh"]
    assert encoded_by(encoder, tmp_path, {"a": ["nhà"], "b": ["nhà", "nhà"]}) == ["nhà"]


def test_vectors_of_another_encoder_are_not_taken(encoder: SentenceEncoder, tmp_path: Path) -> None:
    EncodedIndex(encoder, tmp_path).update_all(RECORDS)
    turned = SentenceEncoder(make_encoder(tmp_path / "turned", {**WORDS, "đất": (1, 0, 0, 0)}))
    index = EncodedIndex(turned, tmp_path)
    index.update_all(RECORDS)
    assert index.nearest("cưới", 3)[LAND] == pytest.approx(1)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_damaged_cache_changes_no_answer_and_is_whole_again_afterwards(
    encoder: SentenceEncoder, data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        sound = EncodedIndex(encoder, Path(folder))
        sound.update_all(RECORDS)
        file = Path(folder) / CACHE_FILE
        content = bytearray(file.read_bytes())
        at = data.draw(st.integers(0, len(content)))
        if data.draw(st.booleans()):
            del content[at:]
        else:
            rubbish = data.draw(st.binary(min_size=1, max_size=400))
            content[at : at + len(rubbish)] = rubbish
        file.write_bytes(content)
        index = EncodedIndex(encoder, Path(folder))
        index.update_all(RECORDS)
        assert index.nearest("cưới nhà", 3) == sound.nearest("cưới nhà", 3)
        assert encoded_by(encoder, Path(folder), RECORDS) == []


def test_a_damaged_cache_is_reported(encoder: SentenceEncoder, tmp_path: Path) -> None:
    (tmp_path / CACHE_FILE).write_text("Đây không phải là cơ sở dữ liệu. " * 100, encoding="utf-8")
    with capture_logs() as logged:
        EncodedIndex(encoder, tmp_path).update_all(RECORDS)
    assert [line["event"] for line in logged] == ["vector_cache_discarded", "texts_encoded"]


def test_a_folder_that_cannot_be_written_costs_time_and_no_answer(
    encoder: SentenceEncoder, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    with capture_logs() as logged:
        index = EncodedIndex(encoder, tmp_path / "taken")
        index.update_all(RECORDS)
    assert {"vector_cache_discarded"} < {line["event"] for line in logged}
    assert next(iter(index.nearest("kết hôn", 1))) == MARRIAGE


def test_an_update_that_fails_leaves_the_index_as_it_was(
    index: EncodedIndex, encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = index.nearest("cưới", 3)
    encode = encoder.encode

    def failing(texts: list[str]) -> np.ndarray:
        if "sinh nhà" in texts:
            raise EncoderUnavailable("Bộ mã hóa câu không chạy được.")
        return encode(texts)

    monkeypatch.setattr(encoder, "encode", failing)
    with pytest.raises(EncoderUnavailable):
        index.update_all({MARRIAGE: [], BIRTH: ["sinh nhà"]})
    assert index.nearest("cưới", 3) == before


def test_who_asks_during_updates_sees_the_state_before_or_after_one(index: EncodedIndex) -> None:
    # Both records change together, so an answer with only one of them changed is torn.
    states = [{MARRIAGE: ["cưới"], BIRTH: ["sinh"]}, {MARRIAGE: ["sinh"], BIRTH: ["cưới"]}]
    index.update_all({LAND: [], **states[0]})
    done = threading.Event()

    def keep_changing() -> None:
        rng = random.Random(7)
        while not done.is_set():
            index.update_all(rng.choice(states))

    changing = threading.Thread(target=keep_changing)
    changing.start()
    try:
        for _ in range(300):
            found = index.nearest("cưới", 2)
            assert sorted(round(cosine, 3) for cosine in found.values()) == [0, 1]
    finally:
        done.set()
        changing.join()

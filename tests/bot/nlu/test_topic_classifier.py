"""Which record a message is about, learnt from utterances."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.kernel_ridge import KernelRidge

from bot.nlu.text_features import topic_words
from bot.nlu.topic_classifier import NEGLIGIBLE, REGULARISATION, SQUARED, TopicClassifier

TEXTS = [
    "vợ em mới đẻ muốn làm giấy tờ cho bé",
    "sinh con ra cần đăng ký giấy tờ",
    "bé nhà em mới sinh chưa có giấy tờ",
    "tụi em sắp cưới cần giấy tờ gì",
    "hai đứa lấy nhau phải nộp giấy tờ gì",
    "muốn làm vợ chồng hợp pháp",
    "hôm nay trời đẹp quá",
]
KEYS = ["birth", "birth", "birth", "marriage", "marriage", "marriage", ""]
KNOWN = ["birth", "marriage"]
# Not in order, and not all.
LEFT_OUT = [5, 0, 6, 2]


@pytest.fixture(scope="module")
def fitted() -> tuple[TopicClassifier, list[dict[str, float]]]:
    return TopicClassifier.fit(TEXTS, KEYS, LEFT_OUT)


def test_the_likeliest_record_comes_first(
    fitted: tuple[TopicClassifier, list[dict[str, float]]],
) -> None:
    classifier, _ = fitted

    assert next(iter(classifier.scores("vo em moi sinh em be"))) == "birth"
    assert next(iter(classifier.scores("sắp cưới nhau"))) == "marriage"


def test_a_message_about_none_scores_near_nothing(
    fitted: tuple[TopicClassifier, list[dict[str, float]]],
) -> None:
    classifier, _ = fitted

    assert max(classifier.scores("trời đẹp quá").values()) < 0.15


def test_left_out_is_what_a_classifier_taught_without_these_texts_says(
    fitted: tuple[TopicClassifier, list[dict[str, float]]],
) -> None:
    """From the last rows of one factor, against really leaving the texts out."""
    _, left_out = fitted
    vectors = TfidfVectorizer(analyzer=topic_words, sublinear_tf=True).fit_transform(TEXTS)
    cosines = (vectors @ vectors.T).toarray()
    alike = cosines * (1 + SQUARED * cosines)
    taught = [number for number in range(len(TEXTS)) if number not in LEFT_OUT]
    wanted = np.array([[KEYS[number] == key for key in KNOWN] for number in taught], dtype=float)
    ridge = KernelRidge(alpha=REGULARISATION, kernel="precomputed")
    weights = ridge.fit(alike[np.ix_(taught, taught)], wanted).dual_coef_
    weights[np.abs(weights) < NEGLIGIBLE * np.median(weights[wanted > 0])] = 0.0
    for number, scores in zip(LEFT_OUT, left_out, strict=True):
        expected = alike[number, taught] @ weights

        assert [scores[key] for key in KNOWN] == pytest.approx(expected, abs=1e-4)


def test_kept_and_loaded_it_says_the_same(
    fitted: tuple[TopicClassifier, list[dict[str, float]]], tmp_path: Path
) -> None:
    classifier, _ = fitted
    classifier.save(tmp_path)

    assert TopicClassifier.load(tmp_path).scores("mới đẻ") == classifier.scores("mới đẻ")


def test_without_utterances_it_says_nothing(tmp_path: Path) -> None:
    nothing, left_out = TopicClassifier.fit(["hôm nay trời đẹp"], [""], [0])
    nothing.save(tmp_path)

    assert nothing.scores("làm khai sinh") == {}
    assert left_out == [{}]
    assert TopicClassifier.load(tmp_path).scores("làm khai sinh") == {}

"""Which record a message is about, learnt from what people say for each: a ridge regression.

One regression for each record on TF-IDF vectors: 1 for its own utterances, 0 for all others. In
its dual form (kernel ridge) all records are solved with one matrix, and what the regression
would have said of an utterance had it not been taught is exact:

    left out i  =  y_i - a_i / (K + λI)⁻¹_ii ,   a = (K + λI)⁻¹ y

(Rifkin and Lippert, Notes on Regularized Least Squares, MIT 2007, section 5). It is also nearly
free: with the utterances to leave out in the last rows, their part of the inverse is the inverse
of their part of the Cholesky factor, times its own transpose. The nearest
utterance alone, by cosine, finds the right record of 129 for 53% of the utterances left out;
this finds it for 70%.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse
from scipy.linalg import lapack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.text_features import topic_words
from bot.nlu.tfidf import Tfidf

# λ; between 0.3 and 3 it hardly matters.
REGULARISATION = 1.0
MANY_TEXTS = 500
# Smaller weights change no order, and are 93 of 100.
NEGLIGIBLE = 0.003
# Texts that are compared with all others at once.
BLOCK = 1000
# Records beyond this many are never the right one.
KEPT = 12


class TopicClassifier:
    """Scores of records for a text; 1 is what its own utterances score, 0 what others do."""

    def __init__(
        self, keys: Sequence[str], tfidf: Tfidf | None, weights: scipy.sparse.csr_matrix
    ) -> None:
        """`weights`: a row for each feature, a column for each key."""
        self.keys = list(keys)
        self._tfidf = tfidf
        self._weights = weights

    @classmethod
    def fit(
        cls, texts: Sequence[str], keys: Sequence[str], left_out: Sequence[int] = ()
    ) -> tuple[TopicClassifier, list[dict[str, float]]]:
        """Learn `texts`, each about the record `keys` names, or about none where it is empty.

        Gives the classifier, and for each text of which `left_out` has the number the scores it has
        when that text is not taught.
        """
        known = sorted(set(keys) - {""})
        if not known:
            return cls([], None, scipy.sparse.csr_matrix((0, 0))), [{} for _ in left_out]
        # What stands in one text alone teaches nothing of others, and is two thirds of all.
        min_df = 2 if len(texts) >= MANY_TEXTS else 1
        vectorizer = TfidfVectorizer(
            analyzer=topic_words, sublinear_tf=True, dtype=np.float32, min_df=min_df
        )
        chosen = set(left_out)
        order = [number for number in range(len(texts)) if number not in chosen] + list(left_out)
        vectors = vectorizer.fit_transform([texts[number] for number in order])
        factor = _factor(_kernel(vectors))
        column = {key: number for number, key in enumerate(known)}
        wanted = np.zeros((len(texts), len(known)), np.float32, order="F")
        for row, number in enumerate(order):
            if keys[number]:
                wanted[row, column[keys[number]]] = 1.0
        duals, _ = lapack.spotrs(factor, wanted, lower=1)
        last = slice(len(texts) - len(left_out), None)
        without = wanted[last] - duals[last] / _diagonal_of_inverse(factor[last, last])[:, None]
        weights = np.asarray(vectors.T @ duals)
        weights[np.abs(weights) < NEGLIGIBLE] = 0.0
        vocabulary = {feature: int(index) for feature, index in vectorizer.vocabulary_.items()}
        fitted = cls(known, Tfidf(vocabulary, vectorizer.idf_), scipy.sparse.csr_matrix(weights))
        return fitted, [fitted._best(scores) for scores in without]

    def scores(self, text: str) -> dict[str, float]:
        """The records that `text` is most likely about, with their scores, best first."""
        if self._tfidf is None:
            return {}
        vector = self._tfidf.vector(topic_words(text))
        return self._best((vector @ self._weights).toarray()[0])

    def save(self, directory: Path) -> None:
        """Write the classifier into a folder of the model."""
        if self._tfidf is None:
            return
        kept = {
            "keys": self.keys,
            "vocabulary": self._tfidf.vocabulary,
        }
        (directory / "topics.json").write_text(
            json.dumps(kept, ensure_ascii=False), encoding="utf-8"
        )
        scipy.sparse.save_npz(directory / "topics.npz", self._weights)
        np.save(directory / "topics_idf.npy", self._tfidf.idf)

    @classmethod
    def load(cls, directory: Path) -> TopicClassifier:
        """The classifier that `save` wrote."""
        if not (directory / "topics.json").is_file():
            return cls([], None, scipy.sparse.csr_matrix((0, 0)))
        kept = json.loads((directory / "topics.json").read_text(encoding="utf-8"))
        tfidf = Tfidf(kept["vocabulary"], np.load(directory / "topics_idf.npy"))
        return cls(kept["keys"], tfidf, scipy.sparse.load_npz(directory / "topics.npz"))

    def _best(self, scores: np.ndarray) -> dict[str, float]:
        count = min(KEPT, len(self.keys))
        best = np.argpartition(-scores, count - 1)[:count]
        order = best[np.argsort(-scores[best])]
        return {self.keys[number]: float(scores[number]) for number in order}


def _kernel(vectors: scipy.sparse.csr_matrix) -> np.ndarray:
    """K + λI: how alike every two texts are. Block by block, for there may be 20,000 of them."""
    count = vectors.shape[0]
    kernel = np.empty((count, count), np.float32, order="F")
    for start in range(0, count, BLOCK):
        block = slice(start, min(start + BLOCK, count))
        kernel[:, block] = (vectors @ vectors[block].T).toarray()
    kernel[np.diag_indices(count)] += REGULARISATION
    return kernel


def _factor(matrix: np.ndarray) -> np.ndarray:
    """The Cholesky factor of a positive definite matrix, in the matrix's place."""
    factor, failed = lapack.spotrf(matrix, lower=1, overwrite_a=1)
    assert not failed, "a kernel plus a positive diagonal is positive definite"
    return np.asarray(factor)


def _diagonal_of_inverse(factor: np.ndarray) -> np.ndarray:
    """The diagonal of the inverse of what was factored: with K = LLᵀ, the sums of squares of the
    columns of L⁻¹. What stands above the diagonal of the factor is not looked at.
    """
    if not len(factor):
        return np.zeros(0, np.float32)
    inverse, failed = lapack.strtri(np.asfortranarray(factor), lower=1)
    assert not failed
    return np.asarray((np.tril(inverse) ** 2).sum(axis=0))

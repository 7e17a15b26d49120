"""Which record a message is about, learnt from what people say for each: a kernel ridge regression.

One regression for each record: 1 for its own utterances, 0 for all others. Two texts are as alike
as the cosine c of their TF-IDF vectors, and more so by the square of it: c + 10c² counts every two
features that both have, wherever they stand, as one more feature («sinh» and «giấy»). In its dual
form all records are solved with one matrix, and a record's score is the sum, over all taught texts,
of how alike the message is, times the text's weight for the record:

    score = k(message, texts) A ,   A = (K + λI)⁻¹ Y

(Rifkin and Lippert, Notes on Regularized Least Squares, MIT 2007). Most weights are small, and
better left out: many texts of other matters, each a little alike, drown the few that are near.
Of 1,162 utterances of writers of whom nothing else was taught, this finds the right record first
for 991 and among four for 1,137; the cosine alone, with all weights, for 951 and 1,112.

What it says of texts that it was not taught comes from the same Cholesky factor. With the texts to
leave out in the last rows, what they add stands in the last rows of the factor alone:

    K + λI = L Lᵀ ,   Lᵀ A' = (L⁻¹ Y with the last rows set to 0)

gives the weights A' that the others alone would have.
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

# How much the square of the cosine counts beside the cosine, and λ.
SQUARED = 10.0
REGULARISATION = 3.0
MANY_TEXTS = 500
# Weights below this part of the usual weight of a text for its own record are left out.
NEGLIGIBLE = 0.02
# Texts that are compared with all others at once.
BLOCK = 1000
# Records beyond this many are never the right one.
KEPT = 12


class TopicClassifier:
    """Scores of records for a text; 1 is what its own utterances score, 0 what others do."""

    def __init__(
        self,
        keys: Sequence[str],
        tfidf: Tfidf | None,
        vectors: scipy.sparse.csr_matrix,
        weights: scipy.sparse.csr_matrix,
    ) -> None:
        """`vectors`: a row for each feature, a column for each taught text; `weights`: a row for
        each taught text, a column for each key.
        """
        self.keys = list(keys)
        self._tfidf = tfidf
        self._vectors = vectors
        self._weights = weights

    @classmethod
    def fit(
        cls, texts: Sequence[str], keys: Sequence[str], left_out: Sequence[int] = ()
    ) -> tuple[TopicClassifier, list[dict[str, float]]]:
        """Learn `texts`, each about the record `keys` names, or about none where it is empty.

        Gives the classifier, and for each text of which `left_out` has the number the scores it has
        from a classifier that is taught none of these.
        """
        known = sorted(set(keys) - {""})
        if not known:
            return cls.untaught(), [{} for _ in left_out]
        # What stands in one text alone teaches nothing of others, and is two thirds of all.
        min_df = 2 if len(texts) >= MANY_TEXTS else 1
        vectorizer = TfidfVectorizer(
            analyzer=topic_words, sublinear_tf=True, dtype=np.float32, min_df=min_df
        )
        chosen = set(left_out)
        order = [number for number in range(len(texts)) if number not in chosen] + list(left_out)
        vectors = vectorizer.fit_transform([texts[number] for number in order])
        column = {key: number for number, key in enumerate(known)}
        wanted = np.zeros((len(texts), len(known)), np.float32, order="F")
        for row, number in enumerate(order):
            if keys[number]:
                wanted[row, column[keys[number]]] = 1.0
        own = wanted > 0
        weights, without = _solved(_factor(_kernel(vectors)), wanted, len(texts) - len(left_out))
        vocabulary = {feature: int(index) for feature, index in vectorizer.vocabulary_.items()}
        tfidf = Tfidf(vocabulary, vectorizer.idf_)
        columns = vectors.T.tocsr()
        fitted = cls(known, tfidf, columns, _sparse(weights, own))
        less = cls(known, tfidf, columns, _sparse(without, own))
        last = range(len(texts) - len(left_out), len(texts))
        return fitted, [less._scores(vectors[number]) for number in last]

    @classmethod
    def untaught(cls) -> TopicClassifier:
        """One that knows no record."""
        return cls([], None, scipy.sparse.csr_matrix((0, 0)), scipy.sparse.csr_matrix((0, 0)))

    def scores(self, text: str) -> dict[str, float]:
        """The records that `text` is most likely about, with their scores, best first."""
        if self._tfidf is None:
            return {}
        return self._scores(self._tfidf.vector(topic_words(text)))

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
        scipy.sparse.save_npz(directory / "topics_vectors.npz", self._vectors)
        scipy.sparse.save_npz(directory / "topics_weights.npz", self._weights)
        np.save(directory / "topics_idf.npy", self._tfidf.idf)

    @classmethod
    def load(cls, directory: Path) -> TopicClassifier:
        """The classifier that `save` wrote."""
        if not (directory / "topics.json").is_file():
            return cls.untaught()
        kept = json.loads((directory / "topics.json").read_text(encoding="utf-8"))
        tfidf = Tfidf(kept["vocabulary"], np.load(directory / "topics_idf.npy"))
        return cls(
            kept["keys"],
            tfidf,
            scipy.sparse.load_npz(directory / "topics_vectors.npz"),
            scipy.sparse.load_npz(directory / "topics_weights.npz"),
        )

    def _scores(self, vector: scipy.sparse.csr_matrix) -> dict[str, float]:
        alike = _alike((vector @ self._vectors).toarray())
        scores = (alike @ self._weights)[0]
        count = min(KEPT, len(self.keys))
        best = np.argpartition(-scores, count - 1)[:count]
        order = best[np.argsort(-scores[best])]
        return {self.keys[number]: float(scores[number]) for number in order}


def _alike(cosines: np.ndarray) -> np.ndarray:
    return np.asarray(cosines * (1.0 + SQUARED * cosines))


def _kernel(vectors: scipy.sparse.csr_matrix) -> np.ndarray:
    """The lower half of K + λI: how alike every two texts are. Block by block, for there may be
    30,000 of them.
    """
    count = vectors.shape[0]
    kernel = np.zeros((count, count), np.float32, order="F")
    for start in range(0, count, BLOCK):
        block = vectors[start : start + BLOCK]
        kernel[start:, start : start + BLOCK] = _alike((vectors[start:] @ block.T).toarray())
    kernel[np.diag_indices(count)] += REGULARISATION
    return kernel


def _factor(matrix: np.ndarray) -> np.ndarray:
    """The Cholesky factor of a positive definite matrix, of which the lower half is given, in the
    matrix's place.
    """
    factor, failed = lapack.spotrf(matrix, lower=1, overwrite_a=1)
    assert not failed, "a kernel plus a positive diagonal is positive definite"
    return np.asarray(factor)


def _solved(factor: np.ndarray, wanted: np.ndarray, first: int) -> tuple[np.ndarray, np.ndarray]:
    """The weights that all texts have, and those that the `first` ones have without the others."""
    half, _ = lapack.strtrs(factor, wanted, lower=1, overwrite_b=1)
    weights, _ = lapack.strtrs(factor, half, lower=1, trans=1)
    half[first:] = 0.0
    without, _ = lapack.strtrs(factor, half, lower=1, trans=1, overwrite_b=1)
    return np.asarray(weights), np.asarray(without)


def _sparse(weights: np.ndarray, own: np.ndarray) -> scipy.sparse.csr_matrix:
    """The weights that matter; `own` says which are those of a text for its own record, 0 where
    the text was left out.
    """
    usual = weights[own & (weights != 0)]
    if len(usual):
        weights[np.abs(weights) < NEGLIGIBLE * np.median(usual)] = 0.0
    return scipy.sparse.csr_matrix(weights)

"""TF-IDF as scikit-learn's `TfidfVectorizer` fits it, applied to one text at a time.

Its `transform` is made for collections: for a single message, half a millisecond of the 0.6 that
it takes is preparation. This gives the same vector in a tenth of the time (a test compares them).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy.sparse


class Tfidf:
    """Weights features by 1 + log(count) and inverse document frequency, to length one."""

    def __init__(self, vocabulary: dict[str, int], idf: np.ndarray) -> None:
        """`vocabulary` and `idf` are those of a fitted `TfidfVectorizer(sublinear_tf=True)`."""
        self.vocabulary = vocabulary
        self.idf = np.asarray(idf, dtype=np.float32)

    def vector(self, features: Sequence[str]) -> scipy.sparse.csr_matrix:
        """The row vector of a text with these features; unknown ones are passed over."""
        counts = Counter(
            index for feature in features if (index := self.vocabulary.get(feature)) is not None
        )
        indices = np.array(sorted(counts), dtype=np.int32)
        weights = np.array([counts[index] for index in indices.tolist()], dtype=np.float32)
        weights = (1.0 + np.log(weights)) * self.idf[indices] if len(indices) else weights
        length = np.linalg.norm(weights)
        if length > 0:
            weights /= length
        return scipy.sparse.csr_matrix(
            (weights, indices, np.array([0, len(indices)], dtype=np.int32)),
            shape=(1, len(self.idf)),
        )

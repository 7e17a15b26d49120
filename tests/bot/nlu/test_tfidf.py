from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.tfidf import Tfidf

TAUGHT = ["khai sinh cho con", "kết hôn", "khai sinh lại khai sinh", "cấp lại thẻ căn cước"]

vectorizer = TfidfVectorizer(analyzer=str.split, sublinear_tf=True)
vectorizer.fit(TAUGHT)
tfidf = Tfidf(vectorizer.vocabulary_, vectorizer.idf_)
words = st.lists(st.sampled_from(["khai", "sinh", "lại", "thẻ", "hôn", "lạ", "hoắc"]), max_size=12)


@given(words)
def test_it_gives_the_vector_that_scikit_learn_gives(features: list[str]) -> None:
    theirs = vectorizer.transform([" ".join(features)]).toarray()
    assert np.allclose(tfidf.vector(features).toarray(), theirs, atol=1e-6)


def test_a_text_of_unknown_features_has_an_empty_vector() -> None:
    assert tfidf.vector(["hoắc"]).nnz == 0
    assert tfidf.vector([]).shape == (1, len(vectorizer.idf_))

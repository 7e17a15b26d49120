"""Which records were taught with utterances like this one: nearest neighbours by TF-IDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.text_features import topic_features
from bot.nlu.tfidf import Tfidf

# A record is as near as its nearest utterances: the best one, and the mean of this many.
NEIGHBOURS = 3
# How many of the nearest utterances are looked at.
LOOKED_AT = 40
# What stands in more of many utterances than this tells little, and costs most of the time.
TOO_COMMON, MANY_UTTERANCES = 0.2, 500


@dataclass(frozen=True)
class Nearness:
    """How near a record's utterances are, as cosines in 0..1, and the nearest one itself."""

    best: float
    mean: float
    utterance: str


class UtteranceIndex:
    """Utterances with the record each of them is about."""

    def __init__(self, utterances: Sequence[tuple[str, str]]) -> None:
        """`utterances`: (normalised text, record key)."""
        self.utterances = list(utterances)
        self.keys = frozenset(key for _, key in utterances)
        self._key_of = np.array([key for _, key in utterances])
        if self.utterances:
            vectorizer = TfidfVectorizer(
                analyzer=topic_features,
                sublinear_tf=True,
                dtype=np.float32,
                max_df=TOO_COMMON if len(utterances) >= MANY_UTTERANCES else 1.0,
            )
            matrix = vectorizer.fit_transform([text for text, _ in utterances])
            self._tfidf = Tfidf(vectorizer.vocabulary_, vectorizer.idf_)
            # By feature, so that a query touches only the utterances that share one with it.
            self._columns = matrix.T.tocsr()

    def nearest(self, text: str, without: int | None = None) -> dict[str, Nearness]:
        """The nearness of every record that shares a feature with `text`, by key.

        `without` leaves out one utterance, by its number, so that an utterance of the index can
        be asked as if it were not there.
        """
        if not self.utterances:
            return {}
        vector = self._tfidf.vector(topic_features(text))
        cosines = (vector @ self._columns).toarray()[0]
        if without is not None:
            cosines[without] = 0.0
        nearest = (
            np.argpartition(-cosines, LOOKED_AT)[:LOOKED_AT]
            if len(cosines) > LOOKED_AT
            else (np.arange(len(cosines)))
        )
        order = nearest[np.argsort(-cosines[nearest])]
        grouped: dict[str, list[int]] = {}
        for number in order[cosines[order] > 0]:
            grouped.setdefault(str(self._key_of[number]), []).append(int(number))
        return {
            key: Nearness(
                best=float(cosines[numbers[0]]),
                mean=float(cosines[numbers[:NEIGHBOURS]].sum() / NEIGHBOURS),
                utterance=self.utterances[numbers[0]][0],
            )
            for key, numbers in grouped.items()
        }

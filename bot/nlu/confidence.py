"""Turns the evidence for a record into the probability that it is the right one.

A small network: one hidden layer, fitted by scikit-learn, kept and evaluated as plain arrays. A
logistic regression is its special case without hidden units; it cannot say that a low score in
search matters little when the utterances are sure, and the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

HIDDEN = 24
SEED = 42


class Confidence:
    """Probabilities from rows of evidence."""

    def __init__(self, layers: Sequence[tuple[np.ndarray, np.ndarray]]) -> None:
        """`layers`: weights and bias of each layer; all but the last are rectified."""
        self._layers = [(np.asarray(weights), np.asarray(bias)) for weights, bias in layers]

    @classmethod
    def linear(cls, weights: Sequence[float], bias: float) -> Confidence:
        """A logistic regression with these weights."""
        return cls([(np.array(weights)[:, None], np.array([bias]))])

    @classmethod
    def fit(cls, rows: np.ndarray, right: np.ndarray) -> Confidence:
        """Fit on rows of evidence, and whether each spoke for the right record."""
        scaler = StandardScaler().fit(rows)
        network = MLPClassifier(
            (HIDDEN,), alpha=1e-3, batch_size=512, max_iter=30, random_state=SEED
        )
        network.fit(scaler.transform(rows), right)
        first, *others = zip(network.coefs_, network.intercepts_, strict=True)
        # The scaling is folded into the first layer.
        scaled = first[0] / scaler.scale_[:, None]
        return cls([(scaled, first[1] - scaler.mean_ @ scaled), *others])

    def of(self, rows: np.ndarray, shift: float = 0.0) -> np.ndarray:
        """The probability of each row; `shift` is added to the log odds."""
        values = rows
        for number, (weights, bias) in enumerate(self._layers, start=1):
            values = values @ weights + bias
            if number < len(self._layers):
                values = np.maximum(values, 0.0)
        return np.asarray(1 / (1 + np.exp(-values[:, 0] - shift)))

    def as_json(self) -> list[Any]:
        """The layers as lists."""
        return [[weights.tolist(), bias.tolist()] for weights, bias in self._layers]

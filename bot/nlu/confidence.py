"""Turns the evidence for a record into the probability that it is the right one.

A few small networks, whose log odds are averaged: one alone is surer or less sure of a message by
the chance of its first weights. Each has one hidden layer, is fitted by scikit-learn, and is kept
and evaluated as plain arrays. A logistic regression is the special case without hidden units; it
cannot say that a low score in search matters little when the utterances are sure, and the other way
round.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

HIDDEN = 24
SEED = 42
NETWORKS = 5
MANY_ROWS = 50_000
BATCHES, SMALLEST_BATCH, LARGEST_BATCH = 200, 32, 1024

Layers = Sequence[tuple[np.ndarray, np.ndarray]]


class Confidence:
    """Probabilities from rows of evidence."""

    def __init__(self, networks: Sequence[Layers]) -> None:
        """`networks`: of each, the weights and bias of its layers; all but the last are
        rectified.
        """
        self._networks = [
            [(np.asarray(weights), np.asarray(bias)) for weights, bias in layers]
            for layers in networks
        ]

    @classmethod
    def linear(cls, weights: Sequence[float], bias: float) -> Confidence:
        """A logistic regression with these weights."""
        return cls([[(np.array(weights)[:, None], np.array([bias]))]])

    @classmethod
    def fit(cls, rows: np.ndarray, right: np.ndarray) -> Confidence:
        """Fit on rows of evidence, and whether each spoke for the right record."""
        scaler = StandardScaler().fit(rows)
        scaled = scaler.transform(rows).astype(np.float32)
        # Side by side where it is much work: one network keeps one core busy.
        fitted = Parallel(n_jobs=-1 if len(rows) >= MANY_ROWS else 1)(
            delayed(_fitted)(scaler, scaled, right, SEED + number) for number in range(NETWORKS)
        )
        return cls(fitted)

    def of(self, rows: np.ndarray, shift: float = 0.0) -> np.ndarray:
        """The probability of each row; `shift` is added to the log odds."""
        odds = np.mean([_log_odds(layers, rows) for layers in self._networks], axis=0)
        return np.asarray(1 / (1 + np.exp(-odds - shift)))

    def as_json(self) -> list[Any]:
        """The layers of the networks as lists."""
        return [
            [[weights.tolist(), bias.tolist()] for weights, bias in layers]
            for layers in self._networks
        ]


def _fitted(scaler: StandardScaler, scaled: np.ndarray, right: np.ndarray, seed: int) -> Layers:
    network = MLPClassifier(
        (HIDDEN,),
        alpha=1e-3,
        batch_size=min(max(len(scaled) // BATCHES, SMALLEST_BATCH), LARGEST_BATCH),
        learning_rate_init=2e-3,
        max_iter=30,
        random_state=seed,
    )
    network.fit(scaled, right)
    first, *others = zip(network.coefs_, network.intercepts_, strict=True)
    # The scaling is folded into the first layer.
    weights = first[0] / scaler.scale_[:, None]
    return [(weights, first[1] - scaler.mean_ @ weights), *others]


def _log_odds(layers: Layers, rows: np.ndarray) -> np.ndarray:
    values = rows
    for number, (weights, bias) in enumerate(layers, start=1):
        values = values @ weights + bias
        if number < len(layers):
            values = np.maximum(values, 0.0)
    return np.asarray(values[:, 0])

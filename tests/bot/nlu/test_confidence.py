"""The probability that a record is the right one."""

from __future__ import annotations

import json

import numpy as np
import pytest

from bot.nlu.confidence import Confidence


@pytest.fixture(scope="module")
def rows() -> tuple[np.ndarray, np.ndarray]:
    """Right where either of two witnesses is sure, which a straight line tells badly."""
    values = np.random.default_rng(7).random((30_000, 2))
    return values, (values[:, 0] > 0.8) | (values[:, 1] > 0.8)


def test_it_learns_that_one_sure_witness_is_enough(rows: tuple[np.ndarray, np.ndarray]) -> None:
    values, right = rows
    confidence = Confidence.fit(values, right)

    sure = confidence.of(np.array([[0.95, 0.2], [0.2, 0.95]]))
    unsure = confidence.of(np.array([[0.3, 0.3], [0.6, 0.6]]))
    assert sure.min() > 0.7
    assert unsure.max() < 0.4


def test_what_it_says_is_as_often_right(rows: tuple[np.ndarray, np.ndarray]) -> None:
    values, right = rows
    said = Confidence.fit(values, right).of(values)
    for chosen in (said < 0.5, said >= 0.5):
        assert said[chosen].mean() == pytest.approx(right[chosen].mean(), abs=0.08)


def test_written_down_it_says_the_same(rows: tuple[np.ndarray, np.ndarray]) -> None:
    confidence = Confidence.fit(*rows)
    kept = json.loads(json.dumps(confidence.as_json()))

    assert np.allclose(Confidence(kept).of(rows[0]), confidence.of(rows[0]))


def test_a_straight_line_is_a_logistic_regression() -> None:
    line = Confidence.linear([2.0, 0.0], -1.0)

    assert line.of(np.array([[0.5, 9.0]]))[0] == pytest.approx(0.5)

"""Calibration figures, against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, log_loss

from emo7_core.statistics.calibration import (
    bin_rows,
    brier_scores,
    ece_of,
    is_distribution,
    log_losses,
)


def _answers(n: int = 300, k: int = 7, seed: int = 0):
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(k), n), rng.integers(0, k, n)


def test_log_loss_is_scikit_learns():
    """The mean over clips, in nats."""
    p, y = _answers()
    assert log_losses(p, y).mean() == pytest.approx(log_loss(y, p, labels=range(7)))


def test_brier_of_two_classes_is_twice_scikit_learns():
    """Ours is the sum over classes, as Brier wrote it; theirs is of one class."""
    p, y = _answers(k=2)
    ours = brier_scores(p, y).mean()
    assert ours == pytest.approx(2 * brier_score_loss(y, p[:, 1], scale_by_half=True))


def test_bins_are_those_of_scikit_learns_curve():
    """Mean confidence and share right of each bin that holds answers."""
    p, y = _answers()
    confidence, is_right = p.max(1), p.argmax(1) == y
    count, sums, hits = bin_rows(p, y).sum(0).reshape(3, 10)
    share, mean = calibration_curve(is_right, confidence, n_bins=10)
    known = count > 0
    np.testing.assert_allclose(hits[known] / count[known], share)
    np.testing.assert_allclose(sums[known] / count[known], mean)


def test_ece_by_hand():
    """Two bins: |.9 - 1| x 1/4 + |.6 - 1/3| x 3/4."""
    p = np.array([[0.9, 0.1], [0.6, 0.4], [0.6, 0.4], [0.6, 0.4]])
    rows = bin_rows(p, np.array([0, 0, 1, 1]))
    assert float(ece_of(rows.sum(0))) == pytest.approx(0.1 / 4 + (0.6 - 1 / 3) * 3 / 4)


def test_no_answers_have_no_error():
    """NaN, not 0."""
    assert np.isnan(ece_of(np.zeros(30)))


def test_an_edge_belongs_to_the_lower_bin():
    """A bin holds its upper edge; certainty falls into the last one."""
    p = np.array([[0.5, 0.5], [1.0, 0.0]])
    count = bin_rows(p, np.array([0, 0])).sum(0).reshape(3, 10)[0]
    assert np.flatnonzero(count).tolist() == [4, 9]


def test_what_is_no_distribution_is_told():
    """NaN, negative numbers and sums off 1."""
    p = np.array([[0.5, 0.5], [np.nan, 1], [-0.1, 1.1], [0.5, 0.6], [np.inf, 0]])
    assert is_distribution(p).tolist() == [True, False, False, False, False]


def test_a_probability_of_nought_costs_a_finite_loss():
    """It is counted as 1e-12."""
    assert log_losses(np.array([[0.0, 1.0]]), np.array([0]))[0] == pytest.approx(-np.log(1e-12))

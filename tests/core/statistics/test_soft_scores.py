"""Scores against a distribution, against scipy and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from emo7_core.statistics.soft_scores import cross_entropies, entropies, ranked_scores

RNG = np.random.default_rng(1)
P, Q = RNG.dirichlet(np.ones(7), 50), RNG.dirichlet(np.ones(7), 50)


def test_cross_entropy_is_entropy_plus_divergence():
    """Both by scipy."""
    np.testing.assert_allclose(cross_entropies(P, Q), stats.entropy(Q.T) + stats.entropy(Q.T, P.T))
    np.testing.assert_allclose(entropies(Q), stats.entropy(Q.T))


def test_cross_entropy_is_least_for_the_shares_themselves():
    """Nothing scores better than the people's own distribution."""
    np.testing.assert_allclose(cross_entropies(Q, Q), entropies(Q))
    assert np.all(cross_entropies(P, Q) >= entropies(Q))


def test_ranked_score_is_the_squared_distance_of_cumulative_sums():
    """Against a loop."""
    for p, q, score in zip(P, Q, ranked_scores(P, Q), strict=True):
        apart = [(sum(p[: c + 1]) - sum(q[: c + 1])) ** 2 for c in range(6)]
        assert score == pytest.approx(sum(apart) / 6)


def test_a_far_miss_costs_more_than_a_near_one():
    """0 for the same, 1 for the two ends, in between by distance."""
    corners = np.eye(7)
    scores = ranked_scores(corners, np.broadcast_to(corners[0], (7, 7)))
    np.testing.assert_allclose(scores, np.arange(7) / 6)

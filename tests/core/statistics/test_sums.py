"""Intervals of sums: the same as those of matrices where both apply."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.statistics.intervals import bootstrap_clusters
from emo7_core.statistics.matrix_draws import Clusters, matrix_draws
from emo7_core.statistics.metrics import METRICS, accuracy, confusion, recalls
from emo7_core.statistics.sums import mean_interval, sums_interval

RNG = np.random.default_rng(3)
Y = RNG.integers(0, 7, 200)
P = np.where(RNG.random(200) < 0.6, Y, (Y + 1) % 7)
NAMES = [f"s{i % 10}" for i in range(200)]
HOW = {"resamples": 500, "level": 0.95, "seed": 0}


def test_the_mean_of_hits_is_accuracy_with_its_interval():
    """The same clusters, draws and limits."""
    drawn = matrix_draws(Y, P, NAMES, "session", k=7, **HOW)
    ours = mean_interval((Y == P) * 1.0, NAMES, "session", low=0.0, high=1.0, **HOW)
    theirs = drawn.interval(METRICS["accuracy"])
    assert ours.value == pytest.approx(theirs.value)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))
    assert (ours.unit, ours.units) == ("session", 10)


def test_matrix_draws_are_those_of_the_intervals():
    """Clusters that were numbered before give the same figures as names."""
    drawn = matrix_draws(Y, P, Clusters.of(NAMES), "session", k=7, **HOW)
    stack = np.stack([confusion(Y[i::10], P[i::10]) for i in range(10)])
    found = bootstrap_clusters(stack, METRICS["macro_f1"], unit="session", **HOW)
    assert drawn.interval(METRICS["macro_f1"]) == found


def test_scores_of_each_class_have_intervals():
    """Seven recalls with their limits around them."""
    found = matrix_draws(Y, P, NAMES, "session", k=7, **HOW).intervals(recalls)
    for c, one in enumerate(found):
        assert one.value == pytest.approx(np.mean(P[c == Y] == c))
        assert one.low <= one.value <= one.high


def test_few_clusters_have_their_own_values_in_place_of_limits():
    """Of sums and of classes."""
    four = [i % 4 for i in range(200)]
    ours = mean_interval((Y == P) * 1.0, four, "signer", **HOW)
    assert np.isnan(ours.low)
    assert dict(ours.singles) == pytest.approx(
        {c: float(accuracy(confusion(Y[c::4], P[c::4]))) for c in range(4)}
    )
    of_class = matrix_draws(Y, P, four, "signer", k=7, **HOW).intervals(recalls)[0]
    assert [name for name, _ in of_class.singles] == [0, 1, 2, 3]


def test_very_many_clips_are_drawn_in_blocks():
    """20,000 clips and 1,000 draws: the limits are those of the normal approximation."""
    values = np.random.default_rng(0).normal(0, 1, 20_000)
    found = mean_interval(values, None, "clip", resamples=1000, level=0.95, seed=0)
    assert found.high - found.low == pytest.approx(2 * 1.96 / np.sqrt(20_000), rel=0.08)
    assert (found.unit, found.method) == ("clip", "percentile")


def test_nothing_has_no_mean():
    """NaN and the reason."""
    found = sums_interval(np.zeros((0, 2)), lambda s: s[..., 0], None, "clip", **HOW)
    assert np.isnan(found.value)
    assert found.note == "the score is not defined"

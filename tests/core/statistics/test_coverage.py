"""By simulation: how often intervals of 95 % hold the truth.

Every figure is of 1,000 seeded studies; the band is 95 +- 2.1 %, three binomial standard errors;
with few clusters the intervals may hold it more often. Clips of a cluster share their difficulty:
cluster accuracies spread as Beta(a, b), so that the intra-cluster correlation is 1 / (a + b + 1).
"""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.statistics.intervals import bootstrap_clusters
from emo7_core.statistics.metrics import METRICS, confusion
from emo7_core.statistics.paired import compare_paired
from emo7_core.statistics.sums import mean_interval

STUDIES = 1000
ACCURACY, MACRO = METRICS["accuracy"], METRICS["macro_f1"]


def _answers(rng: np.random.Generator, y: np.ndarray, ease: np.ndarray | float, step: int):
    return np.where(rng.random(y.size) < ease, y, (y + step) % 7)


def _stack(rng: np.random.Generator, clusters: int, clips: int, alike: float) -> np.ndarray:
    """Cluster matrices of a model that is right in .6 of the clips of each class."""
    ease = rng.beta(0.6 * alike, 0.4 * alike, clusters)
    y = np.broadcast_to(np.arange(clips) % 7, (clusters, clips))
    p = np.where(rng.random((clusters, clips)) < ease[:, None], y, (y + 1) % 7)
    cells = (np.arange(clusters)[:, None] * 7 + y) * 7 + p
    return np.bincount(cells.ravel(), minlength=clusters * 49).reshape(clusters, 7, 7)


@pytest.mark.parametrize("metric", [ACCURACY, MACRO], ids=["accuracy", "macro-F1"])
@pytest.mark.parametrize(
    ("clusters", "alike", "least"),
    [(6, 9, 0.929), (12, 9, 0.929), (30, 19, 0.929), (60, 9, 0.919)],
    ids=["6 clusters, .10", "12, .10", "30, .05", "60, .10"],
)
def test_cluster_intervals_hold_the_truth_in_95_percent(metric, clusters, alike, least):
    """14 clips a cluster. Percentiles of 60 clusters are about a point short; fewer never are."""
    rng = np.random.default_rng(clusters)
    truth = float(metric.function(_expected()))
    hits = 0
    for study in range(STUDIES):
        found = bootstrap_clusters(
            _stack(rng, clusters, 14, alike), metric, resamples=200, seed=study
        )
        hits += found.low <= truth <= found.high
    assert least <= hits / STUDIES <= 0.985


def _expected() -> np.ndarray:
    y = np.arange(7)
    return 0.6 * confusion(y, y) + 0.4 * confusion(y, (y + 1) % 7)


@pytest.mark.parametrize(("clusters", "alike"), [(8, 9), (20, 9)])
def test_intervals_of_a_difference_hold_the_truth(clusters, alike):
    """Two models of .6 and .5 of the clips right, on the same clusters: the difference is .1."""
    rng = np.random.default_rng(clusters + 100)
    hits = 0
    for study in range(STUDIES):
        names = np.arange(160) % clusters
        ease = rng.beta(0.6 * alike, 0.4 * alike, clusters)[names]
        y = rng.integers(0, 7, names.size)
        a, b = _answers(rng, y, ease, 1), _answers(rng, y, ease - 0.1 * ease / 0.6, 6)
        found = compare_paired(
            y, a, b, ACCURACY, clusters=names.tolist(), unit="session", resamples=150, seed=study
        )
        hits += found.low <= 0.1 <= found.high
    assert 0.929 <= hits / STUDIES <= 0.985


def test_intervals_of_a_mean_hold_the_truth():
    """Brier scores and the like: 12 clusters of 10 clips, correlation .2, mean 0."""
    rng = np.random.default_rng(8)
    names = (np.arange(120) % 12).tolist()
    hits = 0
    for study in range(STUDIES):
        values = rng.normal(0, 0.5, 12)[names] + rng.normal(0, 1, 120)
        found = mean_interval(values, names, "session", resamples=200, level=0.95, seed=study)
        hits += found.low <= 0 <= found.high
    assert 0.929 <= hits / STUDIES <= 0.971

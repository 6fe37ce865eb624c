"""What the intervals say, and how often they are right."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.statistics import intervals
from emo7_core.statistics.metrics import METRICS, confusion

ACCURACY = METRICS["accuracy"]


def _matrix(n: int = 200, right: float = 0.7, seed: int = 0):
    rng = np.random.default_rng(seed)
    targets = rng.integers(0, 7, n)
    return confusion(targets, np.where(rng.random(n) < right, targets, (targets + 1) % 7))


def test_clip_interval_holds_its_value_and_names_unit_and_n():
    """The limits lie around the value; the unit is the clip and n the number of clips."""
    found = intervals.bootstrap_clips(_matrix(), METRICS["macro_f1"])
    assert found.low < found.value < found.high
    assert (found.unit, found.units, found.method) == ("clip", 200, "percentile")


def test_clip_interval_of_accuracy_is_binomial():
    """For accuracy the bootstrap's spread is the binomial standard error."""
    matrix = _matrix(400)
    found = intervals.bootstrap_clips(matrix, ACCURACY, resamples=20_000)
    error = np.sqrt(found.value * (1 - found.value) / 400)
    assert found.high - found.low == pytest.approx(2 * 1.96 * error, rel=0.05)


def test_same_seed_same_interval():
    """An interval is repeatable."""
    assert intervals.bootstrap_clips(_matrix(), ACCURACY) == intervals.bootstrap_clips(
        _matrix(), ACCURACY
    )


def test_no_clips_gives_nan_and_a_reason():
    """Without clips there is no interval, and the note says so."""
    found = intervals.bootstrap_clips(np.zeros((7, 7)), ACCURACY)
    assert np.isnan(found.low)
    assert found.note == "the score is not defined"


def test_one_cluster_has_no_interval():
    """A single signer gives no limits, only the value."""
    found = intervals.bootstrap_clusters(_matrix()[None], ACCURACY, unit="signer")
    assert np.isnan(found.low)
    assert found.note == "too few signers to generalise (1 of 6)"


def test_four_clusters_are_too_few_to_generalise():
    """Below six clusters there are no limits; the clusters' own values and the reason stand."""
    stack = np.stack([_matrix(seed=seed) for seed in range(4)])
    found = intervals.bootstrap_clusters(stack, ACCURACY, unit="signer", names="abcd")
    assert found.note == "too few signers to generalise (4 of 6)"
    assert np.isnan([found.low, found.high]).all()
    assert (found.unit, found.units) == ("signer", 4)
    own = [(name, float(ACCURACY.function(m))) for name, m in zip("abcd", stack, strict=True)]
    assert list(found.singles) == own


def test_six_clusters_are_enough():
    """At six clusters the limits stand, and no single values."""
    stack = np.stack([_matrix(seed=seed) for seed in range(6)])
    found = intervals.bootstrap_clusters(stack, ACCURACY, unit="signer")
    assert np.isfinite([found.low, found.high]).all()
    assert (found.note, found.singles) == ("", ())


def test_clusters_without_names_are_counted_from_one():
    """Single values always say which cluster they are of."""
    stack = np.stack([_matrix(seed=seed) for seed in range(2)])
    found = intervals.bootstrap_clusters(stack, ACCURACY)
    assert [name for name, _ in found.singles] == [1, 2]


def test_five_clips_are_too_few_as_well():
    """The same rule holds where the clip is the unit."""
    found = intervals.bootstrap_clips(confusion([0, 1, 2, 3, 4], [0, 1, 2, 3, 3]), ACCURACY)
    assert np.isnan(found.low)
    assert found.note == "too few clips to generalise (5 of 6)"


def test_forty_clusters_use_percentiles():
    """With many clusters the percentile interval is used."""
    stack = np.stack([_matrix(20, seed=seed) for seed in range(40)])
    assert intervals.bootstrap_clusters(stack, ACCURACY).method == "percentile"


def test_limits_stay_within_the_metric():
    """An accuracy near 1 has no upper limit above 1."""
    stack = np.stack([_matrix(20, right, seed) for seed, right in enumerate((1, 1, 1, 1, 0.4, 1))])
    assert intervals.bootstrap_clusters(stack, ACCURACY).high == 1.0


def test_cluster_matrices_sum_to_the_whole():
    """Clips are shared out among their clusters, in order of first appearance."""
    names, stack = intervals.cluster_matrices([0, 1, 2, 3], [0, 1, 1, 3], ["b", "a", "b", "a"])
    assert names == ("b", "a")
    np.testing.assert_array_equal(stack.sum(0), confusion([0, 1, 2, 3], [0, 1, 1, 3]))
    assert stack[0, 2, 1] == 1


def test_undefined_resamples_are_counted_in_the_note():
    """Draws without a defined score are left out and named."""
    matrix = confusion([5, 5, 5, 5, 5, 2], [5, 5, 5, 5, 5, 2])
    found = intervals.bootstrap_clips(matrix, METRICS["quadratic_kappa"])
    assert "resamples" in found.note


def _covered(clusters: int, runs: int, seed: int) -> float:
    """Share of 95 % intervals that hold the true accuracy .6.

    15 clips per cluster; cluster accuracies spread as Beta(6, 4), intra-cluster correlation
    1 / (6 + 4 + 1) = .09.
    """
    rng = np.random.default_rng(seed)
    hits = 0
    for run in range(runs):
        stack = np.zeros((clusters, 7, 7))
        right = rng.binomial(15, rng.beta(6, 4, clusters))
        stack[:, 2, 2], stack[:, 2, 3] = right, 15 - right
        found = intervals.bootstrap_clusters(stack, ACCURACY, resamples=300, seed=run)
        hits += found.low <= 0.6 <= found.high
    return hits / runs


@pytest.mark.parametrize("clusters", [6, 10, 60])
def test_cluster_intervals_cover_about_95_percent(clusters):
    """600 simulated studies: coverage lies within three binomial errors of 95 %.

    Conservative is allowed with few clusters.
    """
    slack = 3 * np.sqrt(0.95 * 0.05 / 600)
    # A percentile interval over 60 clusters is about 1 point short; it is not corrected.
    low = 0.95 - slack - (0.01 if clusters >= 40 else 0.0)
    assert low <= _covered(clusters, 600, seed=clusters) <= (1.0 if clusters < 40 else 0.98)


def test_clip_interval_covers_about_95_percent():
    """600 simulated studies of 200 independent clips, true accuracy .6."""
    rng = np.random.default_rng(5)
    hits = 0
    for run in range(600):
        right = rng.binomial(200, 0.6)
        matrix = np.zeros((7, 7))
        matrix[1, 1], matrix[1, 2] = right, 200 - right
        found = intervals.bootstrap_clips(matrix, ACCURACY, resamples=400, seed=run)
        hits += found.low <= 0.6 <= found.high
    assert 0.92 <= hits / 600 <= 0.98


@pytest.mark.parametrize("clusters", [8, 50])
def test_clusters_of_one_score_and_many_sizes_have_no_spread(clusters):
    """Resamples of them differ by rounding alone, and the limits say so."""
    sizes = np.random.default_rng(0).integers(1, 9, clusters)
    found = intervals.bootstrap_clusters(np.ones((7, 7)) * sizes[:, None, None], ACCURACY)
    assert found.is_flat
    assert found.note == intervals.FLAT


def test_steps_of_three_classes_end_at_two():
    """No limit lies where no score can: three classes are at most two steps apart."""
    rng = np.random.default_rng(2)
    y = np.repeat([0, 2], 30)
    answers = np.where(rng.random(60) < 0.93, 2 - y, y)
    _, stack = intervals.cluster_matrices(y, answers, [i % 7 for i in range(60)], 3)
    found = intervals.bootstrap_clusters(stack, METRICS["macro_mae"])
    assert found.value < found.high == 2

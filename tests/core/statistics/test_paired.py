"""The paired tests: exact by enumeration, and against scipy and statsmodels."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar as reference_mcnemar
from statsmodels.stats.multitest import multipletests

from emo7_core.statistics.metrics import METRICS, confusion
from emo7_core.statistics.paired import compare_paired, holm, mcnemar

ACCURACY, MACRO = METRICS["accuracy"], METRICS["macro_f1"]


def _models(n: int, seed: int, right_a: float = 0.5, right_b: float = 0.5):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 7, n)
    wrong = (y + rng.integers(1, 7, n)) % 7
    other = (y + rng.integers(1, 7, n)) % 7
    return (
        y,
        np.where(rng.random(n) < right_a, y, wrong),
        np.where(rng.random(n) < right_b, y, other),
    )


def test_difference_is_a_minus_b():
    """The difference is that of the two scores, with A first."""
    y, a, b = _models(300, 0, 0.7, 0.4)
    found = compare_paired(y, a, b, MACRO)
    expected = float(MACRO.function(confusion(y, a)) - MACRO.function(confusion(y, b)))
    assert found.difference == pytest.approx(expected)
    assert found.low < found.difference < found.high


def test_a_clear_difference_is_found():
    """300 clips, .7 against .4: p is small and the interval excludes 0."""
    found = compare_paired(*_models(300, 0, 0.7, 0.4), MACRO)
    assert found.p_value is not None
    assert found.p_value < 0.01
    assert found.low > 0


def test_identical_models_have_p_one():
    """Two equal models differ by 0 and p is 1."""
    y, a, _ = _models(50, 1)
    found = compare_paired(y, a, a, MACRO)
    assert found.difference == 0
    assert found.p_value == 1.0


def test_cluster_test_equals_enumeration_by_hand():
    """With eight clusters the p-value is the share of all 256 exchanges, counted here in loops."""
    y, a, b = _models(80, 2, 0.6, 0.45)
    clusters = [f"s{i % 8}" for i in range(80)]
    codes = np.array([int(name[1:]) for name in clusters])
    observed = np.mean(a == y) - np.mean(b == y)
    hits = 0
    for signs in itertools.product((False, True), repeat=8):
        swap = np.array(signs)[codes]
        first, second = np.where(swap, b, a), np.where(swap, a, b)
        hits += abs(np.mean(first == y) - np.mean(second == y)) >= abs(observed) - 1e-12
    found = compare_paired(y, a, b, ACCURACY, clusters=clusters, unit="signer")
    assert found.p_value == pytest.approx(hits / 256)


@pytest.mark.parametrize("sessions", [15, 23])
def test_many_clusters_of_which_few_differ_are_swapped_in_all_ways(sessions):
    """Five of many sessions differ, all for A: p is 2 / 2^5, whatever a sample would say."""
    y = np.tile([0, 2, 4, 6], sessions)
    b = y.copy()
    b[: 4 * 5 : 4] += 1
    clusters = np.repeat(np.arange(sessions), 4).tolist()
    found = compare_paired(y, y, b, MACRO, clusters=clusters, unit="session")
    assert found.p_value == found.least_p == 2 / 2**5


def test_many_clips_of_which_few_differ_are_swapped_in_all_ways():
    """Five of 100 clips differ, all for A: the p-value is exact there, too."""
    y = np.arange(100) % 7
    b = y.copy()
    b[:5] += 1
    assert [compare_paired(y, y, b, MACRO, seed=n).p_value for n in range(3)] == [2 / 2**5] * 3


def test_clip_test_agrees_with_scipy():
    """The exchange test over clips is scipy's paired permutation test on accuracy."""
    y, a, b = _models(60, 3, 0.6, 0.4)
    reference = stats.permutation_test(
        ((a == y).astype(float), (b == y).astype(float)),
        lambda first, second, axis: np.mean(first - second, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=9999,
        rng=np.random.default_rng(0),
    )
    found = compare_paired(y, a, b, ACCURACY, resamples=9999)
    assert found.p_value == pytest.approx(reference.pvalue, abs=0.012)


def test_below_six_clusters_no_p_value():
    """Four signers: no p-value and no limits, the per-signer differences stand in their place."""
    y, a, b = _models(80, 4, 0.9, 0.1)
    found = compare_paired(y, a, b, ACCURACY, clusters=[i % 4 for i in range(80)], unit="signer")
    assert found.p_value is None
    assert np.isnan([found.low, found.high]).all()
    assert found.has_too_few_units
    assert found.too_few == "too few signers to generalise (4 of 6)"
    assert found.names == (0, 1, 2, 3)
    assert all(d > 0 for d in found.differences)


def test_a_single_cluster_does_not_fail():
    """One signer gives the difference and nothing more."""
    y, a, b = _models(30, 5)
    found = compare_paired(y, a, b, MACRO, clusters=["x"] * 30, unit="signer")
    assert np.isfinite(found.difference)
    assert np.isnan(found.low)


def test_no_clips_does_not_fail():
    """Without clips the difference is NaN and there is no p-value."""
    found = compare_paired([], [], [], MACRO)
    assert np.isnan(found.difference)
    assert found.p_value is None


def test_unequal_lengths_are_refused():
    """Two models must answer the same clips."""
    with pytest.raises(ValueError, match="predictions"):
        compare_paired([0, 1], [0], [0, 1], MACRO)


def test_mcnemar_equals_statsmodels():
    """The exact p-value is statsmodels'."""
    y, a, b = _models(90, 6, 0.6, 0.45)
    right_a, right_b = a == y, b == y
    table = [
        [np.sum(right_a & right_b), np.sum(right_a & ~right_b)],
        [np.sum(~right_a & right_b), np.sum(~right_a & ~right_b)],
    ]
    assert mcnemar(y, a, b) == pytest.approx(reference_mcnemar(table, exact=True).pvalue)


def test_mcnemar_without_disagreement_is_none():
    """Two models right on the same clips cannot be tested."""
    assert mcnemar([0, 1], [0, 2], [0, 3]) is None


def test_holm_equals_statsmodels():
    """Adjusted p-values are statsmodels', in the order given."""
    p = [0.04, 0.001, 0.3, 0.02, 0.02]
    np.testing.assert_allclose(holm(p), multipletests(p, method="holm")[1])


def test_two_raters_may_be_judged_by_different_labels():
    """The difference is of A by its own targets and B by its own; swapping exchanges both."""
    y, a, b = _models(80, 8, 0.6, 0.5)
    own = np.where(np.arange(80) < 30, (y + 1) % 7, y)
    names = [i % 8 for i in range(80)]
    found = compare_paired(y, a, b, ACCURACY, targets_b=own, clusters=names, unit="signer")
    assert found.difference == pytest.approx(np.mean(a == y) - np.mean(b == own))
    hits = 0
    for signs in itertools.product((1, -1), repeat=8):
        swapped = np.array(signs)[np.arange(80) % 8]
        null = np.mean(swapped * ((a == y) * 1.0 - (b == own)))
        hits += abs(null) >= abs(found.difference) - 1e-12
    assert found.p_value == pytest.approx(hits / 256)
    over_clips = compare_paired(y, a, b, ACCURACY, targets_b=own)
    assert over_clips.difference == found.difference

"""Cohen's kappa against scikit-learn, statsmodels and Gwet's tables."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from emo7_core.statistics.kappa import (
    WEIGHTS,
    kappa_of,
    matrices_of,
    mean_kappa_of,
    pair_rows,
    pairs_of,
)
from emo7_core.statistics.metrics import confusion, quadratic_kappa
from tests.core.statistics.published import random_table, table

SKLEARN = {"nominal": None, "linear": "linear", "quadratic": "quadratic"}


def two(seed: int, n: int = 80):
    rng = np.random.default_rng(seed)
    a = rng.integers(0, 7, n)
    return a, np.clip(a + rng.integers(-2, 3, n), 0, 6)


@pytest.mark.parametrize("weights", WEIGHTS)
def test_kappa_equals_scikit_learn(weights):
    """Nominal, linear and quadratic kappa are scikit-learn's."""
    a, b = two(1)
    expected = cohen_kappa_score(a, b, weights=SKLEARN[weights], labels=range(7))
    assert kappa_of(confusion(a, b), weights) == pytest.approx(expected)


def test_kappa_equals_statsmodels():
    """Nominal kappa is statsmodels'."""
    matrix = confusion(*two(2))
    assert kappa_of(matrix, "nominal") == pytest.approx(cohens_kappa(matrix).kappa)


def test_kappa_of_the_abstractors():
    """Gwet (2014), cont3x3abstractors: kappa is .7964 for 100 cases of two abstractors."""
    assert kappa_of([[13, 0, 0], [0, 20, 7], [0, 4, 56]], "nominal") == pytest.approx(
        0.7964094, abs=5e-8
    )


def test_quadratic_kappa_is_that_of_the_scores():
    """The engine of agreement and that of comparisons give the same number."""
    matrix = confusion(*two(3))
    assert kappa_of(matrix) == pytest.approx(float(quadratic_kappa(matrix)))


def test_one_value_has_no_kappa():
    """Two raters with one and the same value give NaN."""
    assert np.isnan(kappa_of([[5, 0], [0, 0]], "nominal"))


@pytest.mark.parametrize("weights", WEIGHTS)
def test_the_mean_over_pairs_is_weighted_by_shared_items(weights):
    """With holes each pair counts by the items that both rated."""
    given = random_table(4, raters=4)
    codes = table(given).codes
    pairs = pairs_of(codes)
    kappas, shared = [], []
    for a, b in pairs:
        both = (codes[:, a] >= 0) & (codes[:, b] >= 0)
        x, y = codes[both, a], codes[both, b]
        kappas.append(cohen_kappa_score(x, y, weights=SKLEARN[weights], labels=range(5)))
        shared.append(int(both.sum()))
    sums = pair_rows(codes, pairs, 5).sum(axis=0)
    assert matrices_of(sums, 5).shape == (6, 5, 5)
    assert mean_kappa_of(sums, 5, weights) == pytest.approx(np.average(kappas, weights=shared))


def test_complete_ratings_give_lights_kappa():
    """Without holes the mean over pairs is Light's (1971), each pair alike."""
    codes = table(random_table(5, missing=0.0)).codes
    pairs = pairs_of(codes)
    plain = [cohen_kappa_score(codes[:, a], codes[:, b]) for a, b in pairs]
    sums = pair_rows(codes, pairs, 5).sum(axis=0)
    assert mean_kappa_of(sums, 5, "nominal") == pytest.approx(np.mean(plain))


def test_pairs_share_at_least_two_items():
    """A pair that shares one item is no pair."""
    codes = np.array([[0, 1, -1], [1, 1, 0], [0, -1, -1]], np.int16)
    assert pairs_of(codes) == [(0, 1)]

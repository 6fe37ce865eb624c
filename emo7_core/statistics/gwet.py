"""Gwet's AC1 and AC2: agreement beyond chance that does not fall when one value dominates.

What it is: the coefficient for any number of raters and missing ratings.
What it is not: an interval (resampling.py).
Source: Gwet, K. L. (2008), Br. J. Math. Stat. Psychol. 61, 29-48; weights and missing ratings as
in his Handbook of Inter-Rater Reliability (4th edition, 2014), chapters 3 and 5.
Conventions: agreement is a mean over items with two or more ratings; how common each value is, a
mean over all items that were rated. Weights are on steps of the scale.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def agreement_weights(values: int, weights: str = "quadratic") -> Array:
    """Return (V, V) credit for a pair of values: 1 on the diagonal, 0 for the two ends.

    Args:
        values: V.
        weights: "nominal" (AC1), "linear" or "quadratic" (AC2).
    """
    steps = np.arange(values, dtype=np.float64)
    apart = np.abs(steps[:, None] - steps[None, :]) / max(values - 1, 1)
    if weights == "nominal":
        return np.eye(values)
    return 1.0 - (apart if weights == "linear" else apart**2)


def gwet_rows(counts: npt.ArrayLike, weights: str = "quadratic") -> Array:
    """Return what each item adds.

    Args:
        counts: (N, V) ratings of each item by value.
        weights: See `agreement_weights`.

    Returns:
        (N, V + 3): the share of each value, 1 if rated, its agreement and 1 if rated twice.
    """
    c = np.asarray(counts, np.float64)
    ratings = c.sum(1)
    is_rated, is_paired = ratings >= 1, ratings >= 2
    shares = c / np.where(is_rated, ratings, 1.0)[:, None]
    credit = c @ agreement_weights(c.shape[1], weights)
    pairs = np.where(is_paired, ratings * (ratings - 1.0), 1.0)
    agreed = np.where(is_paired, (c * (credit - 1.0)).sum(1) / pairs, 0.0)
    return np.column_stack([shares, is_rated, agreed, is_paired])


def gwet_of(sums: npt.ArrayLike, weights: str = "quadratic") -> Array:
    """Return (agreement - chance) / (1 - chance) of (..., V + 3) sums of `gwet_rows`.

    NaN without an item that was rated twice, or on a scale of one value.
    """
    s = np.asarray(sums, np.float64)
    values = s.shape[-1] - 3
    has = (s[..., -1] > 0) & (values > 1)
    share = s[..., :values] / np.where(has, s[..., -3], 1.0)[..., None]
    spread = (share * (1.0 - share)).sum(-1) / max(values * (values - 1), 1)
    chance = agreement_weights(values, weights).sum() * spread
    agreed = s[..., -2] / np.where(has, s[..., -1], 1.0)
    return np.where(has, (agreed - chance) / np.where(has, 1.0 - chance, 1.0), np.nan)


def gwet(counts: npt.ArrayLike, weights: str = "quadratic") -> float:
    """Return AC1 ("nominal") or AC2 of (N, V) ratings by value."""
    return float(gwet_of(gwet_rows(counts, weights).sum(0), weights))

"""Intraclass correlations of single ratings: ICC(1), ICC(2,1) and ICC(3,1).

What it is: the three of Shrout and Fleiss from sums over items.
What it is not: those of mean ratings, (1,k) and so on: a label here is one person's.
Sources: Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428; ICC(1) with unequal
numbers of ratings by one-way analysis of variance, mean size k0 as in Donner (1986).
Conventions: ratings are numbers on the scale, steps taken as equally wide. ICC(1) takes any
raters; (2,1) and (3,1) need items that every rater rated. (2,1) counts a rater who sits higher
as disagreement, (3,1) does not. NaN where the ratings do not vary.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def one_way_rows(counts: npt.ArrayLike, scale: npt.ArrayLike) -> Array:
    """Return what each item adds to ICC(1).

    Args:
        counts: (N, V) ratings of each item by value; items without two ratings add nothing.
        scale: (V,) values.

    Returns:
        (N, 6): 1, ratings m, m squared, sum, sum of squares, sum squared over m.
    """
    c, x = np.asarray(counts, np.float64), np.asarray(scale, np.float64)
    x = x - (x.mean() if x.size else 0.0)  # the variances do not see it, the rounding does
    m, total, squares = c.sum(1), c @ x, c @ x**2
    is_in = m >= 2
    mean = total**2 / np.where(is_in, m, 1.0)
    rows = np.column_stack([np.ones_like(m), m, m**2, total, squares, mean])
    return rows * is_in[:, None]


def icc_1_of(sums: npt.ArrayLike) -> Array:
    """Return ICC(1) of (..., 6) sums of `one_way_rows`."""
    n, m, m2, total, squares, means = np.moveaxis(np.asarray(sums, np.float64), -1, 0)
    has = (n >= 2) & (m > n)
    size = np.where(has, m, 2.0)
    between = (means - total**2 / size) / np.where(has, n - 1, 1.0)
    within = (squares - means) / np.where(has, m - n, 1.0)
    k0 = (size - m2 / size) / np.where(has, n - 1, 1.0)
    return _ratio(between - within, between + (k0 - 1.0) * within, has)


def icc_1(counts: npt.ArrayLike, scale: npt.ArrayLike) -> float:
    """Return ICC(1) of (N, V) ratings by value."""
    return float(icc_1_of(one_way_rows(counts, scale).sum(0)))


def two_way_rows(codes: npt.NDArray[np.int16], scale: npt.ArrayLike) -> Array:
    """Return what each item adds to ICC(2,1) and (3,1).

    Args:
        codes: (N, R) codes; items that lack a rating add nothing.
        scale: (V,) values.

    Returns:
        (N, R + 3): 1, each rater's value, sum squared, sum of squares.
    """
    x = np.asarray(scale, np.float64)
    x = x - (x.mean() if x.size else 0.0)
    is_in = np.all(codes >= 0, axis=1) & (codes.shape[1] > 0)
    values = x[np.where(codes >= 0, codes, 0)] if x.size else np.zeros(codes.shape)
    total, squares = values.sum(1), (values**2).sum(1)
    rows = np.column_stack([np.ones(len(codes)), values, total**2, squares])
    return rows * is_in[:, None]


def icc_2_of(sums: npt.ArrayLike) -> Array:
    """Return ICC(2,1), absolute agreement, of (..., R + 3) sums of `two_way_rows`."""
    n, k, items, raters, rest, has = _mean_squares(sums)
    bias = k * (raters - rest) / np.where(has, n, 1.0)
    return _ratio(items - rest, items + (k - 1) * rest + bias, has)


def icc_3_of(sums: npt.ArrayLike) -> Array:
    """Return ICC(3,1), consistency, of (..., R + 3) sums of `two_way_rows`."""
    _, k, items, _, rest, has = _mean_squares(sums)
    return _ratio(items - rest, items + (k - 1) * rest, has)


def _mean_squares(
    sums: npt.ArrayLike,
) -> tuple[Array, int, Array, Array, Array, npt.NDArray[np.bool_]]:
    s = np.asarray(sums, np.float64)
    k = s.shape[-1] - 3
    n, by_rater = s[..., 0], s[..., 1:-2]
    has = (n >= 2) & (k >= 2)
    size = np.where(has, n, 2.0)
    grand = by_rater.sum(-1) ** 2 / (size * max(k, 1))
    items = s[..., -2] / max(k, 1) - grand
    raters = (by_rater**2).sum(-1) / size - grand
    rest = np.maximum(s[..., -1] - grand - items - raters, 0.0)
    free = max(k - 1, 1)
    return n, k, items / (size - 1), raters / free, rest / ((size - 1) * free), has


def _ratio(above: Array, below: Array, has: npt.NDArray[np.bool_]) -> Array:
    # Sums of squares of equal ratings are 0 but for rounding.
    is_defined = has & (below > 1e-9)
    return np.where(is_defined, above / np.where(is_defined, below, 1.0), np.nan)

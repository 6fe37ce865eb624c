"""How often two raters of an item press the same key, or one within a step.

What it is: the share of pairs of ratings, a mean over items.
What it is not: corrected for chance: where one value dominates, it is high by itself.
Convention: every item counts alike, however many rated it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def closeness_rows(counts: npt.ArrayLike) -> Array:
    """Return what each item adds.

    Args:
        counts: (N, V) ratings of each item by value.

    Returns:
        (N, 3): 1, share of its pairs that are equal, share at most one step apart; zeros where
        an item lacks two ratings.
    """
    c = np.asarray(counts, np.float64)
    m = c.sum(1)
    is_in = m >= 2
    pairs = np.where(is_in, m * (m - 1.0), 1.0)
    same = (c * (c - 1.0)).sum(1)
    near = same + 2.0 * (c[:, 1:] * c[:, :-1]).sum(1)
    return np.column_stack([np.ones_like(m), same / pairs, near / pairs]) * is_in[:, None]


def exact_of(sums: npt.ArrayLike) -> Array:
    """Return the share of equal pairs of (..., 3) sums; NaN without items."""
    return _share(np.asarray(sums, np.float64), 1)


def within_one_of(sums: npt.ArrayLike) -> Array:
    """Return the share of pairs within one step of (..., 3) sums; NaN without items."""
    return _share(np.asarray(sums, np.float64), 2)


def _share(sums: Array, column: int) -> Array:
    n = sums[..., 0]
    return np.where(n > 0, sums[..., column] / np.where(n > 0, n, 1.0), np.nan)

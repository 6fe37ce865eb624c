"""How well one rater answers for the others: what a model can hope for.

What it is: macro-F1 of each rater against the lower middle value of all others, a mean.
What it is not: an upper bound in the strict sense. A model may agree with the middle of several
raters more than each of them does; above this line it is as good as one more rater.
Convention: the lower of two middle values, as labels/snapshot.py combines raters.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from emo7_core.statistics.metrics import macro_f1

Array = npt.NDArray[np.float64]


def lower_middle(counts: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Return (N,) code of the lower middle of (N, V) ratings by value; -1 without ratings."""
    below = np.cumsum(np.asarray(counts, np.int64), axis=1)
    total = below[:, -1:]
    middle = np.argmax(below > (total - 1) // 2, axis=1)
    return np.where(total[:, 0] > 0, middle, -1)


def ceiling_rows(counts: npt.ArrayLike, codes: npt.NDArray[np.int16]) -> sparse.csr_array:
    """Return what each item adds to each rater's matrix against the others.

    Args:
        counts: (N, V) ratings of each item by value.
        codes: (N, R) codes, -1 missing.

    Returns:
        (N, R * V * V), row of a matrix = the others, column = the rater.
    """
    c = np.asarray(counts, np.int64)
    values, raters = c.shape[1], codes.shape[1]
    places, columns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for rater in range(raters):
        at = np.flatnonzero((codes[:, rater] >= 0) & (c.sum(1) >= 2))
        own = codes[at, rater].astype(np.int64)
        rest = c[at].copy()
        rest[np.arange(at.size), own] -= 1
        places.append(at)
        columns.append((rater * values + lower_middle(rest)) * values + own)
    row, column = np.concatenate(places), np.concatenate(columns)
    shape = (c.shape[0], raters * values * values)
    return sparse.csr_array(sparse.coo_array((np.ones(row.size), (row, column)), shape=shape))


def ceiling_of(sums: npt.ArrayLike, values: int) -> Array:
    """Return the mean over raters of macro-F1 of (..., R * V * V) sums of `ceiling_rows`."""
    flat = np.asarray(sums, np.float64)
    raters = flat.shape[-1] // values**2
    scores = macro_f1(flat.reshape(*flat.shape[:-1], raters, values, values))
    has = np.isfinite(scores)
    total = np.nan_to_num(scores).sum(-1)
    return np.where(has.any(-1), total / np.maximum(has.sum(-1), 1), np.nan)

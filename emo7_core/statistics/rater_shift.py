"""Who sits higher or lower than the others, and who avoids the ends of the scale.

What it is: for one rater, sums over items that somebody else rated too.
What it is not: a judgement: a rater who sits higher may be the one who is right.
Conventions: a shift is in steps of the scale, this rater minus the mean of the others of the
same item. Use of the ends is the share of the lowest and highest value, again this rater minus
the others on the same items. NaN for a rater who shares no item.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def shift_rows(own: npt.ArrayLike, counts: npt.ArrayLike) -> Array:
    """Return what each item adds.

    Args:
        own: (N,) codes of the rater, none of them missing.
        counts: (N, V) ratings of each item by value, the rater's own among them; two or more.

    Returns:
        (N, 3): 1, steps above the others, end less the others' share of ends.
    """
    code, c = np.asarray(own, np.int64), np.asarray(counts, np.float64)
    top = c.shape[1] - 1
    is_end = ((code == 0) | (code == top)).astype(np.float64)
    others = c.sum(1) - 1.0
    steps = c @ np.arange(top + 1.0)
    ends = c[:, 0] + (c[:, top] if top else 0.0)
    return np.column_stack(
        [
            np.ones(code.size),
            code - (steps - code) / others,
            is_end - (ends - is_end) / others,
        ]
    )


def shift_of(sums: npt.ArrayLike) -> Array:
    """Return the mean shift in steps of (..., 3) sums; NaN without items."""
    return _mean(np.asarray(sums, np.float64), 1)


def ends_of(sums: npt.ArrayLike) -> Array:
    """Return the use of the ends less that of the others of (..., 3) sums; NaN without items."""
    return _mean(np.asarray(sums, np.float64), 2)


def _mean(sums: Array, column: int) -> Array:
    n = sums[..., 0]
    return np.where(n > 0, sums[..., column] / np.where(n > 0, n, 1.0), np.nan)

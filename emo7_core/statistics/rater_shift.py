"""Who sits higher or lower than the others, and who avoids the ends of the scale.

What it is: for each rater, sums over items that somebody else rated too.
What it is not: a judgement: a rater who sits higher may be the one who is right.
Conventions: a shift is in steps of the scale, this rater minus the mean of the others of the
same item. Use of the ends is the share of the lowest and highest value, again this rater minus
the others on the same items. NaN for a rater who shares no item.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def shift_rows(codes: npt.NDArray[np.int16], values: int) -> Array:
    """Return what each item adds.

    Args:
        codes: (N, R) codes, -1 missing.
        values: V, the length of the scale.

    Returns:
        (N, 3 R): for each rater 1 if shared, steps above the others, end less others' ends.
    """
    has = codes >= 0
    others = has.sum(1, keepdims=True) - 1
    is_shared = has & (others >= 1)
    step = np.where(has, codes, 0).astype(np.float64)
    is_end = (has & ((codes == 0) | (codes == values - 1))).astype(np.float64)
    parts = [_less_others(what, np.maximum(others, 1)) * is_shared for what in (step, is_end)]
    return np.hstack([is_shared.astype(np.float64), *parts])


def _less_others(what: Array, others: Array) -> Array:
    return what - (what.sum(1, keepdims=True) - what) / others


def mean_of(rater: int, raters: int, *, is_end: bool) -> Callable[[Array], Array]:
    """Return the function from (..., 3 R) sums to one rater's shift, or use of the ends."""
    column = raters * (2 if is_end else 1) + rater

    def mean(sums: Array) -> Array:
        n = sums[..., rater]
        return np.where(n > 0, sums[..., column] / np.where(n > 0, n, 1.0), np.nan)

    return mean

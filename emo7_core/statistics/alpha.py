"""Krippendorff's alpha: agreement beyond chance of any number of raters, ratings missing or not.

What it is: alpha from coincidences, with nominal, ordinal and interval distance.
What it is not: an interval (resampling.py).
Source: Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, University of
Pennsylvania; the same as chapter 12 of Content Analysis (4th edition, 2018).
Conventions: 1 is perfect, 0 is chance, below 0 is worse than chance; NaN where only one value
was used. An item with fewer than two ratings adds nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

LEVELS = ("nominal", "ordinal", "interval")


def coincidences(counts: npt.ArrayLike) -> Array:
    """Return what each item adds to the coincidence matrix.

    Args:
        counts: (N, V) ratings of each item by value.

    Returns:
        (N, V * V): each pair of ratings of an item, both ways, over its ratings less one.
    """
    c = np.asarray(counts, dtype=np.float64)
    ratings = c.sum(1)
    scale = np.where(ratings >= 2, 1.0 / np.where(ratings >= 2, ratings - 1.0, 1.0), 0.0)
    pairs = c[:, :, None] * c[:, None, :]
    places = np.arange(c.shape[1])
    pairs[:, places, places] -= c
    return (pairs * scale[:, None, None]).reshape(len(c), c.shape[1] ** 2)


def alpha_of(sums: npt.ArrayLike, scale: npt.ArrayLike, level: str = "ordinal") -> Array:
    """Return alpha of summed coincidences.

    Args:
        sums: (..., V * V) sums of `coincidences`.
        scale: (V,) values, for the interval distance.
        level: "nominal", "ordinal" or "interval".

    Returns:
        (...) 1 - (n - 1) observed / expected; NaN where no disagreement can be expected.

    Raises:
        ValueError: no such level.
    """
    flat, steps = np.asarray(sums, np.float64), np.asarray(scale, np.float64)
    o = flat.reshape(*flat.shape[:-1], steps.size, steps.size)
    n = o.sum(-1)  # (..., V) ratings of each value
    distance = _distances(n, steps, level)
    observed = (o * distance).sum((-2, -1))
    expected = (n[..., :, None] * n[..., None, :] * distance).sum((-2, -1))
    has = expected > 0
    ratio = (n.sum(-1) - 1.0) * observed / np.where(has, expected, 1.0)
    return np.where(has, 1.0 - ratio, np.nan)


def alpha(counts: npt.ArrayLike, scale: npt.ArrayLike, level: str = "ordinal") -> float:
    """Return alpha of (N, V) ratings by value; see `alpha_of`."""
    return float(alpha_of(coincidences(counts).sum(0), scale, level))


def _distances(n: Array, steps: Array, level: str) -> Array:
    if level == "nominal":
        return 1.0 - np.eye(steps.size)
    if level == "interval":
        places = steps
    elif level == "ordinal":
        # Ratings below a value and half of its own: Krippendorff's sum is their difference.
        places = np.cumsum(n, -1) - n / 2
    else:
        raise ValueError(f"no level “{level}”: {', '.join(LEVELS)}")
    apart: Array = places[..., :, None] - places[..., None, :]
    return np.square(apart)

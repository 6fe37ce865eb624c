"""Intervals of any score that is a function of sums over clips: means, ratios, calibration.

What it is: the cluster bootstrap of additive figures, (N, D) what each clip adds.
What it is not: scores of confusion matrices (matrix_draws.py) or of ratings (resampling.py).
Conventions: N clips, D sums, G clusters, R resamples; the limits are those of intervals.py.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from emo7_core.statistics.intervals import (
    Interval,
    cluster_codes,
    resample_clusters,
    too_few,
    unit_interval,
)

Array = npt.NDArray[np.float64]
_MOST_CELLS = 4_000_000


def sums_interval(
    rows: Array,
    function: Callable[[Array], Array],
    clusters: Sequence[Hashable] | None,
    unit: str,
    *,
    resamples: int,
    level: float,
    seed: int,
    low: float = -np.inf,
    high: float = np.inf,
) -> Interval:
    """Return a score of sums with its interval.

    Args:
        rows: (N, D) what each clip adds.
        function: (..., D) sums to (...) scores, NaN where not defined.
        clusters: (N) names, None to draw clips.
        unit: What a cluster is, in one word; ignored without clusters.
        resamples: Number of draws.
        level: Nominal coverage.
        seed: Makes the answer repeatable.
        low: The least value it can take.
        high: The greatest value it can take.
    """
    names: tuple[Hashable, ...] = ()
    table = rows
    if clusters is None:
        unit = "clip"
    else:
        codes, names = cluster_codes(clusters)
        table = np.zeros((len(names), rows.shape[1]))
        np.add.at(table, codes, rows)
    units = table.shape[0]
    value = float(function(table.sum(0))) if units else float("nan")
    scores = np.zeros(0) if too_few(unit, units) else function(_drawn(table, resamples, seed))
    found = unit_interval(value, scores, unit, units, level, low, high)
    if not names or not too_few(unit, units):
        return found
    own = map(float, function(table))
    return replace(found, singles=tuple(zip(names, own, strict=True)))


def mean_of(sums: Array) -> Array:
    """Return the mean from (..., 2) sums of a figure and of its clips; NaN without clips."""
    n = sums[..., 1]
    return np.where(n > 0, sums[..., 0] / np.where(n > 0, n, 1.0), np.nan)


def mean_interval(
    values: Array,
    clusters: Sequence[Hashable] | None,
    unit: str,
    *,
    resamples: int,
    level: float,
    seed: int,
    low: float = -np.inf,
    high: float = np.inf,
) -> Interval:
    """Return the mean of (N,) finite values with its interval; arguments as `sums_interval`."""
    rows = np.column_stack([values, np.ones(values.size)])
    how = {"resamples": resamples, "seed": seed}
    return sums_interval(rows, mean_of, clusters, unit, level=level, low=low, high=high, **how)


def _drawn(table: Array, resamples: int, seed: int) -> Array:
    """Return (R, D) sums of as many units as there are, drawn with replacement."""
    units = table.shape[0]
    if units * resamples <= _MOST_CELLS:
        return resample_clusters(table, resamples, seed)
    rng, found = np.random.default_rng(seed), np.empty((resamples, table.shape[1]))
    block = max(1, _MOST_CELLS // units)
    for start in range(0, resamples, block):
        stop = min(start + block, resamples)
        lot = rng.multinomial(units, np.full(units, 1 / units), size=stop - start)
        found[start:stop] = lot @ table
    return found

"""Is one model better than another on the same clips? Paired tests.

What it is: an exchange (permutation) test of the difference of any metric, its interval, McNemar's
test on accuracy and Holm's correction.
What it is not: intervals of one model (intervals.py) or words for a screen (evaluation/compare.py).
Conventions: a difference is A minus B in the metric's own unit. The unit of exchange is the
cluster (signer, session) where clusters are given, else the clip.
Test: if A and B are equally good, swapping their answers within a unit changes nothing
(Fisher's randomisation test; Edgington and Onghena 2007). Swapping a unit in which both answer
alike changes nothing. Of the k others all 2^k swaps are tried while they are few, else a random
sample, p = (1 + hits) / (1 + draws) (Phipson and Smyth 2010).
Below six units (`FEWEST_CLUSTERS`) there is neither an interval nor a p-value: with five, even a
perfect sweep has p = 2 / 32. The differences of the single clusters stand in their place.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emo7_core.scale import K
from emo7_core.statistics.intervals import (
    MANY_CLUSTERS,
    cluster_matrices,
    t_reach,
    too_few,
)
from emo7_core.statistics.metrics import Metric

Array = npt.NDArray[np.float64]

_EXACT_UNITS = 12
_NUMERICAL_SLACK = 1e-12


@dataclass(frozen=True, slots=True)
class PairedResult:
    """The difference of two models on one metric.

    Attributes:
        difference: A minus B; NaN where a score is not defined.
        low: Lower limit of its interval; NaN below six units, and where nothing is defined.
        high: Upper limit; NaN where none can be given.
        p_value: Two-sided; None where the units are too few, or nothing is defined.
        level: Nominal coverage of the interval.
        unit: "clip", or the cluster unit such as "signer".
        units: How many of them there are.
        differences: A minus B within each cluster, NaN where not defined; empty for clips.
        names: The clusters' names, in the order of `differences`.
        moving: In how many units the answers differ; swapping the others changes nothing.
    """

    difference: float
    low: float
    high: float
    p_value: float | None
    level: float
    unit: str
    units: int
    differences: tuple[float, ...] = ()
    names: tuple[Hashable, ...] = ()
    moving: int = 0

    @property
    def least_p(self) -> float:
        """The least p-value that swapping within so few units can give, 2/2^k; at most 1."""
        return float(min(1.0, 2.0 ** (1 - self.moving)))

    @property
    def has_too_few_units(self) -> bool:
        """Whether the units are too few for a statement beyond them."""
        return bool(self.too_few)

    @property
    def too_few(self) -> str:
        """Return why there are no limits and no p-value, "" where the units are enough."""
        return too_few(self.unit, self.units)


def compare_paired(
    targets: npt.ArrayLike,
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    metric: Metric,
    *,
    targets_b: npt.ArrayLike | None = None,
    clusters: Sequence[Hashable] | None = None,
    unit: str = "clip",
    resamples: int = 2000,
    level: float = 0.95,
    seed: int = 0,
    k: int = K,
) -> PairedResult:
    """Compare two models on the same clips.

    Args:
        targets: (N,) integers 0..k-1.
        a: (N,) predictions of model A.
        b: (N,) predictions of model B.
        metric: The score compared.
        targets_b: (N,) what B is judged by where it is not `targets` (two raters, each judged by
            the label of the others).
        clusters: (N) names of signers, sessions, ...; None compares over clips.
        unit: What a cluster is, in one word; ignored without clusters.
        resamples: Number of draws for the interval and for the test.
        level: Nominal coverage of the interval.
        seed: Makes the answer repeatable.
        k: Number of classes.

    Raises:
        ValueError: the lengths differ.
    """
    y, first, second = (np.asarray(values, dtype=np.int64) for values in (targets, a, b))
    if not y.shape == first.shape == second.shape:
        raise ValueError(f"{y.size} targets, but {first.size} and {second.size} predictions")
    other = y if targets_b is None else np.asarray(targets_b, dtype=np.int64)
    if other.shape != y.shape:
        raise ValueError(f"{y.size} targets of A, but {other.size} of B")
    rng = np.random.default_rng(seed)
    if clusters is None:
        pairs = y * k + first, other * k + second
        return _over_clips(*pairs, metric, resamples, level, rng, k)
    if len(clusters) != y.size:
        raise ValueError(f"{y.size} targets, but {len(clusters)} cluster names")
    names, of_a = cluster_matrices(y, first, clusters, k)
    _, of_b = cluster_matrices(other, second, clusters, k)
    flat = len(names), k * k
    stacks = of_a.reshape(flat).astype(np.float64), of_b.reshape(flat).astype(np.float64)
    return _over_clusters(stacks, names, unit, metric, resamples, level, rng)


def _over_clips(
    cells_a: npt.NDArray[np.int64],
    cells_b: npt.NDArray[np.int64],
    metric: Metric,
    resamples: int,
    level: float,
    rng: np.random.Generator,
    k: int,
) -> PairedResult:
    # Clips in the same cells of both matrices are alike, so whole groups are drawn: at most k^3
    # of them with one target, however many clips there are.
    cells = k * k
    groups, counts = np.unique(cells_a * cells + cells_b, return_counts=True)
    n = int(counts.sum())
    units_a, units_b = _units(groups // cells, cells), _units(groups % cells, cells)
    difference = _difference(metric, counts @ units_a, counts @ units_b)
    if too_few("clip", n) or not np.isfinite(difference):
        return PairedResult(difference, np.nan, np.nan, None, level, "clip", n)
    drawn = rng.multinomial(n, counts / n, size=resamples).astype(np.float64)
    spread = _difference_stack(metric, drawn @ units_a, drawn @ units_b)
    low, high = np.nanquantile(spread, (0.5 - level / 2, 0.5 + level / 2))
    is_moving = groups // cells != groups % cells
    moving = int(counts[is_moving].sum())
    if moving <= _EXACT_UNITS:
        each = np.repeat(np.flatnonzero(is_moving), counts[is_moving])
        rest = counts[~is_moving] @ units_a[~is_moving]
        p_value = _exchange(units_a[each], units_b[each], rest, metric, difference, resamples, rng)
    else:
        kept = rng.binomial(counts, 0.5, size=(resamples, counts.size)).astype(np.float64)
        swapped = counts - kept
        null = _difference_stack(
            metric, kept @ units_a + swapped @ units_b, swapped @ units_a + kept @ units_b
        )
        p_value = _p_value(null, difference, is_exact=False)
    return PairedResult(
        difference, float(low), float(high), p_value, level, "clip", n, moving=moving
    )


def _over_clusters(
    stacks: tuple[Array, Array],
    names: tuple[Hashable, ...],
    unit: str,
    metric: Metric,
    resamples: int,
    level: float,
    rng: np.random.Generator,
) -> PairedResult:
    a, b = stacks
    g = len(names)
    difference = _difference(metric, a.sum(0), b.sum(0))
    singles = tuple(float(d) for d in _difference_stack(metric, a, b))
    if too_few(unit, g) or not np.isfinite(difference):
        return PairedResult(difference, np.nan, np.nan, None, level, unit, g, singles, names)
    weights = rng.multinomial(g, np.full(g, 1 / g), size=resamples).astype(np.float64)
    spread = _difference_stack(metric, weights @ a, weights @ b)
    low, high = _limits(difference, spread, g, level)
    is_moving = np.any(a != b, axis=1)
    rest = a[~is_moving].sum(0)
    p_value = _exchange(a[is_moving], b[is_moving], rest, metric, difference, resamples, rng)
    moving = int(is_moving.sum())
    return PairedResult(difference, low, high, p_value, level, unit, g, singles, names, moving)


def _exchange(
    a: Array,
    b: Array,
    rest: Array,
    metric: Metric,
    difference: float,
    resamples: int,
    rng: np.random.Generator,
) -> float:
    # Of units that differ; rest is the sum of the others. Only so is the least p 2/2^k, always.
    g = len(a)
    is_exact = g <= _EXACT_UNITS
    if is_exact:
        kept = (np.arange(2**g)[:, None] >> np.arange(g) & 1).astype(np.float64)
    else:
        kept = rng.integers(0, 2, size=(resamples, g)).astype(np.float64)
    null = _difference_stack(
        metric, rest + kept @ a + (1 - kept) @ b, rest + (1 - kept) @ a + kept @ b
    )
    return _p_value(null, difference, is_exact)


def _limits(difference: float, spread: Array, g: int, level: float) -> tuple[float, float]:
    if g >= MANY_CLUSTERS:
        low, high = np.nanquantile(spread, (0.5 - level / 2, 0.5 + level / 2))
        return float(low), float(high)
    reach, _ = t_reach(spread, g, level)
    return difference - reach, difference + reach


def _p_value(null: Array, difference: float, is_exact: bool) -> float:
    # A draw without a defined score counts against a finding, never for it.
    size = np.where(np.isfinite(null), np.abs(null), np.inf)
    hits = int(np.sum(size >= abs(difference) - _NUMERICAL_SLACK))
    return hits / null.size if is_exact else (1 + hits) / (1 + null.size)


def _units(cell: npt.NDArray[np.int64], cells: int) -> Array:
    units = np.zeros((cell.size, cells))
    units[np.arange(cell.size), cell] = 1.0
    return units


def _difference_stack(metric: Metric, a: Array, b: Array) -> Array:
    k = int(np.sqrt(a.shape[-1]))
    shape = (*a.shape[:-1], k, k)
    return metric.function(a.reshape(shape)) - metric.function(b.reshape(shape))


def _difference(metric: Metric, a: Array, b: Array) -> float:
    return float(_difference_stack(metric, a, b))


def mcnemar(targets: npt.ArrayLike, a: npt.ArrayLike, b: npt.ArrayLike) -> float | None:
    """Return McNemar's exact two-sided p-value on accuracy over clips (McNemar 1947).

    Returns:
        None where no clip is right for one model and wrong for the other. Clips are taken as
        independent: with clusters, `compare_paired` is the test to state.
    """
    y, first, second = np.asarray(targets), np.asarray(a), np.asarray(b)
    wins = int(np.sum((first == y) & (second != y)))
    losses = int(np.sum((first != y) & (second == y)))
    n = wins + losses
    from scipy.special import bdtr

    return None if n == 0 else min(1.0, 2.0 * float(bdtr(min(wins, losses), n, 0.5)))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return Holm's adjusted p-values in the order given (Holm 1979)."""
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    raised = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(raised, 1.0)
    return tuple(float(value) for value in adjusted)

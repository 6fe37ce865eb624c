"""Bootstrap intervals of a score, over clips or over clusters of clips.

What it is: resampling of confusion matrices. Every metric is a function of the matrix, so a
bootstrap over clips is a multinomial draw of its cells, exactly, whatever the number of clips.
What it is not: a test of two models (paired.py).
Conventions: the interval names its unit and how many there are. Clips of one recording resemble
each other, so a clip interval is too narrow where clusters exist: give them.
Method: clips, and from 40 clusters on, the percentile interval (Efron and Tibshirani 1993, ch. 13).
Under 40 clusters, value +- t(G - 1) x standard error, the cluster bootstrap's error times
sqrt(G / (G - 1)) because resampled clusters lack one degree of freedom (Cameron and Miller 2015).
One rule for few units, here and in every test or coefficient: under `FEWEST_CLUSTERS` there are no
limits and no p-value; the single values stand in their place, and the reason says k of 6.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from emo7_core.scale import K
from emo7_core.statistics.metrics import Metric, confusion

Array = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Array]

FEWEST_CLUSTERS = 6
MANY_CLUSTERS = 40
FLAT = "all resamples are alike"
ROUNDING = 1e-9
TOO_FEW = "too few {unit}s to generalise ({units} of {fewest})"

Singles = tuple[tuple[Hashable, float], ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """A score with its uncertainty.

    Attributes:
        value: The score of the data as they are; NaN where not defined.
        low: Lower limit; NaN where none can be given.
        high: Upper limit; NaN where none can be given.
        level: Nominal coverage, for example 0.95.
        unit: What was resampled: "clip", or the cluster unit such as "signer".
        units: How many of them there are.
        method: "percentile", "t (small number of clusters)", "t" or "none".
        note: What a reader must know, "" where there is nothing.
        singles: Name and own value of each cluster, NaN where not defined; () from
            `FEWEST_CLUSTERS` clusters on, and for clips.
    """

    value: float
    low: float
    high: float
    level: float
    unit: str
    units: int
    method: str
    note: str = ""
    singles: Singles = ()

    @property
    def is_flat(self) -> bool:
        """Whether every resample gave the same, so that the limits say nothing about others."""
        return is_flat(self.low, self.high)


def is_flat(low: float, high: float) -> bool:
    """Return whether limits are the same but for rounding; False where there are none."""
    return high - low < ROUNDING


def too_few(unit: str, units: int) -> str:
    """Return why so few units carry no limits and no p-value, "" where they are enough.

    Args:
        unit: What was resampled, in one word: "clip", "signer".
        units: How many of them there are.
    """
    if units >= FEWEST_CLUSTERS:
        return ""
    return TOO_FEW.format(unit=unit, units=units, fewest=FEWEST_CLUSTERS)


def bootstrap_clips(
    matrix: npt.ArrayLike,
    metric: Metric,
    *,
    resamples: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """Return the percentile interval of a score over resampled clips.

    Args:
        matrix: (K, K) counts, row = target.
        metric: The score.
        resamples: Number of draws.
        level: Nominal coverage in (0, 1).
        seed: Makes the answer repeatable.
    """
    draws = resample_clips(matrix, resamples, seed)
    return clip_interval(matrix, draws, metric, level)


def resample_clips(matrix: npt.ArrayLike, resamples: int, seed: int) -> Array:
    """Draw (resamples, K, K) matrices as if the clips were drawn again with replacement."""
    counts = np.asarray(matrix, dtype=np.float64)
    n = int(counts.sum())
    if n == 0:
        return np.zeros((resamples, *counts.shape))
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(n, counts.ravel() / n, size=resamples)
    return drawn.reshape(resamples, *counts.shape).astype(np.float64)


def clip_interval(matrix: npt.ArrayLike, draws: Array, metric: Metric, level: float) -> Interval:
    """Return the percentile interval of a score from matrices of `resample_clips`."""
    counts = np.asarray(matrix, dtype=np.float64)
    value, n = float(metric.function(counts)), int(counts.sum())
    if not np.isfinite(value) or too_few("clip", n):
        return _bare(value, "clip", n, level)
    low, high, note = _percentiles(metric.function(draws), level)
    return _told_if_flat(Interval(value, low, high, level, "clip", n, "percentile", note))


def bootstrap_clusters(
    matrices: npt.ArrayLike,
    metric: Metric,
    *,
    unit: str = "cluster",
    names: Sequence[Hashable] = (),
    resamples: int = 2000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """Return the interval of a score over resampled clusters (whole signers, sessions, ...).

    Args:
        matrices: (G, K, K) counts, one matrix per cluster; see `cluster_matrices`.
        metric: The score.
        unit: What a cluster is, in one word.
        names: (G) names of the clusters, for the single values; none counts them from 1.
        resamples: Number of draws.
        level: Nominal coverage in (0, 1).
        seed: Makes the answer repeatable.

    Returns:
        NaN limits below `FEWEST_CLUSTERS` clusters, with the value of each in their place.
    """
    draws = resample_clusters(matrices, resamples, seed)
    return cluster_interval(matrices, draws, metric, unit, level, names)


def resample_clusters(matrices: npt.ArrayLike, resamples: int, seed: int) -> Array:
    """Draw (resamples, K, K) sums of as many clusters as there are, with replacement."""
    stack = np.asarray(matrices, dtype=np.float64)
    clusters = stack.shape[0]
    if clusters == 0:
        return np.zeros((resamples, *stack.shape[1:]))
    return np.tensordot(_cluster_weights(clusters, resamples, seed), stack, axes=1)


@lru_cache(maxsize=2)
def _cluster_weights(clusters: int, resamples: int, seed: int) -> Array:
    # Many models are compared over the same clusters: the same draw serves them all.
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(clusters, np.full(clusters, 1 / clusters), size=resamples)
    weights = drawn.astype(np.float64)  # (resamples, clusters)
    weights.setflags(write=False)
    return weights


def cluster_interval(
    matrices: npt.ArrayLike,
    draws: Array,
    metric: Metric,
    unit: str,
    level: float,
    names: Sequence[Hashable] = (),
) -> Interval:
    """Return the interval of a score from matrices of `resample_clusters`; see there."""
    stack = np.asarray(matrices, dtype=np.float64)
    value, scores = float(metric.function(stack.sum(0))), metric.function(draws)
    clusters, high = stack.shape[0], metric.high_of(stack.shape[-1])
    found = unit_interval(value, scores, unit, clusters, level, metric.low, high)
    if not too_few(unit, clusters):
        return found
    own = map(float, metric.function(stack))
    return replace(found, singles=tuple(zip(names or range(1, clusters + 1), own, strict=True)))


def unit_interval(
    value: float,
    scores: Array,
    unit: str,
    units: int,
    level: float,
    low: float = -np.inf,
    high: float = np.inf,
    many: float = MANY_CLUSTERS,
) -> Interval:
    """Return the interval of any score from its values in resamples of whole units.

    Args:
        value: The score of the data as they are.
        scores: (resamples,) the score of each resample; NaN where not defined.
        unit: What was resampled, in one word.
        units: How many of them there are.
        level: Nominal coverage in (0, 1).
        low: The least value the score can take.
        high: The greatest value it can take.
        many: From how many units on the percentiles stand in place of t.

    Returns:
        NaN limits below `FEWEST_CLUSTERS` units; the caller adds the single values.
    """
    if not np.isfinite(value) or too_few(unit, units):
        return _bare(value, unit, units, level)
    if units >= many:
        lower, upper, lost = _percentiles(scores, level)
        found = Interval(value, lower, upper, level, unit, units, "percentile", lost)
        return _told_if_flat(found)
    reach, lost = t_reach(scores, units, level)
    lower, upper = max(value - reach, low), min(value + reach, high)
    method = "t (small number of clusters)" if units < MANY_CLUSTERS else "t"
    return _told_if_flat(Interval(value, lower, upper, level, unit, units, method, lost))


def _told_if_flat(interval: Interval) -> Interval:
    if not interval.is_flat:
        return interval
    # A perfect score of a sample is not perfect: resamples of it cannot show otherwise.
    note = "; ".join(part for part in (interval.note, FLAT) if part)
    return replace(interval, note=note)


def _bare(value: float, unit: str, units: int, level: float) -> Interval:
    note = too_few(unit, units) if np.isfinite(value) else "the score is not defined"
    return Interval(value, np.nan, np.nan, level, unit, units, "none", note)


def t_reach(draws: Array, clusters: int, level: float) -> tuple[float, str]:
    """Return t(G - 1) times the corrected standard error of resampled scores, and a note."""
    finite = draws[np.isfinite(draws)]
    if finite.size < 2:
        return np.nan, _lost(draws)
    error = float(finite.std(ddof=1)) * np.sqrt(clusters / (clusters - 1))
    # Here, because the window imports this module and scipy takes a fifth of a second.
    from scipy.special import stdtrit

    return float(stdtrit(clusters - 1, 0.5 + level / 2)) * error, _lost(draws)


def cluster_matrices(
    targets: npt.ArrayLike, predictions: npt.ArrayLike, clusters: Sequence[Hashable], k: int = K
) -> tuple[tuple[Hashable, ...], npt.NDArray[np.int64]]:
    """Count one confusion matrix per cluster.

    Args:
        targets: (N,) integers 0..k-1.
        predictions: (N,) integers 0..k-1.
        clusters: (N) names; the order of first appearance is kept.
        k: Number of classes.

    Returns:
        The G names and (G, k, k) counts.
    """
    y, p = (np.asarray(values, dtype=np.int64) for values in (targets, predictions))
    confusion(y, p, k)  # the same checks, and the same errors, as for one matrix
    codes, names = cluster_codes(clusters)
    cells = np.bincount((codes * k + y) * k + p, minlength=len(names) * k * k)
    return names, cells.reshape(len(names), k, k).astype(np.int64)


def cluster_codes(
    clusters: Sequence[Hashable],
) -> tuple[npt.NDArray[np.int64], tuple[Hashable, ...]]:
    """Return (N,) numbers of the clusters, and their names in order of first appearance."""
    known: dict[Hashable, int] = {}
    codes = [known.setdefault(name, len(known)) for name in clusters]
    return np.asarray(codes, dtype=np.int64), tuple(known)


def _percentiles(scores: Array, level: float) -> tuple[float, float, str]:
    finite = scores[np.isfinite(scores)]
    if finite.size == 0:
        return np.nan, np.nan, _lost(scores)
    low, high = np.quantile(finite, (0.5 - level / 2, 0.5 + level / 2))
    return float(low), float(high), _lost(scores)


def _lost(scores: Array) -> str:
    lost = int(np.sum(~np.isfinite(scores)))
    return f"not defined in {lost} of {scores.size} resamples" if lost else ""

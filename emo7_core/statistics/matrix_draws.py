"""Confusion matrices of one model, drawn again and again over clips or clusters.

What it is: one draw that serves every score of a matrix, also scores of each class.
What it is not: the draws or the limits themselves (intervals.py).
Conventions: k classes, G clusters, R resamples. Whole clusters are drawn where they are given.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from emo7_core.statistics.intervals import (
    FEWEST_CLUSTERS,
    Interval,
    clip_interval,
    cluster_codes,
    cluster_interval,
    resample_clips,
    resample_clusters,
    too_few,
    unit_interval,
)
from emo7_core.statistics.metrics import Metric, confusion

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """The clusters of N clips, numbered once for many models.

    Attributes:
        codes: (N,) numbers 0..G-1.
        names: The G names.
    """

    codes: npt.NDArray[np.int64]
    names: tuple[Hashable, ...]

    @classmethod
    def of(cls, names: Sequence[Hashable]) -> Clusters:
        """Number the clusters in order of first appearance."""
        return cls(*cluster_codes(names))


@dataclass(frozen=True, slots=True, eq=False)
class MatrixDraws:
    """A matrix and its resamples.

    Attributes:
        matrix: (k, k) counts of all clips.
        draws: (R, k, k).
        unit: "clip", or what a cluster is.
        units: How many there are.
        level: Nominal coverage of the limits.
        stack: (G, k, k) counts by cluster, None for clips.
        names: The G clusters' names.
    """

    matrix: Array
    draws: Array
    unit: str
    units: int
    level: float
    stack: Array | None = None
    names: tuple[Hashable, ...] = ()

    def interval(self, metric: Metric) -> Interval:
        """Return the interval of a score."""
        if self.stack is None:
            return clip_interval(self.matrix, self.draws, metric, self.level)
        return cluster_interval(self.stack, self.draws, metric, self.unit, self.level, self.names)

    def intervals(
        self, function: Callable[[Array], Array], low: float = 0.0, high: float = 1.0
    ) -> tuple[Interval, ...]:
        """Return the interval of each of k scores.

        Args:
            function: (..., k, k) counts to (..., k) scores, NaN where not defined.
            low: The least value they can take.
            high: The greatest.
        """
        values, drawn = function(self.matrix), function(self.draws)
        many = {"many": FEWEST_CLUSTERS} if self.stack is None else {}
        found = [
            unit_interval(
                float(value), drawn[:, c], self.unit, self.units, self.level, low, high, **many
            )
            for c, value in enumerate(values)
        ]
        if self.stack is None or not too_few(self.unit, self.units):
            return tuple(found)
        own = function(self.stack)
        return tuple(
            replace(one, singles=tuple(zip(self.names, map(float, own[:, c]), strict=True)))
            for c, one in enumerate(found)
        )


def matrix_draws(
    targets: npt.ArrayLike,
    predictions: npt.ArrayLike,
    clusters: Clusters | Sequence[Hashable] | None,
    unit: str,
    *,
    k: int,
    resamples: int,
    level: float,
    seed: int,
) -> MatrixDraws:
    """Draw the matrices of (N,) targets and predictions.

    Args:
        targets: (N,) integers 0..k-1.
        predictions: (N,) integers 0..k-1.
        clusters: (N) names, or numbered already; None to draw clips.
        unit: What a cluster is, in one word; ignored without clusters.
        k: Number of classes.
        resamples: Number of draws.
        level: Nominal coverage of the limits.
        seed: Makes the answer repeatable.
    """
    if clusters is None:
        counts = confusion(targets, predictions, k)
        drawn = resample_clips(counts, resamples, seed)
        return MatrixDraws(counts.astype(np.float64), drawn, "clip", int(counts.sum()), level)
    known = clusters if isinstance(clusters, Clusters) else Clusters.of(clusters)
    stack = _stack(targets, predictions, known, k)
    drawn = resample_clusters(stack, resamples, seed)
    return MatrixDraws(
        stack.sum(0).astype(np.float64), drawn, unit, len(known.names), level,
        stack.astype(np.float64), known.names,
    )  # fmt: skip


def _stack(
    targets: npt.ArrayLike, predictions: npt.ArrayLike, clusters: Clusters, k: int
) -> npt.NDArray[np.int64]:
    """Return (G, k, k) counts."""
    confusion(targets, predictions, k)  # the same checks, and the same errors, as for one matrix
    y, p = (np.asarray(values, dtype=np.int64) for values in (targets, predictions))
    groups = len(clusters.names)
    cells = np.bincount((clusters.codes * k + y) * k + p, minlength=groups * k * k)
    return cells.reshape(groups, k, k)

"""Do a contender's stored probabilities mean what they say? Curve and figures.

What it is: bins of confidence with n, calibration error, Brier score and log loss with intervals.
What it is not: the formulas (statistics/calibration.py).
Conventions: only answers that are distributions count; the others are counted and named. A
contender that gives values alone has no curve, and a reason in words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from emo7_core.evaluation.comparison import Comparison, Result
from emo7_core.statistics.calibration import (
    BINS,
    LEAST_PROBABILITY,
    bin_rows,
    brier_scores,
    ece_of,
    is_distribution,
    log_losses,
)
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.sums import mean_interval, sums_interval


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Answers of about the same confidence.

    Attributes:
        low: Lower edge of the confidence, not included (but in the first bin).
        high: Upper edge, included.
        n: Answers in it.
        confidence: Their mean confidence, NaN without any.
        accuracy: Share of them that are right, NaN without any.
    """

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """What one contender's probabilities are worth.

    Attributes:
        name: The contender.
        n: Answers that are distributions.
        bins: From low to high confidence, empty ones too; () without any distribution.
        ece: Expected calibration error, 0 to 1; lower is better.
        brier: Mean Brier score, 0 to 2; lower is better.
        nll: Mean log loss, nats; lower is better.
        note: What a reader must know, "" where there is nothing.
    """

    name: str
    n: int
    bins: tuple[ReliabilityBin, ...] = ()
    ece: Interval | None = None
    brier: Interval | None = None
    nll: Interval | None = None
    note: str = ""


def reliability_of(comparison: Comparison, name: str, bins: int = BINS) -> Reliability:
    """Return the reliability curve of a contender.

    Args:
        comparison: It must be part of it.
        name: The contender.
        bins: Number of bins of equal width.

    Raises:
        UsageError: no such contender.
    """
    result = comparison.result(name)
    if result.probabilities is None:
        return Reliability(name, 0, note="gives values without probabilities")
    is_in = is_distribution(result.probabilities)
    if not is_in.any():
        return Reliability(name, 0, note="none of its answers is a distribution that adds to 1")
    p, y = result.probabilities[is_in], result.targets[is_in]
    names = comparison.clusters
    clusters = None if names is None else [names[i] for i in np.flatnonzero(is_in)]
    rows = bin_rows(p, y, bins)
    common = {"resamples": comparison.resamples, "seed": comparison.seed}
    level, unit = comparison.level, comparison.unit
    return Reliability(
        name,
        int(is_in.sum()),
        _bins(rows.sum(0).reshape(3, bins)),
        sums_interval(rows, ece_of, clusters, unit, level=level, low=0.0, high=1.0, **common),
        mean_interval(brier_scores(p, y), clusters, unit, level=level, low=0.0, high=2.0, **common),
        mean_interval(log_losses(p, y), clusters, unit, level=level, low=0.0, **common),
        _note(result, is_in.size - int(is_in.sum()), p[np.arange(y.size), y]),
    )


def _bins(sums: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> tuple[ReliabilityBin, ...]:
    count = sums.shape[1]
    found = []
    for place, (n, confidence, hits) in enumerate(sums.T.tolist()):
        mean, share = (confidence / n, hits / n) if n else (float("nan"), float("nan"))
        found.append(ReliabilityBin(place / count, (place + 1) / count, int(n), mean, share))
    return tuple(found)


def _note(result: Result, lost: int, said: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    parts = []
    if lost:
        parts.append(f"{lost} answers are no distributions and are left out")
    never = int(np.sum(said < LEAST_PROBABILITY))
    if never:
        parts.append(f"{never} labels got the probability 0, counted as {LEAST_PROBABILITY:g}")
    if result.collapse:
        parts.append("seven probabilities added up to three")
    return "; ".join(parts)

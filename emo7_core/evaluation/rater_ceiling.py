"""What raters' own agreement lets a contender hope for, on the clips that are compared.

What it is: each rater scored against the lower middle value of all others, a mean over raters,
on any metric, with its interval.
What it is not: an upper bound in the strict sense (statistics/ceiling.py says why).
Conventions: only clips of the common set with at least two raters count.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from emo7_core.evaluation.answers import Floats
from emo7_core.evaluation.comparison import Comparison
from emo7_core.evaluation.soft import votes_of
from emo7_core.scale import NEUTRAL, THREE
from emo7_core.statistics.ceiling import ceiling_rows
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.metrics import METRICS, Metric
from emo7_core.statistics.sums import sums_interval


@dataclass(frozen=True, slots=True)
class RaterCeiling:
    """One rater against the others.

    Attributes:
        metric: Key of the metric.
        score: Mean over raters; NaN where there is a reason.
        n: Clips with two raters or more.
        raters: How many raters.
        reason: Why there is none, "" where there is one.
    """

    metric: str
    score: Interval
    n: int
    raters: int
    reason: str = ""


def rater_ceiling(comparison: Comparison, metric: str = "macro_f1") -> RaterCeiling:
    """Return the ceiling that raters set on one metric.

    Args:
        comparison: On whose clips.
        metric: Key of the metric.
    """
    nothing = Interval(np.nan, np.nan, np.nan, comparison.level, comparison.unit, 0, "none")
    table = comparison.raters
    if table is None or len(table.names) < 2:
        return RaterCeiling(metric, nothing, 0, 0, "There are fewer than two raters.")
    votes = votes_of(table, comparison.k)
    is_in = votes.sum(1) >= 2
    if not is_in.any():
        return RaterCeiling(metric, nothing, 0, len(table.names), "No clip has two raters.")
    codes = np.asarray(table.codes)[is_in]
    if comparison.k == len(THREE):
        codes = np.where(codes >= 0, np.sign(codes - NEUTRAL) + 1, codes).astype(np.int16)
    takes_part = (codes >= 0).any(0)
    codes = codes[:, takes_part]
    rows = ceiling_rows(votes[is_in], codes).toarray()
    names = comparison.clusters
    score = sums_interval(
        rows,
        partial(_mean_over_raters, k=comparison.k, metric=METRICS[metric]),
        None if names is None else [names[i] for i in np.flatnonzero(is_in)],
        comparison.unit,
        resamples=comparison.resamples,
        level=comparison.level,
        seed=comparison.seed,
        low=METRICS[metric].low,
        high=METRICS[metric].high_of(comparison.k),
    )
    return RaterCeiling(metric, score, int(is_in.sum()), int(takes_part.sum()))


def _mean_over_raters(sums: Floats, k: int, metric: Metric) -> Floats:
    flat = np.asarray(sums, np.float64)
    raters = flat.shape[-1] // k**2
    scores = metric.function(flat.reshape(*flat.shape[:-1], raters, k, k))
    has = np.isfinite(scores)
    total = np.nan_to_num(scores).sum(-1)
    return np.asarray(np.where(has.any(-1), total / np.maximum(has.sum(-1), 1), np.nan))

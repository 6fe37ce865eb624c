"""Contenders against the distribution of what raters said, and not against one settled value.

What it is: cross-entropy and ranked probability score, beside what raters' shares over all clips
would score, and beside the least cross-entropy there can be.
What it is not: the formulas (statistics/soft_scores.py).
Conventions: one vote per rater. A rater among the contenders is compared with the votes of the
others alone; clips without another vote are left out. Values without probabilities are taken as
certain: their cross-entropy is not defined, their ranked probability score is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from emo7_core.evaluation.answers import Floats, Ints, summed
from emo7_core.evaluation.comparison import Comparison, RaterTable, Result
from emo7_core.scale import K
from emo7_core.statistics.calibration import is_distribution
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.soft_scores import cross_entropies, entropies, ranked_scores
from emo7_core.statistics.sums import mean_interval


@dataclass(frozen=True, slots=True)
class SoftScore:
    """One contender against raters' distributions.

    Attributes:
        name: The contender, or "raters' shares" for the floor.
        n: Clips with a rater.
        votes: Mean number of raters per clip.
        ranked: Ranked probability score, 0 to 1; lower is better.
        cross_entropy: Nats, lower is better; None where it is not defined.
        entropy: Of the raters' own answers, nats: the least cross-entropy.
        note: What a reader must know, "" where there is nothing.
    """

    name: str
    n: int
    votes: float
    ranked: Interval
    cross_entropy: Interval | None
    entropy: float
    note: str = ""


FLOOR = "raters' shares"


def soft_scores(comparison: Comparison) -> tuple[SoftScore, ...]:
    """Return every contender in order, then the floor; () where no rater labelled a clip."""
    table = comparison.raters
    if table is None or not np.any(table.codes >= 0):
        return ()
    scores = [
        _scored(comparison, one, _votes(table, comparison.k, one)) for one in comparison.results
    ]
    return tuple(one for one in (*scores, _floor(comparison, table)) if one is not None)


def votes_of(table: RaterTable, k: int = K) -> Ints:
    """Return (N, k) numbers of raters by value."""
    return _votes(table, k, None)


def _votes(table: RaterTable, k: int, result: Result | None) -> Ints:
    codes = np.asarray(table.codes)
    if result is not None and result.kind == "rater" and result.name in table.names:
        codes = np.delete(codes, table.names.index(result.name), axis=1)
    counts = np.stack([(codes == value).sum(1) for value in range(K)], axis=1)
    return counts.astype(np.int64) if k == K else summed(counts).astype(np.int64)


def _floor(comparison: Comparison, table: RaterTable) -> SoftScore | None:
    votes = _votes(table, comparison.k, None)
    shares = np.broadcast_to(votes.sum(0) / votes.sum(), votes.shape)
    return _figures(comparison, FLOOR, shares, votes, "answers every clip with all raters' shares")


def _scored(comparison: Comparison, result: Result, votes: Ints) -> SoftScore | None:
    certain = np.eye(comparison.k)[result.values]
    if result.probabilities is None:
        note = "values without probabilities are taken as certain"
        return _figures(comparison, result.name, certain, votes, note, is_certain=True)
    is_spread = is_distribution(result.probabilities)
    lost = int(np.sum(~is_spread))
    note = f"{lost} answers are no distributions and are taken as certain" if lost else ""
    table = np.where(is_spread[:, None], result.probabilities, certain)
    return _figures(comparison, result.name, table, votes, note, is_certain=lost > 0)


def _figures(
    comparison: Comparison,
    name: str,
    probabilities: Floats,
    votes: Ints,
    note: str,
    is_certain: bool = False,
) -> SoftScore | None:
    is_in = votes.sum(1) > 0
    if not is_in.any():
        return None
    shares = votes[is_in] / votes[is_in].sum(1, keepdims=True)
    p = np.asarray(probabilities[is_in], np.float64)
    entropy = None
    if not is_certain:
        entropy = _mean(comparison, cross_entropies(p, shares), is_in, np.inf)
    return SoftScore(
        name,
        int(is_in.sum()),
        float(votes[is_in].sum(1).mean()),
        _mean(comparison, ranked_scores(p, shares), is_in, 1.0),
        entropy,
        float(entropies(shares).mean()),
        note,
    )


def _mean(
    comparison: Comparison,
    values: Floats,
    is_in: np.ndarray[tuple[int], np.dtype[np.bool_]],
    high: float,
) -> Interval:
    names = comparison.clusters
    clusters = None if names is None else [names[i] for i in np.flatnonzero(is_in)]
    return mean_interval(
        values,
        clusters,
        comparison.unit,
        resamples=comparison.resamples,
        level=comparison.level,
        seed=comparison.seed,
        low=0.0,
        high=high,
    )

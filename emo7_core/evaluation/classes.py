"""Per-class scores of one contender, with n and intervals.

What it is: precision, recall and F1 of every class of the scale.
What it is not: scores over all classes (comparison.py).
Conventions: a class without a clip has no recall, one that was never answered no precision: NaN
with the reason, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from emo7_core.evaluation.comparison import Comparison, Result
from emo7_core.scale import CLASSES, THREE, K
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.matrix_draws import MatrixDraws, matrix_draws
from emo7_core.statistics.metrics import f1_scores, precisions, recalls


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class of one contender.

    Attributes:
        value: 0..k-1.
        word: The class.
        n: Clips with this target.
        answered: Clips that got this answer.
        precision: Share of the answered that are right.
        recall: Share of the n that are found.
        f1: Of both.
        note: Why a score is missing, "" where none is.
    """

    value: int
    word: str
    n: int
    answered: int
    precision: Interval
    recall: Interval
    f1: Interval
    note: str = ""


def classes_of(comparison: Comparison, name: str) -> tuple[ClassRow, ...]:
    """Return the k classes of a contender in the scale's order.

    Raises:
        UsageError: it is not part of the comparison.
    """
    result = comparison.result(name)
    drawn = draws_of(comparison, result)
    precision, recall, f1 = (drawn.intervals(one) for one in (precisions, recalls, f1_scores))
    n, answered = result.matrix.sum(1).tolist(), result.matrix.sum(0).tolist()
    words = CLASSES if comparison.k == K else THREE
    return tuple(
        ClassRow(
            c, words[c], n[c], answered[c], precision[c], recall[c], f1[c], _note(n[c], answered[c])
        )
        for c in range(comparison.k)
    )


def draws_of(comparison: Comparison, result: Result) -> MatrixDraws:
    """Return a contender's matrix and its resamples, those of the comparison's intervals."""
    return matrix_draws(
        result.targets,
        result.values,
        comparison.clusters,
        comparison.unit,
        k=comparison.k,
        resamples=comparison.resamples,
        level=comparison.level,
        seed=comparison.seed,
    )


def _note(n: int, answered: int) -> str:
    if not n and not answered:
        return "no clip has it, and it was never answered"
    if not n:
        return "no clip has it"
    return "" if answered else "never answered"

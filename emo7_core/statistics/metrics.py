"""Scores of seven ordered classes, all of them functions of the confusion matrix.

What it is: pure numpy. `confusion` counts, every other function reads counts, so a stack of
resampled matrices is scored in one call.
What it is not: intervals (intervals.py), tests (paired.py) or floors (evaluation/floors.py).
Conventions: matrices are (..., K, K), row = target, column = prediction, in the scale's order;
counts or non-negative weights. K is odd and Neutral is K // 2. A score that is not defined is
NaN, never 0, and `undefined_reason` says why. All results have the shape of the leading axes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from emo7_core.scale import K

Array = npt.NDArray[np.float64]
Values = npt.ArrayLike
Counts = npt.ArrayLike


def confusion(targets: Values, predictions: Values, k: int = K) -> npt.NDArray[np.int64]:
    """Count pairs of target and prediction.

    Args:
        targets: (N,) integers 0..k-1.
        predictions: (N,) integers 0..k-1.
        k: Number of classes.

    Returns:
        (k, k) counts, row = target, column = prediction; all zero for N = 0.

    Raises:
        ValueError: the lengths differ, or a value is not an integer in 0..k-1.
    """
    rows, columns = _checked(targets, k), _checked(predictions, k)
    if rows.shape != columns.shape:
        raise ValueError(f"{rows.size} targets but {columns.size} predictions")
    return np.bincount(rows * k + columns, minlength=k * k).reshape(k, k).astype(np.int64)


def _checked(values: Values, k: int) -> npt.NDArray[np.int64]:
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"expected one axis of values, got shape {array.shape}")
    whole = array.astype(np.int64)
    if not np.array_equal(whole, array) or np.any((whole < 0) | (whole >= k)):
        raise ValueError(f"values must be integers 0..{k - 1}")
    return whole


def accuracy(matrix: Counts) -> Array:
    """Share of clips on the diagonal; NaN without clips."""
    m = _floats(matrix)
    return _ratio(np.trace(m, axis1=-2, axis2=-1), m.sum((-2, -1)))


def recalls(matrix: Counts) -> Array:
    """Recall of each class, (..., K); NaN where no clip has the class as its target."""
    m = _floats(matrix)
    return _ratio(_diagonal(m), m.sum(-1))


def precisions(matrix: Counts) -> Array:
    """Precision of each class, (..., K); NaN where the class was never predicted."""
    m = _floats(matrix)
    return _ratio(_diagonal(m), m.sum(-2))


def f1_scores(matrix: Counts) -> Array:
    """F1 of each class, 2 TP / (2 TP + FP + FN), (..., K).

    NaN where the class is neither a target nor predicted (van Rijsbergen 1979, beta = 1).
    """
    m = _floats(matrix)
    return _ratio(2 * _diagonal(m), m.sum(-1) + m.sum(-2))


def balanced_accuracy(matrix: Counts) -> Array:
    """Mean recall over the classes that occur as targets (Brodersen et al. 2010).

    The same as scikit-learn's `balanced_accuracy_score`; NaN without clips. Always guessing one
    class gives 1 / number of present classes.
    """
    return _mean_where(recalls(matrix), _floats(matrix).sum(-1) > 0)


def macro_f1(matrix: Counts) -> Array:
    """Mean of the F1 scores over all K classes (Opitz and Burst 2019, "averaged F1").

    A class that is neither target nor predicted counts as 0, so the best possible value is
    below 1 where classes have no clip: stand it beside `macro_f1_present`. Equals scikit-learn's
    `f1_score(average="macro", labels=range(K), zero_division=0)`. NaN without clips.
    """
    return _where_clips(matrix, np.nan_to_num(f1_scores(matrix)).mean(-1))


def macro_f1_present(matrix: Counts) -> Array:
    """Mean of the F1 scores over the classes that occur as targets; NaN without clips."""
    return _mean_where(f1_scores(matrix), _floats(matrix).sum(-1) > 0)


def weighted_f1(matrix: Counts) -> Array:
    """F1 scores weighted by the number of targets; scikit-learn's average="weighted"."""
    support = _floats(matrix).sum(-1)
    return _ratio((np.nan_to_num(f1_scores(matrix)) * support).sum(-1), support.sum(-1))


def quadratic_kappa(matrix: Counts) -> Array:
    """Cohen's kappa with weights (i - j)^2 (Cohen 1968): 1 - observed / expected disagreement.

    NaN without clips, and where targets and predictions are all one and the same class: then no
    disagreement is expected by chance and the ratio is 0 / 0.
    """
    m = _floats(matrix)
    distance = _distances(m.shape[-1]) ** 2
    total = m.sum((-2, -1))
    expected = m.sum(-1)[..., :, None] * m.sum(-2)[..., None, :]
    chance = _ratio((expected * distance).sum((-2, -1)), total)
    return 1.0 - _ratio((m * distance).sum((-2, -1)), chance)


def mae(matrix: Counts) -> Array:
    """Mean distance in steps of the scale over clips; NaN without clips; lower is better."""
    m = _floats(matrix)
    return _ratio((m * _distances(m.shape[-1])).sum((-2, -1)), m.sum((-2, -1)))


def macro_mae(matrix: Counts) -> Array:
    """Mean over present target classes of the mean distance in steps; lower is better.

    MAE^M of Baccianella, Esuli and Sebastiani (2009): every class counts alike. NaN without clips.
    """
    m = _floats(matrix)
    support = m.sum(-1)
    return _mean_where(_ratio((m * _distances(m.shape[-1])).sum(-1), support), support > 0)


def within_one(matrix: Counts) -> Array:
    """Share of clips at most one step off; NaN without clips."""
    m = _floats(matrix)
    return _ratio((m * (_distances(m.shape[-1]) <= 1)).sum((-2, -1)), m.sum((-2, -1)))


def polarity_flips(matrix: Counts) -> Array:
    """Share of all clips predicted on the other side of Neutral; lower is better.

    Neutral, as target or as prediction, is never a flip. NaN without clips.
    """
    m = _floats(matrix)
    side = np.sign(np.arange(m.shape[-1]) - m.shape[-1] // 2)
    flips = np.outer(side, side) == -1
    return _ratio((m * flips).sum((-2, -1)), m.sum((-2, -1)))


@dataclass(frozen=True, slots=True)
class Metric:
    """One score as tables show it.

    Attributes:
        key: Its name in files and configs.
        title: Its name for people.
        function: (..., K, K) matrices to (...) scores.
        low: The least value it can take.
        high: The greatest value it can take (macro-MAE: K - 1 steps).
        is_higher_better: False for errors.
    """

    key: str
    title: str
    function: Callable[[Counts], Array]
    low: float
    high: float
    is_higher_better: bool = True

    def high_of(self, k: int) -> float:
        """Return the greatest value on a scale of k classes: steps end at k - 1."""
        return min(self.high, k - 1.0) if self.high > 1 else self.high


METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.key: metric
        for metric in (
            Metric("macro_f1", "Macro-F1 (all classes)", macro_f1, 0.0, 1.0),
            Metric("macro_f1_present", "Macro-F1 (present classes)", macro_f1_present, 0.0, 1.0),
            Metric("weighted_f1", "Weighted F1", weighted_f1, 0.0, 1.0),
            Metric("balanced_accuracy", "Balanced accuracy", balanced_accuracy, 0.0, 1.0),
            Metric("accuracy", "Accuracy", accuracy, 0.0, 1.0),
            Metric("quadratic_kappa", "Quadratic kappa", quadratic_kappa, -1.0, 1.0),
            Metric("macro_mae", "Macro-MAE (steps)", macro_mae, 0.0, K - 1.0, False),
            Metric("mae", "MAE (steps)", mae, 0.0, K - 1.0, False),
            Metric("within_one", "Within one step", within_one, 0.0, 1.0),
            Metric("polarity_flips", "Polarity flips", polarity_flips, 0.0, 1.0, False),
        )
    }
)


def scores_of(matrix: Counts) -> dict[str, float]:
    """Return every metric of one (K, K) matrix by its key; NaN where not defined."""
    return {key: float(metric.function(matrix)) for key, metric in METRICS.items()}


def undefined_reason(key: str, matrix: Counts) -> str | None:
    """Say in words why a metric of one (K, K) matrix is NaN; None where it is defined."""
    if np.isfinite(METRICS[key].function(matrix)):
        return None
    if _floats(matrix).sum() == 0:
        return "There are no clips to score."
    return (
        "All targets and all predictions are one and the same class, "
        "so no agreement beyond chance can be measured."
    )


def _floats(matrix: Counts) -> Array:
    array = np.asarray(matrix, dtype=np.float64)
    if array.ndim < 2 or array.shape[-1] != array.shape[-2]:
        raise ValueError(f"expected (..., K, K) counts, got shape {array.shape}")
    return array


def _diagonal(matrix: Array) -> Array:
    return np.diagonal(matrix, axis1=-2, axis2=-1)


def _distances(k: int) -> Array:
    steps = np.arange(k, dtype=np.float64)
    return np.abs(steps[:, None] - steps[None, :])


def _ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> Array:
    above, below = np.asarray(above, np.float64), np.asarray(below, np.float64)
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)


def _mean_where(values: Array, is_counted: npt.NDArray[np.bool_]) -> Array:
    return _ratio(np.where(is_counted, values, 0.0).sum(-1), is_counted.sum(-1))


def _where_clips(matrix: Counts, values: Array) -> Array:
    return np.where(_floats(matrix).sum((-2, -1)) > 0, values, np.nan)

"""Do a model's probabilities mean what they say? Pure figures over arrays.

What it is: bins of confidence against correctness, expected calibration error, Brier score and
log loss.
What it is not: recalibration of a model, or intervals (sums.py).
Conventions: N clips, k classes, rows of (N, k) are distributions. Confidence is the probability
of the class answered. Bins have equal width and hold their upper edge; the first holds 0, too.
Sources: Guo et al. (2017), "On calibration of modern neural networks" (ECE, ten bins or more);
Brier (1950), the sum over classes, 0 to 2; log loss in nats, a probability of 0 counted as
`LEAST_PROBABILITY`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BINS = 10
LEAST_PROBABILITY = 1e-12
_SLACK = 1e-3


def is_distribution(probabilities: Array) -> npt.NDArray[np.bool_]:
    """Return (N,) whether a row is finite, nowhere below 0 and adds to 1 within .001."""
    with np.errstate(invalid="ignore"):
        adds = np.abs(probabilities.sum(1) - 1) <= _SLACK
        return np.asarray(np.isfinite(probabilities).all(1) & (probabilities >= 0).all(1) & adds)


def bin_rows(probabilities: Array, targets: Ints, bins: int = BINS) -> Array:
    """Return (N, 3 * bins) what each clip adds: count, confidence and hits of its bin."""
    confidence = probabilities.max(1)
    is_right = probabilities.argmax(1) == targets
    place = np.clip(np.ceil(confidence * bins).astype(np.int64) - 1, 0, bins - 1)
    rows = np.zeros((targets.size, 3, bins))
    at = np.arange(targets.size)
    rows[at, 0, place] = 1.0
    rows[at, 1, place] = confidence
    rows[at, 2, place] = is_right
    return rows.reshape(targets.size, 3 * bins)


def ece_of(sums: npt.ArrayLike) -> Array:
    """Return the expected calibration error of (..., 3 * bins) sums of `bin_rows`.

    The mean over bins of |hits - confidence|, weighted by their clips; NaN without clips.
    """
    flat = np.asarray(sums, np.float64)
    count, confidence, hits = np.split(flat, 3, axis=-1)
    total = count.sum(-1)
    gap = np.abs(hits - confidence).sum(-1)
    return np.where(total > 0, gap / np.where(total > 0, total, 1.0), np.nan)


def brier_scores(probabilities: Array, targets: Ints) -> Array:
    """Return (N,) squared distances to the target's corner, 0 to 2."""
    corner = np.zeros_like(probabilities)
    corner[np.arange(targets.size), targets] = 1.0
    return np.asarray(((probabilities - corner) ** 2).sum(1))


def log_losses(probabilities: Array, targets: Ints) -> Array:
    """Return (N,) minus the logarithm of the target's probability, nats."""
    said = probabilities[np.arange(targets.size), targets]
    return np.asarray(-np.log(np.maximum(said, LEAST_PROBABILITY)))

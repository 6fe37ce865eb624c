"""Labels that models contradict with confidence, on an ordered scale.

What it is: confident learning with the distance of classes, over several models.
What it is not: proof of an error; whoever looks again decides, blind.
Conventions: N clips, k ordered classes, M models. Rows of a model are NaN where it has no answer,
or where it trained on the clip: only answers on unseen clips count.

Method: for one model the threshold of class j is its mean probability of j over the clips labelled
j. A clip is confidently j where p_j reaches that threshold; of several such classes the most
probable one counts (Northcutt, Jiang and Chuang 2021, "Confident learning: estimating uncertainty
in dataset labels", JAIR 70). The clips labelled i and confidently j make the confident joint.
A model's suspicion of a clip is (p_j - p_i), cut at 0, times |j - i| / (k - 1): the paper's
normalised margin, weighted by the distance, because on a scale two neighbours are often a matter
of taste. The score of a clip is the mean over its models.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
NONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class LabelErrors:
    """What M models say of N labels.

    Attributes:
        score: (N,) 0..1, NaN where no model has an answer.
        models: (N,) how many models have an answer.
        against: (N,) how many of them are confident of another class.
        other: (N,) the class that has most of their suspicion, -1 where none is against.
        confident: (M, N) the class that each model is confident of, -1 where of none.
        thresholds: (M, k), NaN where a class has no labelled clip.
        joints: (M, k, k) counts, row = label, column = confident class.
    """

    score: Array
    models: Ints
    against: Ints
    other: Ints
    confident: Ints
    thresholds: Array
    joints: Ints

    @property
    def is_suspect(self) -> npt.NDArray[np.bool_]:
        """(N,) whether at least half of the models that can say contradict the label."""
        return (self.against > 0) & (2 * self.against >= self.models) & (self.score > 0)


def label_errors(labels: npt.ArrayLike, probabilities: npt.ArrayLike) -> LabelErrors:
    """Return how far models contradict labels.

    Args:
        labels: (N,) values 0..k-1.
        probabilities: (M, N, k), NaN in the rows that do not count.

    Raises:
        ValueError: shapes do not fit, or there is no model.
    """
    y = np.asarray(labels, np.int64)
    p = np.asarray(probabilities, np.float64)
    if p.ndim != 3 or p.shape[0] == 0 or p.shape[1] != y.size:
        raise ValueError(f"{y.size} labels but probabilities of shape {p.shape}")
    k = p.shape[2]
    is_there = np.isfinite(p).all(2)  # (M, N)
    models = zip(p, is_there, strict=True)
    thresholds = np.stack([_thresholds(y[there], of[there], k) for of, there in models])
    # A model that gives a class to nobody more than to others is never confident of it.
    reaches = is_there[..., None] & (p >= thresholds[:, None, :])
    best = np.where(reaches, p, -np.inf).argmax(2)
    confident = np.where(reaches.any(2), best, NONE)
    is_against = (confident != NONE) & (confident != y)
    suspicion = np.where(is_against, _margins(p, y, best), 0.0)
    count = is_there.sum(0)
    score = np.where(count > 0, suspicion.sum(0) / np.maximum(count, 1), np.nan)
    # A vote weighs next to nothing, and decides where the label stays the more probable class.
    other = _most_suspected(suspicion + 1e-9 * is_against, best, k)
    return LabelErrors(
        score,
        count.astype(np.int64),
        is_against.sum(0).astype(np.int64),
        np.where(is_against.any(0), other, NONE),
        confident,
        thresholds,
        _joints(y, confident, k),
    )


def _thresholds(y: Ints, p: Array, k: int) -> Array:
    found = np.full(k, np.nan)
    for c in np.unique(y):
        found[c] = p[y == c, c].mean()
    return found


def _margins(p: Array, y: Ints, best: Ints) -> Array:
    """Return (M, N) margin of the best class over the label, times their distance."""
    k = p.shape[2]
    said = np.take_along_axis(p, best[..., None], 2)[..., 0]
    label = np.take_along_axis(p, np.broadcast_to(y, best.shape)[..., None], 2)[..., 0]
    apart = np.abs(best - y) / max(k - 1, 1)
    return np.asarray(np.clip(np.nan_to_num(said - label), 0.0, None) * apart)


def _most_suspected(suspicion: Array, best: Ints, k: int) -> Ints:
    weights = np.zeros((suspicion.shape[1], k))
    at = np.arange(suspicion.shape[1])
    for of, classes in zip(suspicion, best, strict=True):
        weights[at, classes] += of
    return np.asarray(weights.argmax(1))


def _joints(y: Ints, confident: Ints, k: int) -> Ints:
    found = np.zeros((confident.shape[0], k, k), np.int64)
    for joint, classes in zip(found, confident, strict=True):
        known = classes != NONE
        np.add.at(joint, (y[known], classes[known]), 1)
    return found

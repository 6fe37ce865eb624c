"""What the networks are measured against: floors, and two classifiers of scikit-learn.

What it is: the floors of emo7, and a support vector machine and a random forest that see the same
standardised segments as the networks, summed up over time, and no drawn signers.
What it is not: tuned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import RandomForestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from emo7_core.evaluation.floors import Floor, majority, stratified_random
from emo7_core.statistics.metrics import accuracy, confusion, macro_f1
from tests.benchmarks.gfe_features import Segment, standardised
from tests.benchmarks.gfe_files import CLASSES

Array = npt.NDArray[Any]
K = len(CLASSES)


def targets_of(segments: Sequence[Segment]) -> Array:
    """Return (N,) classes."""
    return np.array([segment.target for segment in segments], dtype=np.int64)


def score(targets: Array, scores: Array) -> tuple[float, float]:
    """Return accuracy and macro-F1 of the classes with the highest scores (N, K)."""
    matrix = confusion(targets, scores.argmax(-1), K)
    return float(accuracy(matrix)), float(macro_f1(matrix))


def floors(learned: Array, targets: Array) -> dict[str, tuple[float, float]]:
    """Return accuracy and macro-F1 of what needs no picture, from the classes alone."""
    counts = np.bincount(targets, minlength=K)
    commonest = np.zeros((len(targets), K))
    commonest[:, np.bincount(learned, minlength=K).argmax()] = 1.0
    return {
        "majority of the training": score(targets, commonest),
        "majority of the test": _told(majority(counts)),
        "stratified random": _told(stratified_random(counts)),
    }


def _told(floor: Floor) -> tuple[float, float]:
    return floor.scores["accuracy"], floor.scores["macro_f1"]


def support_vectors(learned: Sequence[Segment], tested: Sequence[Segment], seed: int) -> Array:
    """Return 1 for each answer of a support vector machine, else 0, (N, K)."""
    return _answers(make_pipeline(StandardScaler(), SVC(C=3.0)), learned, tested)


def forest(learned: Sequence[Segment], tested: Sequence[Segment], seed: int) -> Array:
    """Return 1 for each answer of a random forest, else 0, (N, K)."""
    return _answers(RandomForestClassifier(300, random_state=seed), learned, tested)


CLASSIFIERS = {"support vector machine": support_vectors, "random forest": forest}


def _answers(classifier: Any, learned: Sequence[Segment], tested: Sequence[Segment]) -> Array:
    classifier.fit(summed_up(standardised(learned)), targets_of(learned))
    return np.eye(K)[classifier.predict(summed_up(tested))]


def summed_up(segments: Sequence[Segment]) -> Array:
    """Return (N, 21 * 2 * 5): mean, deviation, mean change, largest and least over time."""
    return np.stack([_summary(one.values.reshape(len(one.values), -1)) for one in segments])


def _summary(rows: Array) -> Array:
    # A number that is never known stands at the signer's mean, which is 0.
    known = np.where(np.isfinite(rows), rows, 0.0)
    change = np.abs(np.diff(known, axis=0)).mean(0)
    return np.concatenate([known.mean(0), known.std(0), change, known.max(0), known.min(0)])

"""Every score against its definition, scikit-learn and the published floors."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as sk

from emo7_core.statistics import metrics

HUMAN = (29, 49, 43, 3, 12, 26, 38)  # EmoSign's annotators, FORMATS


def _draw(seed: int, n: int = 300, classes: tuple[int, ...] = tuple(range(7))):
    rng = np.random.default_rng(seed)
    targets = rng.choice(classes, n)
    near = np.clip(targets + rng.integers(-2, 3, n), 0, 6)
    return targets, near


CASES = [
    _draw(0),
    _draw(1, 40),
    _draw(2, 200, (0, 1, 2, 5, 6)),
    _draw(3, 7, (6,)),
    (np.array([0, 0, 3]), np.array([6, 6, 3])),
]


def test_confusion_rows_are_targets():
    """A target 1 predicted as 4 is counted in row 1, column 4."""
    matrix = metrics.confusion([1], [4])
    assert matrix[1, 4] == 1
    assert matrix.sum() == 1


def test_confusion_equals_scikit_learn():
    """The counts are those of scikit-learn with the scale as its labels."""
    targets, predictions = CASES[0]
    expected = sk.confusion_matrix(targets, predictions, labels=range(7))
    np.testing.assert_array_equal(metrics.confusion(targets, predictions), expected)


@pytest.mark.parametrize(
    ("targets", "predictions"), [([0, 7], [0, 1]), ([0], [0, 1]), ([0.5], [0]), ([-1], [0])]
)
def test_confusion_refuses_what_is_not_on_the_scale(targets, predictions):
    """Values outside 0..6, halves and unequal lengths are errors, never counted somewhere."""
    with pytest.raises(ValueError, match=r"values must be|targets but"):
        metrics.confusion(targets, predictions)


REFERENCE = {
    "accuracy": sk.accuracy_score,
    "balanced_accuracy": lambda y, p: sk.recall_score(
        y, p, labels=np.unique(y), average="macro", zero_division=0
    ),
    "macro_f1": lambda y, p: sk.f1_score(y, p, labels=range(7), average="macro", zero_division=0),
    "macro_f1_present": lambda y, p: sk.f1_score(
        y, p, labels=np.unique(y), average="macro", zero_division=0
    ),
    "weighted_f1": lambda y, p: sk.f1_score(y, p, average="weighted", zero_division=0),
    "quadratic_kappa": lambda y, p: sk.cohen_kappa_score(
        y, p, labels=range(7), weights="quadratic"
    ),
    "mae": sk.mean_absolute_error,
    "macro_mae": lambda y, p: np.mean([np.abs(p[y == c] - c).mean() for c in np.unique(y)]),
    "within_one": lambda y, p: np.mean(np.abs(y - p) <= 1),
    "polarity_flips": lambda y, p: np.mean((y - 3) * (p - 3) < 0),
}


@pytest.mark.parametrize("case", range(len(CASES)))
@pytest.mark.parametrize("key", REFERENCE)
def test_score_equals_reference(key, case):
    """Each metric equals scikit-learn, or its definition written out over clips."""
    targets, predictions = CASES[case]
    found = metrics.scores_of(metrics.confusion(targets, predictions))[key]
    assert found == pytest.approx(REFERENCE[key](targets, predictions), abs=1e-12)


def test_every_metric_has_a_reference():
    """No metric goes unchecked."""
    assert set(REFERENCE) == set(metrics.METRICS)


def test_per_class_scores_equal_scikit_learn():
    """Precision, recall and F1 of each class are scikit-learn's."""
    targets, predictions = CASES[0]
    matrix = metrics.confusion(targets, predictions)
    precision, recall, f1, _ = sk.precision_recall_fscore_support(
        targets, predictions, labels=range(7)
    )
    np.testing.assert_allclose(metrics.precisions(matrix), precision)
    np.testing.assert_allclose(metrics.recalls(matrix), recall)
    np.testing.assert_allclose(metrics.f1_scores(matrix), f1)


def test_recall_of_an_absent_class_is_nan():
    """A class without targets has no recall; it is not 0."""
    recall = metrics.recalls(metrics.confusion([0, 1], [0, 3]))
    assert np.isnan(recall[3])
    assert recall[1] == 0.0


@pytest.mark.parametrize("key", metrics.METRICS)
def test_no_clips_is_nan_with_a_reason(key):
    """Without clips every score is NaN and says so."""
    empty = np.zeros((7, 7))
    assert np.isnan(metrics.METRICS[key].function(empty))
    assert metrics.undefined_reason(key, empty) == "There are no clips to score."


def test_kappa_of_one_class_is_nan_with_a_reason():
    """Perfect agreement on a single class has no kappa, and the reason names it."""
    matrix = metrics.confusion([5, 5, 5], [5, 5, 5])
    assert np.isnan(metrics.quadratic_kappa(matrix))
    assert "one and the same class" in (metrics.undefined_reason("quadratic_kappa", matrix) or "")
    assert metrics.undefined_reason("accuracy", matrix) is None


def test_neutral_is_never_a_flip():
    """Only negative against positive flips; Neutral on either side does not."""
    matrix = metrics.confusion([3, 0, 2, 4], [6, 3, 4, 2])
    assert metrics.polarity_flips(matrix) == pytest.approx(0.5)


def test_majority_floor_of_emosign():
    """Always "Negative" on EmoSign: balanced .143, weighted F1 .096, as published."""
    targets = np.repeat(np.arange(7), HUMAN)
    matrix = metrics.confusion(targets, np.full(200, 1))
    assert round(float(metrics.balanced_accuracy(matrix)), 3) == 0.143
    assert round(float(metrics.weighted_f1(matrix)), 3) == 0.096


def test_a_stack_of_matrices_is_scored_at_once():
    """(B, 7, 7) in, (B,) out, each equal to the single score."""
    stack = np.stack([metrics.confusion(*case) for case in CASES[:3]])
    for metric in metrics.METRICS.values():
        single = [float(metric.function(matrix)) for matrix in stack]
        np.testing.assert_allclose(metric.function(stack), single)


def test_three_classes_work_too():
    """The 3-class view uses the same functions; its Neutral is index 1."""
    matrix = metrics.confusion([0, 1, 2, 2], [2, 1, 2, 0], k=3)
    assert metrics.polarity_flips(matrix) == pytest.approx(0.5)
    assert metrics.accuracy(matrix) == pytest.approx(0.5)


def test_a_matrix_that_is_not_square_is_refused():
    """Rows and columns must be the same classes."""
    with pytest.raises(ValueError, match="K, K"):
        metrics.accuracy(np.zeros((7, 3)))

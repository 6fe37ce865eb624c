"""Confident learning with distances: by hand, and on planted errors."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.statistics.label_errors import label_errors
from tests.compared import answers, truth


def test_thresholds_and_the_confident_joint_by_hand():
    """The threshold of a class is the mean probability of it over the clips labelled so."""
    p = np.array(
        [[0.9, 0.1, 0.0], [0.5, 0.2, 0.3], [0.2, 0.8, 0.0], [0.1, 0.2, 0.7], [0, 0.1, 0.9]]
    )
    found = label_errors([0, 0, 1, 2, 0], p[None])
    np.testing.assert_allclose(found.thresholds[0], [(0.9 + 0.5 + 0) / 3, 0.8, 0.7])
    # Clip 1 reaches the threshold of class 0 alone, clip 4 that of class 2 alone.
    assert found.confident[0].tolist() == [0, 0, 1, 2, 2]
    assert found.joints[0].tolist() == [[2, 0, 1], [0, 1, 0], [0, 0, 1]]
    assert found.score.tolist() == pytest.approx([0, 0, 0, 0, 0.9 * 2 / 2])
    assert found.other.tolist() == [-1, -1, -1, -1, 2]


def test_the_other_class_is_the_confident_one_where_the_label_is_more_probable():
    """Below the label's threshold, above the other's: no suspicion, and still not class 0."""
    p = np.zeros((1, 6, 7))
    p[0, :3, 3], p[0, :3, 5] = [0.9, 0.9, 0.5], [0.1, 0.1, 0.4]
    p[0, 3:] = [0.2, 0, 0, 0, 0, 0.3, 0.5]
    found = label_errors([3, 3, 3, 5, 5, 5], p)
    assert (found.against[2], found.score[2], found.confident[0, 2]) == (1, 0, 5)
    assert found.other[2] == 5


def test_a_far_contradiction_counts_more_than_a_near_one():
    """The same margin, one step and six steps away."""
    p = np.full((1, 4, 7), 0.0)
    p[0, :, 0], p[0, 0, 0] = 0.1, 0.9
    p[0, 1, 1] = p[0, 2, 6] = 0.9
    p[0, 3] = [0.1, 0.45, 0, 0, 0, 0, 0.45]
    labels = [0, 0, 0, 1]
    labels_with_ends = [*labels, 6]
    table = np.concatenate([p, np.full((1, 1, 7), 1 / 7)], axis=1)
    found = label_errors(labels_with_ends, table)
    assert found.score[2] == pytest.approx(6 * found.score[1])


def _planted(models: int, seed: int = 0):
    """Return labels, which of them are wrong, and models' answers."""
    rng = np.random.default_rng(seed)
    right = truth(600, seed)
    is_wrong = rng.random(600) < 0.05
    labels = np.where(is_wrong, (right + rng.integers(2, 6, 600)) % 7, right)
    tables = np.stack([answers(right, 0.9, seed + 10 + m) for m in range(models)])
    return labels, is_wrong, tables


def _found(labels, is_wrong, tables) -> float:
    """Share of planted errors among as many clips at the top of the list."""
    order = np.argsort(-label_errors(labels, tables).score, kind="stable")
    return float(is_wrong[order[: is_wrong.sum()]].mean())


def test_planted_errors_come_first():
    """5 % of labels moved by two steps or more: most of the top of the list is such."""
    assert _found(*_planted(4)) > 0.8


def test_several_models_find_more_than_one():
    """Over five seeds, four models against the first of them alone."""
    studies = [_planted(4, seed) for seed in range(5)]
    one = np.mean([_found(y, wrong, p[:1]) for y, wrong, p in studies])
    four = np.mean([_found(y, wrong, p) for y, wrong, p in studies])
    assert four > one + 0.1


def test_rows_without_an_answer_do_not_count():
    """A clip that no model answered has no score; one that a model answered has that model's."""
    labels, _, tables = _planted(2)
    tables[:, 0] = np.nan
    tables[0, 1] = np.nan
    found = label_errors(labels, tables)
    assert np.isnan(found.score[0])
    assert (found.models[0], found.models[1], found.models[2]) == (0, 1, 2)


def test_shapes_that_do_not_fit_are_refused():
    """Also no model at all."""
    with pytest.raises(ValueError, match="2 labels"):
        label_errors([0, 1], np.zeros((1, 3, 7)))
    with pytest.raises(ValueError, match="2 labels"):
        label_errors([0, 1], np.zeros((0, 2, 7)))

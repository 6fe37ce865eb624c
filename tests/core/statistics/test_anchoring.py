"""Moves to the model's value: counted by hand, intervals against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from emo7_core.statistics.anchoring import anchoring, share_of


def test_only_reviews_that_began_elsewhere_can_move():
    """Four shown: one agreed already, one moved onto, one nearer, one stayed."""
    found = anchoring([3, 3, 1, 5], [-1, 5, 2, 5], [3, 5, 6, 6], [True] * 4)
    assert (found.shown.hits, found.shown.n, found.agreed) == (1, 3, 1)
    assert (found.nearer_shown.hits, found.nearer_shown.n) == (2, 3)


def test_control_stands_beside_it():
    """Control reviews are counted apart, and the difference is taken."""
    blind, model = [3] * 8, [5] * 8
    after = [5, 5, 5, 3, 5, 3, 3, 3]
    found = anchoring(blind, after, model, [True] * 4 + [False] * 4)
    assert (found.shown.value, found.control.value) == (0.75, 0.25)
    assert found.difference == 0.5
    assert found.low < 0.5 < found.high
    assert found.reason == ""


def test_without_control_nothing_is_said_of_the_model():
    """The share stands, the difference does not, and the reason says why."""
    found = anchoring([3], [5], [5], [True])
    assert found.shown.hits == 1
    assert np.isnan(found.difference)
    assert found.reason.startswith("No control review")


def test_without_shown_reviews():
    """Nothing that could move: a reason."""
    assert anchoring([5], [5], [5], [True]).reason.startswith("No review")


@pytest.mark.parametrize(("hits", "n"), [(0, 41), (4, 41), (41, 41)])
def test_wilson_equals_statsmodels(hits, n):
    """The interval of a share is statsmodels' Wilson interval, also at 0 and 1."""
    found = share_of([True] * hits + [False] * (n - hits))
    expected = proportion_confint(hits, n, method="wilson")
    assert (found.low, found.high) == pytest.approx(expected)


def test_newcombe_equals_statsmodels():
    """The interval of the difference is statsmodels' Newcombe interval."""
    blind, model = [3] * 60, [5] * 60
    after = [5] * 12 + [3] * 28 + [5] * 2 + [3] * 18
    found = anchoring(blind, after, model, [True] * 40 + [False] * 20)
    expected = confint_proportions_2indep(12, 40, 2, 20, method="newcomb")
    assert (found.low, found.high) == pytest.approx(expected)


def test_unequal_lengths_are_refused():
    """Each review has all four."""
    with pytest.raises(ValueError, match="length"):
        anchoring([1], [1, 2], [1], [True])

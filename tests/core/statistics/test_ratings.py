"""The table of ratings: scale, missing ratings, repeats, clusters, unnamed raters."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.statistics.ratings import MOST_RATERS, ratings_of, with_repeats


def test_codes_and_counts():
    """Rows become codes by rater and counts by value; a missing rating is -1."""
    made = ratings_of(["a", "a", "b"], [2, 4, 3], ["x", "y", "y"])
    assert (made.items, made.raters, made.words) == (("a", "b"), ("x", "y"), ("2", "3", "4"))
    np.testing.assert_array_equal(made.codes, [[0, 2], [-1, 1]])
    np.testing.assert_array_equal(made.counts, [[1, 0, 1], [0, 1, 0]])


def test_whole_numbers_are_filled_up():
    """Between whole numbers every value belongs to the scale; fractions stand as they are."""
    np.testing.assert_array_equal(ratings_of([1, 2], [-1, 2]).scale, [-1, 0, 1, 2])
    np.testing.assert_array_equal(ratings_of([1, 2], [0.5, 2]).scale, [0.5, 2])


def test_the_second_rating_is_a_repeat():
    """The first rating of a rater counts, each later one repeats the one before."""
    made = ratings_of(["a", "a", "b", "a"], [1, 2, 3, 4], ["x"] * 4, scale=range(1, 5))
    np.testing.assert_array_equal(made.counts.sum(1), [1, 1])
    np.testing.assert_array_equal(made.codes, [[0], [2]])
    np.testing.assert_array_equal(made.repeats.first, [0, 1])
    np.testing.assert_array_equal(made.repeats.second, [1, 3])


def test_unnamed_raters_have_no_repeats():
    """Without names every row is a rating."""
    made = ratings_of(["a", "a", "a"], [1, 1, 2])
    assert made.is_anonymous
    assert made.total == 3
    assert not made.repeats.items.size


def test_a_crowd_is_not_told_apart():
    """More raters than can be shown are unnamed, and the reason says how many."""
    people = [f"p{i}" for i in range(MOST_RATERS + 1)]
    made = ratings_of(["a"] * len(people), [1] * len(people), people)
    assert made.why_anonymous == "201 raters are too many to be told apart."
    assert made.total == len(people)


def test_the_cluster_of_an_item():
    """Clusters are of items, in order of first appearance."""
    made = ratings_of(["a", "b", "a"], [1, 2, 2], clusters=["s", "t", "s"], unit="signer")
    np.testing.assert_array_equal(made.clusters, [0, 1])
    assert (made.unit, made.cluster_names) == ("signer", ("s", "t"))


def test_repeats_kept_apart_are_joined():
    """Repeats of a store join the table; those of unknown items do not."""
    made = ratings_of(["a", "b"], [0, 1], ["x", "x"], scale=range(3))
    joined = with_repeats(made, ["b", "z"], ["x", "x"], [1, 0], [2, 0])
    np.testing.assert_array_equal(joined.repeats.items, [1])
    np.testing.assert_array_equal(joined.repeats.second, [2])


@pytest.mark.parametrize("value", [1.5, 9, np.nan])
def test_a_value_off_the_scale_is_refused(value):
    """A rating must be a value of the scale."""
    with pytest.raises(ValueError, match="scale"):
        ratings_of(["a"], [value], scale=range(7))


def test_too_many_values_are_no_scale():
    """A slider of hundreds of values is refused with a reason."""
    with pytest.raises(ValueError, match="150 different values"):
        ratings_of(range(150), np.arange(150) / 7)


def test_arrays_are_read_only():
    """What crosses a border cannot be changed."""
    with pytest.raises(ValueError, match="read-only"):
        ratings_of(["a"], [1]).counts[0, 0] = 5

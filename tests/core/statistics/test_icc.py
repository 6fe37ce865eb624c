"""Intraclass correlations against Shrout and Fleiss, and against statsmodels' variance table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

from emo7_core.statistics.icc import icc_1, icc_2_of, icc_3_of, one_way_rows, two_way_rows
from tests.core.statistics.published import SHROUT_FLEISS, random_table, table


def of_judges():
    ratings = table(SHROUT_FLEISS)
    return ratings, two_way_rows(ratings.codes, ratings.scale).sum(0)


def test_shrout_fleiss_icc_1():
    """Table 4 of Shrout and Fleiss (1979): ICC(1,1) is .17."""
    ratings, _ = of_judges()
    assert icc_1(ratings.counts, ratings.scale) == pytest.approx(0.17, abs=0.005)


def test_shrout_fleiss_icc_2():
    """Table 4 of Shrout and Fleiss (1979): ICC(2,1) is .29."""
    assert icc_2_of(of_judges()[1]) == pytest.approx(0.29, abs=0.005)


def test_shrout_fleiss_icc_3():
    """Table 4 of Shrout and Fleiss (1979): ICC(3,1) is .71."""
    assert icc_3_of(of_judges()[1]) == pytest.approx(0.71, abs=0.005)


def long_form(given) -> pd.DataFrame:
    rows = [
        (f"i{item}", f"r{rater}", float(value))
        for rater, values in enumerate(given)
        for item, value in enumerate(values)
        if value is not None
    ]
    return pd.DataFrame(rows, columns=["item", "rater", "value"])


@pytest.mark.parametrize("seed", range(3))
def test_two_way_equals_statsmodels(seed):
    """The mean squares of a complete table are those of statsmodels' analysis of variance."""
    given = random_table(seed, items=20, missing=0.0)
    squares = anova_lm(ols("value ~ C(item) + C(rater)", long_form(given)).fit())
    items, raters, rest = (squares.sum_sq / squares.df).to_numpy()
    ratings = table(given)
    sums = two_way_rows(ratings.codes, ratings.scale).sum(0)
    assert icc_3_of(sums) == pytest.approx((items - rest) / (items + 3 * rest))
    bias = 4 * (raters - rest) / 20
    assert icc_2_of(sums) == pytest.approx((items - rest) / (items + 3 * rest + bias))


@pytest.mark.parametrize("seed", range(3))
def test_one_way_with_holes_equals_statsmodels(seed):
    """With unequal numbers of ratings the mean squares are statsmodels' one-way ones."""
    given = random_table(seed, items=20)
    frame = long_form(given)
    frame = frame[frame.groupby("item").value.transform("size") >= 2]
    squares = anova_lm(ols("value ~ C(item)", frame).fit())
    between, within = (squares.sum_sq / squares.df).to_numpy()
    sizes = frame.groupby("item").size().to_numpy()
    k0 = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (sizes.size - 1)
    expected = (between - within) / (between + (k0 - 1) * within)
    ratings = table(given)
    assert icc_1(ratings.counts, ratings.scale) == pytest.approx(expected)


def test_a_rater_who_sits_higher_lowers_icc_2_alone():
    """A constant shift leaves ICC(3,1) as it is and lowers ICC(2,1)."""
    base = [[0, 1, 2, 3, 4], [0, 1, 2, 4, 4]]
    moved = [base[0], [value + 2 for value in base[1]]]
    sums = [two_way_rows(one.codes, one.scale).sum(0) for one in (table(base), table(moved))]
    assert icc_3_of(sums[0]) == pytest.approx(icc_3_of(sums[1]))
    assert icc_2_of(sums[1]) < icc_2_of(sums[0]) - 0.2


def test_equal_ratings_have_no_icc():
    """Ratings that do not vary give NaN."""
    assert np.isnan(icc_1([[0, 3], [0, 2]], [0, 1]))


def test_an_item_with_one_rating_adds_nothing():
    """Single ratings are left out."""
    assert not one_way_rows([[0, 1, 0]], [0, 1, 2]).any()

"""Krippendorff's alpha against the published example and the definition in loops."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from emo7_core.statistics.alpha import alpha, alpha_of, coincidences
from tests.core.statistics.published import KRIPPENDORFF, random_table, table


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_krippendorff_2011(level, published):
    """Section C of Krippendorff (2011) prints .743, .815 and .849."""
    ratings = table(KRIPPENDORFF)
    assert alpha(ratings.counts, ratings.scale, level) == pytest.approx(published, abs=5e-4)


def test_krippendorff_2011_coincidences():
    """The coincidence matrix is the printed one: 40 pairable values, 4/3 of 1 with 2."""
    ratings = table(KRIPPENDORFF)
    o = coincidences(ratings.counts).sum(0).reshape(5, 5)
    assert o.sum() == pytest.approx(40)
    np.testing.assert_allclose(o[0], [7, 4 / 3, 1 / 3, 1 / 3, 0])
    np.testing.assert_allclose(o.sum(1), [9, 13, 10, 5, 3])


def by_definition(by_rater, level: str) -> float:
    """Alpha in loops over pairs of ratings: within items against among all pairable ones."""
    units = [[v for v in column if v is not None] for column in zip(*by_rater, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    pool = [v for unit in units for v in unit]

    def distance(a, b):
        low, high = min(a, b), max(a, b)
        if level == "nominal":
            return float(a != b)
        if level == "interval":
            return (a - b) ** 2
        between = sum(low <= v <= high for v in pool)
        return (between - (pool.count(a) + pool.count(b)) / 2) ** 2 if a != b else 0.0

    observed = sum(
        sum(distance(a, b) for a, b in itertools.permutations(unit, 2)) / (len(unit) - 1)
        for unit in units
    )
    expected = sum(distance(a, b) for a, b in itertools.permutations(pool, 2))
    n = len(pool)
    return 1 - (observed / n) / (expected / (n * (n - 1)))


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
@pytest.mark.parametrize("seed", range(5))
def test_alpha_equals_its_definition(level, seed):
    """Any table with holes gives what loops over pairs of ratings give."""
    given = random_table(seed, items=25)
    ratings = table(given)
    expected = by_definition(given, level)
    assert alpha(ratings.counts, ratings.scale, level) == pytest.approx(expected, abs=1e-12)


def test_order_of_raters_and_items_does_not_matter():
    """Alpha knows no rater."""
    given = random_table(7)
    turned = [row[::-1] for row in given[::-1]]
    one, other = table(given), table(turned)
    assert alpha(one.counts, one.scale) == pytest.approx(alpha(other.counts, other.scale))


def test_one_value_has_no_alpha():
    """Where only one value was used, alpha is NaN."""
    assert np.isnan(alpha([[0, 3], [0, 2]], [0, 1]))


def test_an_unused_value_changes_nothing():
    """A value of the scale that nobody used does not move alpha."""
    counts = table(KRIPPENDORFF).counts
    wider = np.pad(counts, ((0, 0), (1, 2)))
    for level in ("nominal", "ordinal", "interval"):
        assert alpha(wider, range(8), level) == pytest.approx(alpha(counts, range(1, 6), level))


def test_alpha_of_a_stack():
    """A stack of sums is scored in one call."""
    sums = coincidences(table(KRIPPENDORFF).counts)
    stack = np.stack([sums.sum(0), 2 * sums.sum(0)])
    assert alpha_of(stack, range(1, 6)).shape == (2,)


def test_an_unknown_level_is_refused():
    """There are three levels."""
    with pytest.raises(ValueError, match="ratio"):
        alpha([[1, 1]], [0, 1], "ratio")

"""Resampling: the same as drawing rows by hand, and right in about 95 % of studies."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np
import pytest

from emo7_core.statistics.alpha import alpha, alpha_of, coincidences
from emo7_core.statistics.icc import icc_1_of, one_way_rows
from emo7_core.statistics.kappa import mean_kappa_of, pair_rows, pairs_of
from emo7_core.statistics.ratings import ratings_of
from emo7_core.statistics.resampling import Figure, estimate
from emo7_core.statistics.sample import Draw, sample_of
from tests.core.statistics.published import KRIPPENDORFF, random_table, table

STUDIES = 300


def of_alpha(ratings, level="ordinal", draw=Draw()):
    sample = sample_of(ratings, ratings.is_paired)
    function = partial(alpha_of, scale=ratings.scale, level=level)
    figure = Figure("alpha", function, coincidences(sample.counts))
    return estimate(sample, [figure], draw)["alpha"]


def test_the_spread_is_that_of_rows_drawn_by_hand():
    """Drawing whole rows with replacement in a loop gives the same standard error."""
    ratings = table(random_table(1, items=80))
    found = of_alpha(ratings, draw=Draw(4000))
    rows = ratings.counts[ratings.is_paired]
    rng = np.random.default_rng(0)
    by_hand = [
        alpha(rows[rng.integers(0, len(rows), len(rows))], ratings.scale) for _ in range(800)
    ]
    low, high = np.quantile(by_hand, (0.025, 0.975))
    assert found.high - found.low == pytest.approx(high - low, rel=0.15)
    assert found.low == pytest.approx(low, abs=0.03)


def test_equal_rows_are_drawn_together():
    """Items with the same ratings share a pattern, and their number is kept."""
    ratings = table([[0, 0, 1, 0], [0, 0, 1, 1]])
    sample = sample_of(ratings, ratings.is_paired)
    assert sorted(sample.copies) == [1, 1, 2]
    assert sample.units == 4


def test_items_outside_the_sample_add_a_constant():
    """Items outside the sample add a constant to the value alone."""
    ratings = table(KRIPPENDORFF)
    sample = sample_of(ratings, ratings.is_paired)
    figure = Figure("sum", lambda s: s[..., 0], np.ones((len(sample.copies), 1)), 0.0, 99.0,
                    np.array([1.0]))  # fmt: skip
    found = estimate(sample, [figure])["sum"]
    assert found.value == 12
    assert (found.unit, found.units) == ("item", 11)


def test_clusters_are_named_and_counted():
    """Eleven clips of six signers: the unit is the signer, the method t with 5 degrees."""
    given = random_table(2, items=60, missing=0)
    rows = [(i, f"r{r}", given[r][i], f"s{i % 6}") for r in range(4) for i in range(60)]
    items, raters, values, signers = zip(*rows, strict=True)
    ratings = ratings_of(items, values, raters, clusters=signers, unit="signer")
    found = of_alpha(ratings)
    assert (found.unit, found.units) == ("signer", 6)
    assert found.method == "t (small number of clusters)"


def test_below_six_clusters_single_values_stand():
    """Four signers: no limits, the alpha of each signer, too few to generalise."""
    given = random_table(2, items=60, missing=0)
    rows = [(i, f"r{r}", given[r][i], f"s{i % 4}") for r in range(4) for i in range(60)]
    items, raters, values, signers = zip(*rows, strict=True)
    ratings = ratings_of(items, values, raters, clusters=signers, unit="signer")
    found = of_alpha(ratings)
    assert np.isnan(found.low)
    assert found.note == "too few signers to generalise (4 of 6)"
    own = alpha(ratings.counts[::4], ratings.scale)
    assert found.singles[0] == ("s0", pytest.approx(own))


def test_perfect_agreement_admits_that_resamples_are_alike():
    """An interval of no width says why."""
    ratings = table([[0, 1, 2, 1, 0, 2] * 8] * 2)
    assert of_alpha(ratings).note.endswith("all resamples are alike")


def test_same_seed_same_interval():
    """An interval is repeatable."""
    ratings = table(random_table(3))
    assert of_alpha(ratings) == of_alpha(ratings)


def _study(rng: np.random.Generator, clusters: int, each: int):
    """Three raters; each rating is the clip's truth with its cluster's chance, else at random.

    Truths are uniform on seven values. Chances are Beta(6, 2) over clusters: whether two ratings
    of a cluster are right has correlation 1 / 9. For every coefficient of chance-corrected
    agreement the true value is then the mean of the squared chance, 6 * 7 / (8 * 9).
    """
    ease = np.repeat(rng.beta(6, 2, clusters), each)
    truth = rng.integers(0, 7, ease.size)
    right = rng.random((3, ease.size)) < ease
    given = np.where(right, truth, rng.integers(0, 7, right.shape))
    item = np.tile(np.arange(ease.size), 3)
    rater = np.repeat(["a", "b", "c"], ease.size)
    return item, given.ravel(), rater, item // each


def _figures(sample):
    pairs = pairs_of(sample.codes, sample.multiplicity)
    scale = np.arange(7.0)
    return [
        Figure("alpha", partial(alpha_of, scale=scale), coincidences(sample.counts)),
        Figure("icc", icc_1_of, one_way_rows(sample.counts, scale)),
        Figure("kappa", partial(mean_kappa_of, values=7), pair_rows(sample.codes, pairs, 7)),
    ]


@lru_cache
def _coverage(clusters: int, each: int, is_clustered: bool) -> dict[str, float]:
    rng = np.random.default_rng(clusters)
    hits = {"alpha": 0, "icc": 0, "kappa": 0}
    for study in range(STUDIES):
        item, value, rater, cluster = _study(rng, clusters, each)
        names = cluster.tolist() if is_clustered else None
        ratings = ratings_of(
            item.tolist(), value, rater.tolist(), scale=range(7), clusters=names, unit="signer"
        )
        sample = sample_of(ratings, ratings.is_paired)
        found = estimate(sample, _figures(sample), Draw(300, seed=study))
        for key, one in found.items():
            hits[key] += one.low <= 42 / 72 <= one.high
    return {key: count / STUDIES for key, count in hits.items()}


@pytest.mark.parametrize("clusters", [6, 12, 50])
def test_clustered_intervals_cover_about_95_percent(clusters):
    """300 studies of 6, 12 or 50 signers with 12 clips each, correlation 1 / 9.

    The band is three binomial errors; few clusters may be conservative.
    """
    low = 0.95 - 3 * np.sqrt(0.95 * 0.05 / STUDIES)
    for key, share in _coverage(clusters, 12, is_clustered=True).items():
        assert low <= share <= 1.0, f"{key} covered in {share:.3f}"


def test_clip_intervals_cover_about_95_percent():
    """300 studies of 100 clips, each of a signer of its own, so that clips are independent."""
    slack = 3 * np.sqrt(0.95 * 0.05 / STUDIES)
    for key, share in _coverage(100, 1, is_clustered=False).items():
        assert 0.95 - slack <= share <= 0.95 + slack, f"{key} covered in {share:.3f}"


def test_clip_intervals_are_too_narrow_where_clusters_exist():
    """The same studies of 12 signers, taken as independent clips, cover clearly less."""
    naive = _coverage(12, 12, is_clustered=False)["alpha"]
    assert naive < _coverage(12, 12, is_clustered=True)["alpha"] - 0.05

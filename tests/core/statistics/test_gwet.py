"""Gwet's coefficients against the figures that his own packages print."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from emo7_core.statistics.gwet import agreement_weights, gwet
from tests.core.statistics.published import KRIPPENDORFF, random_table, table

# Fleiss (1971): 6 psychiatrists, the first 15 patients; `distrib.6raters` of irrCAC.
PSYCHIATRISTS = (
    (0, 0, 0, 6, 0), (0, 3, 0, 0, 3), (0, 1, 4, 0, 1), (0, 0, 0, 0, 6), (0, 3, 0, 3, 0),
    (2, 0, 4, 0, 0), (0, 0, 4, 0, 2), (2, 0, 3, 1, 0), (2, 0, 0, 4, 0), (0, 0, 0, 0, 6),
    (1, 0, 0, 5, 0), (1, 1, 0, 4, 0), (0, 3, 3, 0, 0), (1, 0, 0, 5, 0), (0, 2, 0, 3, 1),
)  # fmt: skip


@pytest.mark.parametrize(
    ("weights", "published"), [("nominal", 0.77544), ("linear", 0.859), ("quadratic", 0.914)]
)
def test_irrcac_four_raters(weights, published):
    """Package irrCAC prints AC1 .77544 and AC2 .859 and .914 for cac.raw4raters."""
    digits = 5e-6 if weights == "nominal" else 5e-4
    assert gwet(table(KRIPPENDORFF).counts, weights) == pytest.approx(published, abs=digits)


def test_irrcac_psychiatrists():
    """Package irrCAC prints AC1 .4448007 for distrib.6raters."""
    assert gwet(PSYCHIATRISTS, "nominal") == pytest.approx(0.4448007, abs=5e-8)


def test_irrcac_abstractors():
    """Package irrCAC prints AC1 .8493305 for cont3x3abstractors."""
    pairs = {(0, 0): 13, (1, 1): 20, (1, 2): 7, (2, 1): 4, (2, 2): 56}
    rows = [np.eye(3)[a] + np.eye(3)[b] for (a, b), n in pairs.items() for _ in range(n)]
    assert gwet(rows, "nominal") == pytest.approx(0.8493305, abs=5e-8)


@pytest.mark.parametrize("weights", ["nominal", "linear", "quadratic"])
def test_gwet_equals_its_definition(weights):
    """A table with holes gives what loops over ratings give."""
    given = random_table(3, items=30)
    w = agreement_weights(5, weights)
    units = [[v for v in column if v is not None] for column in zip(*given, strict=True)]
    rated = [unit for unit in units if unit]
    agreed = np.mean(
        [
            np.mean([w[a, b] for a, b in itertools.permutations(unit, 2)])
            for unit in rated
            if len(unit) > 1
        ]
    )
    share = np.mean([[unit.count(v) / len(unit) for v in range(5)] for unit in rated], axis=0)
    chance = w.sum() / (5 * 4) * np.sum(share * (1 - share))
    expected = (agreed - chance) / (1 - chance)
    assert gwet(table(given, scale=range(5)).counts, weights) == pytest.approx(expected)


def test_a_dominant_value_leaves_ac2_high():
    """Nine of ten items all of one value: AC1 stays high where kappa would fall."""
    counts = [[3, 0]] * 27 + [[2, 1]] * 3
    assert gwet(counts, "nominal") > 0.9


def test_a_scale_of_one_value_has_no_coefficient():
    """One value is no scale."""
    assert np.isnan(gwet([[3], [2]]))

"""Ratings printed in the literature, as (raters, items) tables with None for missing ones."""

from __future__ import annotations

from emo7_core.statistics.ratings import Ratings, ratings_of

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: 4 observers, 12
# units; the same data are `cac.raw4raters` of Gwet's R package irrCAC.
KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
# Shrout and Fleiss (1979), table 2: 4 judges, 6 targets.
SHROUT_FLEISS = ((9, 6, 8, 7, 10, 6), (2, 1, 4, 1, 5, 2), (5, 3, 6, 2, 6, 4), (8, 2, 8, 6, 9, 7))


def table(by_rater, **options) -> Ratings:
    """Return the ratings of a (raters, items) table."""
    rows = [
        (item, f"r{rater}", value)
        for rater, values in enumerate(by_rater)
        for item, value in enumerate(values)
        if value is not None
    ]
    items, raters, values = zip(*rows, strict=True)
    return ratings_of(items, values, raters, **options)


def random_table(
    seed: int, items: int = 40, raters: int = 4, values: int = 5, missing: float = 0.2
):
    """Return a (raters, items) table of correlated ratings with holes."""
    import numpy as np

    rng = np.random.default_rng(seed)
    truth = rng.integers(0, values, items)
    given = np.clip(truth + rng.integers(-1, 2, (raters, items)), 0, values - 1)
    holes = rng.random((raters, items)) < missing
    return [
        [None if hole else int(value) for value, hole in zip(row, gaps, strict=True)]
        for row, gaps in zip(given, holes, strict=True)
    ]

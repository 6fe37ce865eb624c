"""Does a rater give the same item the same value again? Agreement within a rater.

What it is: alpha, exact and one-step agreement of first and second ratings, and their drift.
What it is not: agreement between raters (agreement.py).
Conventions: each repeat is a unit of two ratings; repeats of one item are drawn together, and
with clusters those of a cluster. A drift is second minus first, in steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from emo7_core.statistics.alpha import alpha_of
from emo7_core.statistics.intervals import Interval
from emo7_core.statistics.ratings import Ratings
from emo7_core.statistics.resampling import Figure, estimate
from emo7_core.statistics.sample import Draw, Sample, grouped

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ALL = "all raters"


@dataclass(frozen=True, slots=True)
class Repeated:
    """What the repeats of one rater say.

    Attributes:
        rater: The name, or "all raters".
        n: Repeats.
        n_items: Items repeated.
        alpha: Krippendorff's alpha, ordinal, of first against second.
        exact: Share of equal values.
        within_one: Share at most one step apart.
        drift: Mean of second minus first, in steps.
        reason: Why there are no figures, "" where there are.
    """

    rater: str
    n: int
    n_items: int
    alpha: Interval
    exact: Interval
    within_one: Interval
    drift: Interval
    reason: str = ""


def repeats_of(ratings: Ratings, draw: Draw = Draw()) -> tuple[Repeated, ...]:
    """Return the repeats of all raters together and of each who has some; () without repeats.

    Args:
        ratings: The table.
        draw: How many draws, and for which level.
    """
    who = ratings.repeats.raters
    if not who.size:
        return ()
    chosen = [(ALL, np.ones(who.size, bool))]
    chosen += [(ratings.raters[r], who == r) for r in np.unique(who)]
    return tuple(_repeated(ratings, name, is_in, draw) for name, is_in in chosen)


def _repeated(ratings: Ratings, name: str, is_in: npt.NDArray[np.bool_], draw: Draw) -> Repeated:
    first, second = ratings.repeats.first[is_in], ratings.repeats.second[is_in]
    items, place = np.unique(ratings.repeats.items[is_in], return_inverse=True)
    values = ratings.scale.size
    rows = np.zeros((items.size, values * values + 4))
    np.add.at(rows, place, _rows(first, second, values))
    sample = _sample(ratings, items)
    found = estimate(sample, _figures(rows, values), draw)
    one_value = np.unique(np.concatenate([first, second])).size < 2
    reason = ""
    if items.size < 2:
        reason = f"Fewer than two {ratings.noun}s were shown again."
    elif one_value:
        reason = f"Only {ratings.words[first[0]]} was given: alpha has nothing to tell apart."
    return Repeated(
        rater=name,
        n=int(is_in.sum()),
        n_items=int(items.size),
        alpha=found["alpha"],
        exact=found["exact"],
        within_one=found["within_one"],
        drift=found["drift"],
        reason=reason,
    )


def _rows(first: Ints, second: Ints, values: int) -> Array:
    cells = np.zeros((first.size, values * values))
    at = np.arange(first.size)
    np.add.at(cells, (at, first * values + second), 1.0)
    np.add.at(cells, (at, second * values + first), 1.0)
    apart = np.abs(first - second)
    return np.column_stack([cells, np.ones_like(apart), apart == 0, apart <= 1, second - first])


def _sample(ratings: Ratings, items: npt.NDArray[np.int64]) -> Sample:
    each = np.arange(items.size)
    clusters = None if ratings.clusters is None else ratings.clusters[items]
    return grouped(
        ratings.counts[items], ratings.codes[items], each, clusters, ratings.unit,
        ratings.cluster_names,
    )  # fmt: skip


def _figures(rows: Array, values: int) -> list[Figure]:
    steps = np.arange(values)
    span = float(values - 1)

    def share(column: int, key: str, low: float, high: float) -> Figure:
        return Figure(key, lambda s: s[..., column] / np.maximum(s[..., -4], 1.0), rows, low, high)

    return [
        Figure("alpha", lambda s: alpha_of(s[..., :-4], steps), rows),
        share(-3, "exact", 0.0, 1.0),
        share(-2, "within_one", 0.0, 1.0),
        share(-1, "drift", -span, span),
    ]

"""Who rated what how: the table that every figure of agreement is made from.

What it is: ratings of items on one ordered scale, by named raters or by nobody in particular.
What it is not: a reader of files (corpora/ratings_table.py) or of projects
(evaluation/agreement_of.py).
Conventions: N items, R raters, V values of the scale in order. A code is the place 0..V-1 of a
value on the scale, -1 where a rater did not rate the item. Where a rater rated an item more than
once, the first rating counts for agreement, and each later one is a repeat of the one before.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from emo7_core.statistics.intervals import cluster_codes

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MISSING = -1
MOST_VALUES = 101
MOST_RATERS = 200


@dataclass(frozen=True, slots=True)
class Repeats:
    """Items that a rater rated again.

    Attributes:
        items: (Q,) places in Ratings.items.
        raters: (Q,) places in Ratings.raters.
        first: (Q,) codes of the earlier rating.
        second: (Q,) codes of the later one.
    """

    items: Ints
    raters: Ints
    first: Ints
    second: Ints


@dataclass(frozen=True, slots=True)
class Ratings:
    """Ratings of N items on a scale of V values.

    Attributes:
        items: N names, in order of first appearance.
        scale: (V,) the values as numbers, ascending; their places where they are words.
        words: V names of the values.
        counts: (N, V) ratings of each item by value, repeats left out.
        raters: R names, () where raters are not told apart.
        codes: (N, R) codes, (N, 0) where raters are not told apart.
        repeats: What was rated again.
        noun: What an item is, in one word: "clip", "tweet".
        unit: What is resampled: the noun, or a cluster such as "signer".
        clusters: (N,) cluster of each item, None where the unit is the item.
        cluster_names: Names of the clusters.
        why_anonymous: Why raters are not told apart, "" where they are.
    """

    items: tuple[Hashable, ...]
    scale: Array
    words: tuple[str, ...]
    counts: Ints
    raters: tuple[str, ...]
    codes: npt.NDArray[np.int16]
    repeats: Repeats
    noun: str
    unit: str
    clusters: Ints | None = None
    cluster_names: tuple[Hashable, ...] = ()
    why_anonymous: str = ""

    @property
    def is_anonymous(self) -> bool:
        """Whether raters are not told apart."""
        return bool(self.why_anonymous)

    @property
    def total(self) -> int:
        """Return the number of ratings, repeats left out."""
        return int(self.counts.sum())

    @property
    def is_paired(self) -> npt.NDArray[np.bool_]:
        """Return (N,) whether an item has at least two ratings."""
        return np.asarray(self.counts.sum(1) >= 2)


def ratings_of(
    items: Sequence[Hashable],
    values: npt.ArrayLike,
    raters: Sequence[str] | None = None,
    *,
    scale: Sequence[float] | None = None,
    words: Sequence[str] | None = None,
    clusters: Sequence[Hashable] | None = None,
    unit: str = "cluster",
    noun: str = "item",
) -> Ratings:
    """Make the table from the long form, one rating a row, in the order in which they were made.

    Args:
        items: (M) what was rated.
        values: (M,) finite numbers on the scale.
        raters: (M) who rated; None where that is not known.
        scale: All values of the scale, also those nobody used. None takes the values that
            occur, and where these are whole numbers every one between them.
        words: Names of the values; None writes the numbers.
        clusters: (M) the cluster of each row's item; the first row of an item counts.
        unit: What a cluster is, in one word.
        noun: What an item is, in one word.

    Raises:
        ValueError: the lengths differ, a value is not on the scale, or there are too many.
    """
    given = np.asarray(values, dtype=np.float64)
    steps = _scale_of(given, scale)
    code = np.searchsorted(steps, given).clip(0, steps.size - 1)
    if given.size and not np.array_equal(steps[code], given):
        raise ValueError("a rating is not a value of the scale")
    item, names = cluster_codes(items)
    if not given.shape == item.shape:
        raise ValueError(f"{item.size} items but {given.size} values")
    who, people, why = _raters_of(raters, item.size)
    is_first, repeats = _split_repeats(item, who, code, is_known=raters is not None)
    counts = (
        np.bincount(item[is_first] * steps.size + code[is_first], minlength=len(names) * steps.size)
        .reshape(len(names), steps.size)
        .astype(np.int64)
    )
    table = np.full((len(names), 0 if why else len(people)), MISSING, np.int16)
    if not why:
        table[item[is_first], who[is_first]] = code[is_first]
    if len(people) > MOST_RATERS:
        repeats = _no_repeats()
    groups, group_names = _clusters_of(item, clusters)
    told = tuple(words) if words is not None else tuple(f"{step:g}" for step in steps)
    for array in (steps, counts, table):
        array.setflags(write=False)
    return Ratings(
        items=names,
        scale=steps,
        words=told,
        counts=counts,
        raters=() if why else people,
        codes=table,
        repeats=repeats,
        noun=noun,
        unit=noun if groups is None else unit,
        clusters=groups,
        cluster_names=group_names,
        why_anonymous=why,
    )


def with_repeats(
    ratings: Ratings,
    items: Sequence[Hashable],
    raters: Sequence[str],
    first: Sequence[int],
    second: Sequence[int],
) -> Ratings:
    """Return the table with repeats that were kept apart from the ratings.

    Args:
        ratings: The table.
        items: (Q,) what was rated again; what the table does not hold is left out.
        raters: (Q,) who did.
        first: (Q,) codes of the earlier rating.
        second: (Q,) codes of the later one.
    """
    places = {name: place for place, name in enumerate(ratings.items)}
    people = {name: place for place, name in enumerate(ratings.raters)}
    rows = [
        (places[item], people[rater], before, after)
        for item, rater, before, after in zip(items, raters, first, second, strict=True)
        if item in places and rater in people
    ]
    columns = np.asarray(rows, np.int64).reshape(-1, 4).T
    return replace(ratings, repeats=Repeats(*columns))


def _scale_of(values: Array, scale: Sequence[float] | None) -> Array:
    if scale is not None:
        steps = np.asarray(scale, dtype=np.float64)
        if np.any(np.diff(steps) <= 0):
            raise ValueError("the values of a scale ascend")
        return steps
    if not np.all(np.isfinite(values)):
        raise ValueError("a rating is not a finite number")
    steps = np.unique(values)
    if not steps.size:
        raise ValueError("there are no ratings to take the scale from")
    if np.array_equal(steps, np.round(steps)) and np.ptp(steps) < MOST_VALUES:
        steps = np.arange(steps[0], steps[-1] + 1)
    if steps.size > MOST_VALUES:
        raise ValueError(f"{steps.size} different values are no scale: at most {MOST_VALUES}")
    return steps


def _raters_of(raters: Sequence[str] | None, rows: int) -> tuple[Ints, tuple[str, ...], str]:
    if raters is None:
        return np.zeros(rows, np.int64), (), "The data do not say which rater gave which value."
    who, names = cluster_codes(raters)
    if who.size != rows:
        raise ValueError(f"{rows} items but {who.size} raters")
    people = tuple(str(name) for name in names)
    why = f"{len(people)} raters are too many to be told apart." * (len(people) > MOST_RATERS)
    return who, people, why


def _split_repeats(
    item: Ints, who: Ints, code: Ints, is_known: bool
) -> tuple[npt.NDArray[np.bool_], Repeats]:
    is_first = np.ones(item.size, bool)
    if not is_known or not item.size:
        return is_first, _no_repeats()
    cell = item * (int(who.max()) + 1) + who
    order = np.argsort(cell, kind="stable")
    is_same = np.diff(cell[order], prepend=-1) == 0
    is_first[order[is_same]] = False
    later = np.flatnonzero(is_same)
    before, after = order[later - 1], order[later]
    return is_first, Repeats(item[after], who[after], code[before], code[after])


def _no_repeats() -> Repeats:
    return Repeats(*(np.zeros(0, np.int64) for _ in range(4)))


def _clusters_of(
    item: Ints, clusters: Sequence[Hashable] | None
) -> tuple[Ints | None, tuple[Hashable, ...]]:
    if clusters is None:
        return None, ()
    codes, names = cluster_codes(clusters)
    if codes.size != item.size:
        raise ValueError(f"{item.size} items but {codes.size} cluster names")
    _, first = np.unique(item, return_index=True)
    return codes[first], names

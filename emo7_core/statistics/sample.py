"""What a bootstrap of agreement draws from: items, or clusters of items.

What it is: distinct rows of ratings and how many of each every unit holds, so that items with
the same ratings are drawn together, however many there are.
What it is not: scores or limits (resampling.py).
Conventions: U units, P patterns (distinct rows of ratings). Every item has at least two ratings.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from emo7_core.statistics.ratings import Ratings

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_BLOCK_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class Draw:
    """How a bootstrap is made.

    Attributes:
        resamples: Number of draws.
        level: Nominal coverage in (0, 1).
        seed: Makes the answer repeatable.
    """

    resamples: int = 1000
    level: float = 0.95
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """Distinct rows of ratings, and how the units hold them.

    Attributes:
        counts: (P, V) ratings by value.
        codes: (P, R) codes, -1 missing; (P, 0) where raters are not told apart.
        members: (U, P) how many items of each pattern a unit holds.
        copies: (U,) how many units there are of each kind.
        unit: What a unit is, in one word.
        names: The clusters' names, () where the unit is the item.
        items: Number of items.
    """

    counts: Ints
    codes: npt.NDArray[np.int16]
    members: sparse.csr_array
    copies: Ints
    unit: str
    names: tuple[Hashable, ...]
    items: int

    @property
    def units(self) -> int:
        """Return how many units there are."""
        return int(self.copies.sum())

    @property
    def multiplicity(self) -> Array:
        """Return (P,) how many items have each pattern."""
        return np.asarray(self.copies @ self.members, np.float64)

    def weights(self, draw: Draw, most_columns: int) -> Iterator[Array]:
        """Yield (b, U) draws of as many units as there are, with replacement, in blocks."""
        rng, resamples = np.random.default_rng(draw.seed), draw.resamples
        width = max(self.copies.size, most_columns, 1)
        block = max(1, min(resamples, _BLOCK_CELLS // width))
        shares = self.copies / self.units
        for start in range(0, resamples, block):
            size = min(block, resamples - start)
            yield rng.multinomial(self.units, shares, size=size).astype(np.float64)


def sample_of(ratings: Ratings, is_in: npt.NDArray[np.bool_]) -> Sample:
    """Return some items as units, or as members of their clusters.

    Args:
        ratings: The table.
        is_in: (N,) which items take part; each has at least two ratings.
    """
    rows: npt.NDArray[Any] = ratings.counts if ratings.is_anonymous else ratings.codes
    clusters = None if ratings.clusters is None else ratings.clusters[is_in]
    first, pattern = _patterns(rows[is_in])
    kept = ratings.counts[is_in][first], ratings.codes[is_in][first]
    return grouped(*kept, pattern, clusters, ratings.unit, ratings.cluster_names)


def sample_of_rows(
    ratings: Ratings, is_in: npt.NDArray[np.bool_], rows: Array
) -> tuple[Sample, Array]:
    """Return some items as units, items that add the same taken together, and what they add.

    Args:
        ratings: The table.
        is_in: (N,) which items take part.
        rows: (M, D) what each of the M items that take part adds.
    """
    first, pattern = _patterns(np.round(rows, 9))
    kept = ratings.counts[is_in][first], ratings.codes[is_in][first]
    clusters = None if ratings.clusters is None else ratings.clusters[is_in]
    made = grouped(*kept, pattern, clusters, ratings.unit, ratings.cluster_names)
    return made, rows[first]


def grouped(
    counts: Ints,
    codes: npt.NDArray[np.int16],
    pattern: Ints,
    clusters: Ints | None,
    unit: str,
    names: Sequence[Hashable],
) -> Sample:
    """Return a sample of items whose patterns and clusters are known.

    Args:
        counts: (P, V) of each pattern.
        codes: (P, R) of each pattern.
        pattern: (N,) pattern of each item.
        clusters: (N,) cluster of each item, None where the unit is the item.
        unit: What a unit is.
        names: Names of all clusters; those without an item are left out.
    """
    kinds = counts.shape[0]
    if clusters is None:
        copies = np.bincount(pattern, minlength=kinds)
        same = sparse.csr_array(sparse.eye_array(kinds))
        return Sample(counts, codes, same, copies, unit, (), pattern.size)
    present, place = np.unique(clusters, return_inverse=True)
    ones = np.ones(pattern.size)
    shape = (present.size, kinds)
    members = sparse.csr_array(sparse.coo_array((ones, (place, pattern)), shape=shape))
    kept = tuple(names[i] for i in present)
    copies = np.ones(present.size, np.int64)
    return Sample(counts, codes, members, copies, unit, kept, pattern.size)


def _patterns(rows: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    if not rows.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    # One opaque cell a row: many times faster than unique along an axis.
    packed = np.ascontiguousarray(rows + 0)  # + 0: a float may be minus zero
    cells = packed.view(np.dtype((np.void, packed.shape[1] * packed.itemsize))).ravel()
    _, first, pattern = np.unique(cells, return_index=True, return_inverse=True)
    return first, pattern

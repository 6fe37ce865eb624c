"""Cohen's kappa of pairs of raters, and its mean over pairs.

What it is: nominal, linear and quadratic weights on steps of the scale.
What it is not: for more than two raters at once (alpha.py, gwet.py).
Sources: Cohen (1960, 1968); the mean over pairs is Light's (1971), each pair weighted by the
items that both rated, so that a pair with few of them does not decide.
Conventions: matrices are (..., V, V), row = first rater. NaN where both used one and the same
value, and where the mean has no pair.
"""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
from scipy import sparse

Array = npt.NDArray[np.float64]

# Steps off cost 0 or 1, their number, or its square.
WEIGHTS = {"nominal": 0, "linear": 1, "quadratic": 2}
MOST_RATERS_IN_PAIRS = 30
FEWEST_SHARED = 2


def kappa_of(matrix: npt.ArrayLike, weights: str = "quadratic") -> Array:
    """Return 1 - observed / expected disagreement of (..., V, V) counts."""
    m = np.asarray(matrix, np.float64)
    steps = np.arange(m.shape[-1], dtype=np.float64)
    apart = np.abs(steps[:, None] - steps[None, :])
    cost = apart ** WEIGHTS[weights] * (apart > 0)
    margins = m.sum(-1)[..., :, None] * m.sum(-2)[..., None, :]
    expected = (margins * cost).sum((-2, -1))
    has = expected > 0
    observed = (m * cost).sum((-2, -1)) * m.sum((-2, -1))
    return np.where(has, 1.0 - observed / np.where(has, expected, 1.0), np.nan)


def pairs_of(
    codes: npt.NDArray[np.int16], copies: npt.ArrayLike | None = None
) -> list[tuple[int, int]]:
    """Return the pairs of raters that share at least two items.

    Args:
        codes: (N, R) codes, -1 missing.
        copies: (N,) how often each row occurs, None for once.
    """
    has = (codes >= 0).astype(np.float64)
    often = np.ones(len(has)) if copies is None else np.asarray(copies, np.float64)
    shared = has.T @ (has * often[:, None])
    pairs = itertools.combinations(range(codes.shape[1]), 2)
    return [(a, b) for a, b in pairs if shared[a, b] >= FEWEST_SHARED]


def pair_rows(
    codes: npt.NDArray[np.int16], pairs: list[tuple[int, int]], values: int
) -> sparse.csr_array:
    """Return what each item adds to the matrices of all pairs, (N, pairs * V * V)."""
    places, columns = [], []
    for number, (a, b) in enumerate(pairs):
        both = np.flatnonzero((codes[:, a] >= 0) & (codes[:, b] >= 0))
        cells = codes[both, a].astype(np.int64) * values + codes[both, b]
        places.append(both)
        columns.append(number * values * values + cells)
    row, column = (np.concatenate([np.zeros(0, np.int64), *part]) for part in (places, columns))
    shape = (codes.shape[0], len(pairs) * values * values)
    return sparse.csr_array(sparse.coo_array((np.ones(row.size), (row, column)), shape=shape))


def matrices_of(sums: npt.ArrayLike, values: int) -> Array:
    """Return (..., pairs, V, V) matrices of sums of `pair_rows`."""
    flat = np.asarray(sums, np.float64)
    return flat.reshape(*flat.shape[:-1], flat.shape[-1] // values**2, values, values)


def mean_kappa_of(sums: npt.ArrayLike, values: int, weights: str = "quadratic") -> Array:
    """Return the mean kappa over pairs, weighted by shared items, of (..., pairs * V * V) sums."""
    matrices = matrices_of(sums, values)
    kappas = kappa_of(matrices, weights)
    shared = np.where(np.isfinite(kappas), matrices.sum((-2, -1)), 0.0)
    total = shared.sum(-1)
    mean = (np.nan_to_num(kappas) * shared).sum(-1) / np.where(total > 0, total, 1.0)
    return np.where(total > 0, mean, np.nan)

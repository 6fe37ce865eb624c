"""Which groups of clips go to the other side, so that no group is on both.

What it is: the one algorithm behind training splits and stored splits; pure, over arrays.
What it is not: an opinion on what a group is (training/split.py, labels/splits.py).
Method: of TRIALS random choices of whole groups the one whose share of all clips, and of each
class, comes nearest to what is wanted; a class that would be missing on the first side counts most.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Table = npt.NDArray[Any]
Chosen = npt.NDArray[np.bool_]
TRIALS = 200


def choose(groups: Table, targets: Table, share: float, seed: int) -> Chosen:
    """Return (N,) bool: which clips go to the other side, at least one group on each.

    Args:
        groups: (N,) the group of each clip; at least two different ones.
        targets: (N,) the class of each clip, from 0.
        share: Of the clips, 0..1.
        seed: Makes the answer repeatable.
    """
    names, member = np.unique(groups, return_inverse=True)
    classes = int(targets.max()) + 1
    table = np.zeros((len(names), classes))
    np.add.at(table, (member, targets), 1)
    rng = np.random.default_rng(seed)
    candidates = [_trial(table, share, rng) for _ in range(TRIALS)]
    best = min(candidates, key=lambda chosen: _distance(table, chosen, share))
    return best[member]


def _trial(table: Table, share: float, rng: np.random.Generator) -> Chosen:
    """Return (G,) bool: random groups up to the share, at least one on each side."""
    order = rng.permutation(len(table))
    sizes = table.sum(axis=1)[order].cumsum() / table.sum()
    count = int(np.argmin(np.abs(sizes - share))) + 1
    chosen = np.zeros(len(table), dtype=bool)
    chosen[order[: min(count, len(table) - 1)]] = True
    return chosen


def _distance(table: Table, chosen: Chosen, share: float) -> float:
    """Return how far a choice is from the share, over all and for each class.

    A class that is missing in training counts most: it could not be learned.
    """
    inside, total = table[chosen].sum(axis=0), table.sum(axis=0)
    present = total > 0
    shares = inside[present] / total[present]
    lost = float((shares == 1).sum())
    overall = float(inside.sum() / total.sum())
    return 10 * lost + 2 * abs(overall - share) + float(np.abs(shares - share).mean())

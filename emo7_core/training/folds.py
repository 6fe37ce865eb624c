"""Folds of a cross-validation: which clips are held out together.

What it is: groups dealt out so that classes are spread as evenly as whole groups allow.
What it is not: the trainings (cross_validate.py).
Convention: clips whose group nobody knows stand together, since they may be one person's. Where
only one group is known, the next finer kind is taken (signer, session, clip).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.errors import JobError
from emo7_core.training.sample import Sample
from emo7_core.training.split import GROUPS, By

Table = npt.NDArray[Any]
KINDS: tuple[By, ...] = ("signer", "session", "clip")


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """One fold.

    Attributes:
        number: From 1.
        groups: Who is held out, sorted.
        held_out: Their clips.
        rest: All other clips.
    """

    number: int
    groups: tuple[str, ...]
    held_out: list[Sample]
    rest: list[Sample]


def make_folds(samples: Sequence[Sample], by: By, count: int, seed: int) -> tuple[list[Fold], By]:
    """Return the folds, and what they do not share; that may be finer than asked.

    Args:
        samples: The usable clips.
        by: What stays together.
        count: How many folds; 0 holds out one group at a time.
        seed: Decides which groups share a fold.

    Raises:
        JobError: there are fewer groups than folds, or only one clip.
    """
    ordered = sorted(samples, key=lambda sample: (sample.identity, sample.name))
    for kind in KINDS[KINDS.index(by) :]:
        groups = np.array([GROUPS[kind](sample) for sample in ordered])
        names = sorted(set(groups.tolist()))
        if len(names) > 1:
            numbers = _dealt(ordered, groups, names, count, seed, kind)
            return [_fold(ordered, groups, numbers, n) for n in range(numbers.max() + 1)], kind
    raise JobError(f"{len(ordered)} usable clips cannot be held out from each other")


def _dealt(
    samples: list[Sample],
    groups: Table,
    names: list[str],
    count: int,
    seed: int,
    kind: str,
) -> Table:
    """Return (N,) number of each clip's fold, from 0."""
    if count == 0 or count == len(names):
        return np.searchsorted(names, groups)
    if count == 1 or count > len(names):
        raise JobError(
            f"{count} folds cannot be made of {len(names)} {kind}s",
            remedy=f"Choose 2 to {len(names)}, or 0 for one {kind} at a time.",
        )
    from sklearn.model_selection import StratifiedGroupKFold

    targets = np.array([sample.target for sample in samples])
    dealer = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    numbers = np.zeros(len(samples), dtype=np.int64)
    for number, (_, held_out) in enumerate(dealer.split(targets, targets, groups)):
        numbers[held_out] = number
    return numbers


def _fold(samples: list[Sample], groups: Table, numbers: Table, number: int) -> Fold:
    is_out = numbers == number
    return Fold(
        number + 1,
        tuple(sorted(set(groups[is_out].tolist()))),
        [sample for sample, out in zip(samples, is_out, strict=True) if out],
        [sample for sample, out in zip(samples, is_out, strict=True) if not out],
    )

"""Who trains and who validates: never the same signer, where signers are known.

What it is: a split of clips into two by groups, and the cut of the most frequent class.
What it is not: golden versions, stored splits (labels/splits.py) or the corpora's own ones.
Convention: the split depends on the clips' names, groups and the seed alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from emo7_core.config import TrainConfig
from emo7_core.errors import JobError
from emo7_core.labels.group_choice import choose
from emo7_core.training.sample import Sample, Skipped

By = Literal["signer", "session", "clip"]
UNKNOWN = "(unknown)"
CUT = "cut from the most frequent class"
GROUPS: dict[By, Callable[[Sample], str]] = {
    "signer": lambda sample: sample.signer or UNKNOWN,
    "session": lambda sample: sample.session or UNKNOWN,
    "clip": lambda sample: sample.identity,
}


@dataclass(frozen=True, slots=True)
class Split:
    """Two sets of clips that share no group.

    Attributes:
        training: Clips to learn from.
        validation: Clips to choose the best epoch by.
        by: What they do not share; may be finer than what was asked for.
    """

    training: list[Sample]
    validation: list[Sample]
    by: str


def divide(
    samples: Sequence[Sample],
    config: TrainConfig,
    sides: Mapping[str, str] | None = None,
    by: str = "",
) -> tuple[Split, list[Skipped]]:
    """Return both sides as the config asks, and the clips that downsampling cut.

    Args:
        samples: The usable clips.
        config: Split by what, share, seed, downsampling.
        sides: "train" or "val" by identity, where they are given; else they are drawn.
        by: What given sides do not share.

    Raises:
        JobError: one side would be empty.
    """
    if sides is None:
        parts = split(samples, config.split_by, config.validation_share, config.seed)
    else:
        parts = given(samples, sides, by)
    training = downsample(parts.training, config.downsample_ratio, config.seed)
    kept = {id(sample) for sample in training}
    cut = [Skipped(s.name, CUT) for s in parts.training if id(s) not in kept]
    return Split(training, parts.validation, parts.by), cut


def given(samples: Sequence[Sample], sides: Mapping[str, str], by: str) -> Split:
    """Return the sides that were given, in an order that depends on the clips alone.

    Raises:
        JobError: one side is empty.
    """
    ordered = sorted(samples, key=lambda sample: (sample.identity, sample.name))
    found = {
        side: [sample for sample in ordered if sides.get(sample.identity) == side]
        for side in ("train", "val")
    }
    for side, clips in found.items():
        if not clips:
            raise JobError(
                f"the split has no usable clip in its part {side}",
                remedy="Make another one with: emo7 split --shares .7,.15,.15",
            )
    return Split(found["train"], found["val"], by)


def split(samples: Sequence[Sample], by: By, share: float, seed: int) -> Split:
    """Split clips so that no group is on both sides.

    Where only one group is known, the next finer kind is taken (signer, session, clip); clips
    whose group is unknown stand together as one. Of many random choices of groups the one is
    taken whose share and classes come nearest to what is wanted.

    Raises:
        JobError: there are not at least two clips that can be told apart.
    """
    ordered = sorted(samples, key=lambda sample: (sample.identity, sample.name))
    kinds: tuple[By, ...] = ("signer", "session", "clip")
    for kind in kinds[kinds.index(by) :]:
        groups = np.array([GROUPS[kind](sample) for sample in ordered])
        if len(set(groups)) > 1:
            chosen = choose(groups, np.array([s.target for s in ordered]), share, seed)
            training = [s for s, is_in in zip(ordered, chosen, strict=True) if not is_in]
            validation = [s for s, is_in in zip(ordered, chosen, strict=True) if is_in]
            return Split(training, validation, kind)
    raise JobError(
        f"{len(ordered)} usable clips cannot be split into training and validation",
        remedy="Label and extract at least two clips.",
    )


def downsample(samples: Sequence[Sample], ratio: float, seed: int) -> list[Sample]:
    """Cut the most frequent class to ratio times the second most frequent one.

    A ratio of 0 keeps all. A class is never made larger, and one clip of it always stays.
    """
    targets = np.array([sample.target for sample in samples])
    counts = np.bincount(targets)
    if ratio == 0 or (counts > 0).sum() < 2:
        return list(samples)
    largest, second = np.argsort(-counts, kind="stable")[:2]
    keep = max(1, int(ratio * counts[second]))
    if keep >= counts[largest]:
        return list(samples)
    rng = np.random.default_rng(seed)
    kept = set(rng.choice(np.flatnonzero(targets == largest), keep, replace=False).tolist())
    return [s for i, s in enumerate(samples) if s.target != largest or i in kept]

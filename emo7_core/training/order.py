"""In which order clips are learned in an epoch: decided by seed and epoch alone.

What it is: a sampler whose order can be found again after an interruption, and that several
processes share out among themselves.
What it is not: the windows (dataset.py) or their variation.
Convention: the order of epoch e is the same in every process; process r of n takes every n-th clip
of it from the r-th on. So that all take equally many, the first clips are repeated at the end.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import torch
from torch.utils.data import Sampler


class EpochOrder(Sampler[int]):
    """An order of clips for each epoch.

    Args:
        count: Clips.
        seed: Of the training.
        weights: (count,) how often a clip is drawn beside the others, with replacement; None
            takes each clip once.
        rank: Number of this process, from 0.
        processes: How many share the clips.
    """

    def __init__(
        self,
        count: int,
        seed: int,
        weights: npt.NDArray[np.float64] | None = None,
        rank: int = 0,
        processes: int = 1,
    ) -> None:
        self._count = count
        self._seed = seed
        self._weights = None if weights is None else torch.from_numpy(weights)
        self._rank = rank
        self._processes = processes
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Take the order of another epoch, from 0; called by the trainer."""
        self._epoch = epoch

    def __len__(self) -> int:
        return -(-self._count // self._processes)

    def __iter__(self) -> Iterator[int]:
        order = self.whole()
        padded = (order * self._processes)[: len(self) * self._processes]
        yield from padded[self._rank :: self._processes]

    def whole(self) -> list[int]:
        """Return the order of all clips in this epoch."""
        chance = torch.Generator().manual_seed(epoch_seed(self._seed, self._epoch))
        if self._weights is None:
            return torch.randperm(self._count, generator=chance).tolist()
        drawn = torch.multinomial(self._weights, self._count, replacement=True, generator=chance)
        return drawn.tolist()


def epoch_seed(seed: int, epoch: int, rank: int = 0) -> int:
    """Return the seed of all random numbers of an epoch in one process, below 2**32."""
    return int(np.random.SeedSequence([seed, epoch, rank]).generate_state(1)[0])


def even_weights(targets: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Return (N,) weights that make every class that is there come equally often."""
    counts = np.bincount(targets)
    return 1.0 / counts[targets]

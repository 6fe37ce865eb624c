"""Clips as a network is trained on them: windows with their lengths.

    Sample -> windows -> Batch

What it is: cutting windows from prepared clips, and putting them side by side.
What it is not: preparing clips (sample.py) or splitting (split.py).
Convention: lengths travel with the batch; padding is never read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.utils.data import Dataset

from emo7_core.inference.windows import step_rows, window_starts
from emo7_core.models.card import ModelCard
from emo7_core.models.scaling import Scaling
from emo7_core.training.augment import Augmenter
from emo7_core.training.sample import Array, Sample


class Window(NamedTuple):
    """One window of a clip.

    Attributes:
        values: (T, V, C).
        target: Its clip's class.
        clip: Its clip's number.
        shares: (K,) shares of the classes, None for hard labels.
    """

    values: Tensor
    target: int
    clip: int
    shares: Tensor | None = None


class Batch(NamedTuple):
    """Windows padded to the longest of them.

    Attributes:
        values: (N, T, V, C), NaN where missing, 0 where padded.
        lengths: (N,) real rows of each window.
        targets: (N,) classes.
        clips: (N,) number of each window's clip.
        shares: (N, K) shares of the classes, None for hard labels.
    """

    values: Tensor
    lengths: Tensor
    targets: Tensor
    clips: Tensor
    shares: Tensor | None = None

    @property
    def wanted(self) -> Tensor:
        """What the loss compares with: shares (N, K) where there are some, else classes (N,)."""
        return self.targets if self.shares is None else self.shares


def collate(windows: Sequence[Window]) -> Batch:
    """Return windows as one batch; their lengths travel with it.

    Either all windows have shares or none has.
    """
    lengths = [len(window.values) for window in windows]
    values = torch.zeros(len(windows), max(lengths), *windows[0].values.shape[1:])
    for row, window in zip(values, windows, strict=True):
        row[: len(window.values)] = window.values
    return Batch(
        values,
        torch.tensor(lengths),
        torch.tensor([window.target for window in windows]),
        torch.tensor([window.clip for window in windows]),
        _shares(windows),
    )


def _shares(windows: Sequence[Window]) -> Tensor | None:
    given = [window.shares for window in windows if window.shares is not None]
    return torch.stack(given) if given else None


class RandomWindows(Dataset[Window]):
    """One window of each clip, at another place each time it is asked for.

    Args:
        samples: The clips; scaled, or else with a scaling.
        size: Rows of a window.
        augmenter: Varies the windows; None leaves them.
        scaling: Applied to the windows after they are varied.
    """

    def __init__(
        self,
        samples: Sequence[Sample],
        size: int,
        augmenter: Augmenter | None = None,
        scaling: Scaling | None = None,
    ) -> None:
        self._samples = samples
        self._size = size
        self._augmenter = augmenter
        self._scaling = scaling
        self._epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Vary the windows as in this epoch, from 0."""
        self._epoch = epoch

    def __len__(self) -> int:
        return len(self._samples)

    def __getitem__(self, index: int) -> Window:
        sample = self._samples[index]
        rows = self._size if self._augmenter is None else self._rows_before(self._augmenter)
        start = int(torch.randint(max(1, len(sample.values) - rows + 1), ()))
        values = sample.values[start : start + rows]
        if self._augmenter is not None:
            varied = self._augmenter.vary(values, sample.target, self._epoch, index, start)
            values = varied[: self._size]
        if self._scaling is not None:
            values = self._scaling.apply(values)
        return Window(torch.tensor(values), sample.target, index, _as_tensor(sample.shares))

    def _rows_before(self, augmenter: Augmenter) -> int:
        # Signing that is read faster takes more rows to fill a window.
        return math.ceil(self._size * (1 + augmenter.warp)) + 1


class SlidingWindows(Dataset[Window]):
    """Every window of each clip, as live predictions see them.

    Args:
        samples: The clips.
        size: Rows of a window.
        step: Rows from one window to the next.
        has_presence: The last channel says what was seen; windows in which nothing was are
            left out, as live: they say nothing of the clip.
    """

    def __init__(
        self, samples: Sequence[Sample], size: int, step: int, has_presence: bool = False
    ) -> None:
        self._samples = samples
        self._size = size
        self._places = [
            (number, int(start))
            for number, sample in enumerate(samples)
            for start in window_starts(len(sample.values), size, step)
            if not has_presence or sample.values[start : start + size, ..., -1].any()
        ]

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> Window:
        number, start = self._places[index]
        sample = self._samples[number]
        # Copied here: what is mapped from a file stays there until it is read.
        values = torch.tensor(sample.values[start : start + self._size])
        return Window(values, sample.target, number, _as_tensor(sample.shares))


def sliding_windows(samples: Sequence[Sample], card: ModelCard) -> SlidingWindows:
    """Return the windows by which a model answers clips; a clip of pictures is one window.

    Args:
        samples: The clips, scaled.
        card: The model's.
    """
    rows = card.window_rows
    if card.pictures is not None:
        return SlidingWindows(samples, rows, max(1, rows // 2))
    return SlidingWindows(samples, rows, step_rows(card.rate), has_presence=True)


def _as_tensor(shares: Array | None) -> Tensor | None:
    return None if shares is None else torch.tensor(shares, dtype=torch.float32)

"""Clips as a network is trained on them: windows with their lengths.

    Sample -> windows -> Batch

What it is: cutting windows from prepared clips, and putting them side by side.
What it is not: preparing clips (sample.py) or splitting (split.py).
Convention: lengths travel with the batch; padding is never read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.utils.data import Dataset

from emo7_core.inference.windows import window_starts
from emo7_core.training.sample import Sample


class Window(NamedTuple):
    """One window of a clip: values (T, V, C), its clip's class and number."""

    values: Tensor
    target: int
    clip: int


class Batch(NamedTuple):
    """Windows padded to the longest of them.

    Attributes:
        values: (N, T, V, C), NaN where missing, 0 where padded.
        lengths: (N,) real rows of each window.
        targets: (N,) classes.
        clips: (N,) number of each window's clip.
    """

    values: Tensor
    lengths: Tensor
    targets: Tensor
    clips: Tensor


def collate(windows: Sequence[Window]) -> Batch:
    """Return windows as one batch; their lengths travel with it."""
    lengths = [len(window.values) for window in windows]
    values = torch.zeros(len(windows), max(lengths), *windows[0].values.shape[1:])
    for row, window in zip(values, windows, strict=True):
        row[: len(window.values)] = window.values
    return Batch(
        values,
        torch.tensor(lengths),
        torch.tensor([window.target for window in windows]),
        torch.tensor([window.clip for window in windows]),
    )


class RandomWindows(Dataset[Window]):
    """One window of each clip, at another place each time it is asked for.

    Args:
        samples: The clips.
        size: Rows of a window.
    """

    def __init__(self, samples: Sequence[Sample], size: int) -> None:
        self._clips = [torch.tensor(sample.values) for sample in samples]
        self._targets = [sample.target for sample in samples]
        self._size = size

    def __len__(self) -> int:
        return len(self._clips)

    def __getitem__(self, index: int) -> Window:
        clip = self._clips[index]
        start = int(torch.randint(max(1, len(clip) - self._size + 1), ()))
        return Window(clip[start : start + self._size], self._targets[index], index)


class SlidingWindows(Dataset[Window]):
    """Every window of each clip, as live predictions see them.

    Args:
        samples: The clips.
        size: Rows of a window.
        step: Rows from one window to the next.
    """

    def __init__(self, samples: Sequence[Sample], size: int, step: int) -> None:
        self._clips = [torch.tensor(sample.values) for sample in samples]
        self._targets = [sample.target for sample in samples]
        self._size = size
        self._places = [
            (number, int(start))
            for number, clip in enumerate(self._clips)
            for start in window_starts(len(clip), size, step)
        ]

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> Window:
        number, start = self._places[index]
        clip = self._clips[number]
        return Window(clip[start : start + self._size], self._targets[number], number)

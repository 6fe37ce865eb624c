"""Clips as a network is trained on them: windows with their lengths.

    Example (track, label) -> Sample (features) or Skipped (why) -> windows -> Batch

What it is: preparing clips before training starts, and cutting windows from them.
What it is not: reading a project (job.py) or splitting (split.py).
Convention: a clip that cannot be used is listed before training; nothing ever stands in for it.
Frames without a signer stay: time does not shrink.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import Dataset

from emo7_core.errors import LandmarkError
from emo7_core.inference.windows import window_starts
from emo7_core.landmarks.normalize import features
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.models.scaling import Scaling
from emo7_core.scale import K, to_three

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A labelled clip.

    Attributes:
        name: The clip's name.
        track: Its landmarks, None where there are none.
        value: Its label 0..6.
        signer: None where unknown.
        session: None where unknown.
        key: Content hash, None where unknown.
        problem: Why there is no track, "" if nobody knows more.
    """

    name: str
    track: LandmarkTrack | None
    value: int
    signer: str | None = None
    session: str | None = None
    key: str | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A clip ready to train on.

    Attributes:
        name: The clip's name.
        identity: Content hash, or the name where it is unknown.
        values: (T, V, C) float32, NaN where missing.
        target: The class, 0..num_classes - 1.
        signer: None where unknown.
        session: None where unknown.
        extractor: What found the landmarks.
    """

    name: str
    identity: str
    values: Array
    target: int
    signer: str | None
    session: str | None
    extractor: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A clip that is not used, and why."""

    name: str
    reason: str


def prepare(
    examples: Iterable[Example], rate: float, num_classes: int = K
) -> tuple[list[Sample], list[Skipped]]:
    """Turn clips into samples; those that cannot be used are listed with the reason."""
    samples: list[Sample] = []
    skipped: list[Skipped] = []
    for example in examples:
        outcome = _prepared(example, rate, num_classes)
        if isinstance(outcome, Sample):
            samples.append(outcome)
        else:
            skipped.append(outcome)
    return samples, skipped


def _prepared(example: Example, rate: float, num_classes: int) -> Sample | Skipped:
    if example.track is None:
        return Skipped(example.name, example.problem or "no landmarks yet")
    if not 0 <= example.value < K:
        return Skipped(example.name, f"its label {example.value} is not on the scale")
    try:
        seen = features(example.track, rate)
    except LandmarkError as error:
        return Skipped(example.name, str(error))
    if not seen.values[..., -1].any():
        return Skipped(example.name, "no landmark was found in any frame")
    return Sample(
        name=example.name,
        identity=example.key or example.name,
        values=seen.values,
        target=example.value if num_classes == K else to_three(example.value),
        signer=example.signer,
        session=example.session,
        extractor=example.track.extractor,
    )


def scaled(samples: Sequence[Sample], scaling: Scaling) -> list[Sample]:
    """Return the samples with their features scaled."""
    return [replace(sample, values=scaling.apply(sample.values)) for sample in samples]


def counts_of(samples: Sequence[Sample], num_classes: int) -> npt.NDArray[np.int64]:
    """Return how many samples each class has, (num_classes,)."""
    targets = np.array([sample.target for sample in samples], dtype=np.int64)
    return np.bincount(targets, minlength=num_classes)


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

"""Clips before and after they are prepared for training; no torch.

    Example (track, label) -> Sample (features) or Skipped (why)

What it is: the frozen values that splits, previews and data sets share.
What it is not: windows and batches (dataset.py).
Convention: a clip that cannot be used is listed before training; nothing ever stands in for it.
Frames without a signer stay: time does not shrink.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.errors import LandmarkError
from emo7_core.landmarks.feature_kind import OWN, FeatureKind
from emo7_core.landmarks.layout import COMMON, Layout
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
        shares: (7,) share of raters on each value, None for hard labels.
        path: Its file, for models that see pictures; None where it is not here.
    """

    name: str
    track: LandmarkTrack | None
    value: int
    signer: str | None = None
    session: str | None = None
    key: str | None = None
    problem: str = ""
    shares: Array | None = None
    path: Path | None = None


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
        shares: (num_classes,) float32 that add to 1: what to learn instead of the one class,
            None for hard labels.
        layout: What its V points are.
    """

    name: str
    identity: str
    values: Array
    target: int
    signer: str | None
    session: str | None
    extractor: str
    shares: Array | None = None
    layout: Layout = COMMON


@dataclass(frozen=True, slots=True)
class Skipped:
    """A clip that is not used, and why."""

    name: str
    reason: str


def prepare(
    examples: Iterable[Example], rate: float, num_classes: int = K, kind: FeatureKind = OWN
) -> tuple[list[Sample], list[Skipped]]:
    """Turn clips into samples; those that cannot be used are listed with the reason.

    Args:
        examples: The clips.
        rate: Rows per second.
        num_classes: 7 or 3.
        kind: How landmarks are seen.
    """
    samples: list[Sample] = []
    skipped: list[Skipped] = []
    for example in examples:
        outcome = _prepared(example, rate, num_classes, kind)
        if isinstance(outcome, Sample) and outcome.layout is not (samples or [outcome])[0].layout:
            other = samples[0].layout.name
            outcome = Skipped(example.name, f"its points are not those of the others ({other})")
        if isinstance(outcome, Sample):
            samples.append(outcome)
        else:
            skipped.append(outcome)
    return samples, skipped


def _prepared(
    example: Example, rate: float, num_classes: int, kind: FeatureKind
) -> Sample | Skipped:
    if example.track is None:
        return Skipped(example.name, example.problem or "no landmarks yet")
    if not 0 <= example.value < K:
        return Skipped(example.name, f"its label {example.value} is not on the scale")
    try:
        seen = kind.see(example.track, rate)
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
        shares=None if example.shares is None else shares_of(example.shares, num_classes),
        layout=seen.layout,
    )


def shares_of(shares: Array, num_classes: int) -> Array:
    """Return the shares of the seven values as those of the classes.

    Args:
        shares: (7,) not negative; they need not add to 1.
        num_classes: 7, or 3 for the sign of the value.

    Returns:
        (num_classes,) float32 that add to 1.
    """
    classes = [value if num_classes == K else to_three(value) for value in range(K)]
    return np.bincount(classes, shares / shares.sum(), num_classes).astype(np.float32)


def scaled(samples: Sequence[Sample], scaling: Scaling) -> list[Sample]:
    """Return the samples with their features scaled."""
    return [replace(sample, values=scaling.apply(sample.values)) for sample in samples]


def counts_of(samples: Sequence[Sample], num_classes: int) -> npt.NDArray[np.int64]:
    """Return how many samples each class has, (num_classes,)."""
    targets = np.array([sample.target for sample in samples], dtype=np.int64)
    return np.bincount(targets, minlength=num_classes)


def mass_of(samples: Sequence[Sample], num_classes: int) -> Array:
    """Return how much of each class samples are, (num_classes,): clips, or sums of their shares."""
    sure = np.eye(num_classes)
    told = [sure[one.target] if one.shares is None else one.shares for one in samples]
    return np.sum(told, axis=0, dtype=np.float64)

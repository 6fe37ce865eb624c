"""Scaling of features by what the training clips show; part of every checkpoint.

What it is: one offset and one factor per point and channel, fitted on training clips only.
What it is not: the body-centred scale of a clip (landmarks/normalize.py), which comes before.
Convention: scaled = (value - offset) / scale; NaN stays NaN; the last channel (presence) and
values that do not vary are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt

from emo7_core.errors import ModelError

Kind = Literal["none", "minmax", "standard"]
Array = npt.NDArray[Any]
KINDS: tuple[Kind, ...] = ("none", "minmax", "standard")


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """A fitted scaling.

    Attributes:
        kind: "none", "minmax" (to 0..1) or "standard" (mean 0, deviation 1).
        offset: (V, C) float32.
        scale: (V, C) float32, never 0.
    """

    kind: Kind
    offset: Array
    scale: Array

    def apply(self, values: Array) -> Array:
        """Return values (T, V, C) scaled, float32."""
        if self.kind == "none":
            return values
        return ((values - self.offset) / self.scale).astype(np.float32)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        if self.kind == "none":
            return {"kind": "none"}
        offset, scale = self.offset.tolist(), self.scale.tolist()
        return {"kind": self.kind, "offset": offset, "scale": scale}

    @classmethod
    def from_dict(cls, stored: dict[str, Any], points: int, channels: int) -> Self:
        """Return a stored scaling.

        Raises:
            ModelError: it is not one of V = points and C = channels.
        """
        if stored.get("kind") == "none":
            return cls("none", np.zeros((points, channels)), np.ones((points, channels)))
        try:
            kind = stored["kind"]
            offset = np.asarray(stored["offset"], dtype=np.float32)
            scale = np.asarray(stored["scale"], dtype=np.float32)
        except (KeyError, ValueError, TypeError) as error:
            raise ModelError("the normalization of the model cannot be read") from error
        fits = offset.shape == scale.shape == (points, channels)
        if kind not in KINDS or not fits or not _is_usable(offset, scale):
            raise ModelError("the normalization does not fit the model's points")
        return cls(kind, offset, scale)


def _is_usable(offset: Array, scale: Array) -> bool:
    return bool(np.isfinite(offset).all() and np.isfinite(scale).all() and (scale != 0).all())


def fit_scaling(kind: Kind | Literal["legacy"], clips: Sequence[Array]) -> Scaling:
    """Fit a scaling on training clips.

    Args:
        kind: What to do; what the earlier scripts gave is scaled already (landmarks/legacy.py).
        clips: Arrays (T, V, C), NaN where missing; at least one.
    """
    if kind == "legacy":
        kind = "none"
    points, channels = clips[0].shape[1:]
    offset, scale = np.zeros((points, channels)), np.ones((points, channels))
    if kind == "minmax":
        low, high = _limits(clips)
        offset, scale = low, high - low
    elif kind == "standard":
        offset, scale = _moments(clips)
    is_flat = ~np.isfinite(offset) | ~np.isfinite(scale) | (scale < 1e-6)
    is_flat[:, -1] = True
    offset, scale = np.where(is_flat, 0.0, offset), np.where(is_flat, 1.0, scale)
    return Scaling(kind, offset.astype(np.float32), scale.astype(np.float32))


def _limits(clips: Sequence[Array]) -> tuple[Array, Array]:
    low, high = np.full(clips[0].shape[1:], np.inf), np.full(clips[0].shape[1:], -np.inf)
    for clip in clips:
        low = np.fmin(low, np.fmin.reduce(clip, axis=0))
        high = np.fmax(high, np.fmax.reduce(clip, axis=0))
    return low, high


def _moments(clips: Sequence[Array]) -> tuple[Array, Array]:
    """Return mean and deviation over all known values; two passes, as one would cancel."""
    count = sum((np.isfinite(clip).sum(axis=0) for clip in clips), np.zeros(clips[0].shape[1:]))
    some = np.maximum(count, 1)
    mean = sum(np.nansum(clip, axis=0, dtype=np.float64) for clip in clips) / some
    squares = sum(np.nansum((clip - mean) ** 2, axis=0, dtype=np.float64) for clip in clips)
    return np.where(count > 0, mean, np.nan), np.sqrt(squares / some)

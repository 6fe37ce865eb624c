"""Coordinates of a layout that was described: no point of it is known by name.

What it is: the same channels as for a signer (normalize.py), from the points themselves.
What it is not: for layouts with shoulders, eyes and wrists; those have better middles.
Convention: the origin is the middle of a frame's known points, the unit their spread (root mean
square distance from it), both medians over the clip; locally the same of each part, its middle
anew in each frame. NaN stays NaN; a part of a single point has no size and no local coordinates.
"""

from __future__ import annotations

import warnings

import numpy as np

from emo7_core.landmarks.layout import Layout
from emo7_core.landmarks.track import Array


def centred(points: Array) -> Array:
    """Return points (T, V, 2) from the clip's middle, in the clip's unit."""
    middles = _middles(points)
    return (points - _median(middles)) / _unit(points, middles)


def local(points: Array, layout: Layout) -> Array:
    """Return points (T, V, 2) from each part's middle, in its unit."""
    result = np.full_like(points, np.nan)
    for part in layout.parts.values():
        inside = points[:, part.start : part.stop]
        middles = _middles(inside)
        result[:, part.start : part.stop] = (inside - middles[:, None]) / _unit(inside, middles)
    return result


def _middles(points: Array) -> Array:
    """Return the mean of each frame's known points, (T, 2)."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Mean of empty slice")
        return np.asarray(np.nanmean(points, axis=1))


def _unit(points: Array, middles: Array) -> float:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Mean of empty slice")
        away = np.square(points - middles[:, None]).sum(-1)
        spread = float(_median(np.sqrt(np.nanmean(away, axis=1))))
    return spread if spread > 0 else float("nan")


def _median(values: Array) -> Array:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="All-NaN slice encountered")
        warnings.filterwarnings("ignore", message="Mean of empty slice")
        return np.asarray(np.nanmedian(values, axis=0))

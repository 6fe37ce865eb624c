"""Landmarks as the earlier scripts fed them to their networks, faults and all.

    body only, 25 points in the order of their source -> frames without a person dropped
    -> MediaPipe's fractions times 640 and 480 -> each frame to mean 0, deviation 1, then to
    159.878159 and 256.977173 -> the first 100 frames, zeros after the last

What it is: a way to judge old models as they were trained, named "legacy" in their cards.
What it is not: what emo7 recommends. Point n is another joint with MediaPipe than with OpenPose,
missing points are zeros, time has no rate, and padding is data.
Convention: rows are (100, 25, 4): x, y, the third value of the source (OpenPose's confidence,
MediaPipe's z), and a presence that is 1 in every row, as their networks knew of none. A frame's
mean and deviation are over all of its 75 values. MediaPipe's 33 points are cut to 25. COMMON
landmarks stand in OpenPose's order, with zeros where they have no point.
Source: the earlier scripts' "normalization fix"; the two numbers are its mean and deviation of
How2Sign.
"""

from __future__ import annotations

import numpy as np

from emo7_core.landmarks import anatomy
from emo7_core.landmarks.layout import COMMON, HOLISTIC, LEGACY, Layout
from emo7_core.landmarks.normalize import Features
from emo7_core.landmarks.track import Array, LandmarkTrack

CHANNELS: tuple[str, ...] = ("raw_x", "raw_y", "raw_third", "presence")
ROWS = 100
MEAN, DEVIATION = 159.878159, 256.977173
WIDTH, HEIGHT = 640, 480


def features(track: LandmarkTrack, rate: float) -> Features:
    """Return a track as the earlier scripts saw it.

    Args:
        track: The clip's landmarks, of any layout with a body.
        rate: Not used: the earlier scripts took frames as they came.

    Returns:
        Values (100, 25, 4); all 0 where no frame shows a person. The rate is such that the rows
        span the frames that are in them.

    Raises:
        LandmarkError: the layout has no body.
    """
    body = _body(track)
    shown = np.flatnonzero(np.isfinite(body[..., :2]).any(axis=(1, 2)))[:ROWS]
    frames = np.nan_to_num(body[shown])  # (F, 25, 3), zeros where not seen
    values = np.zeros((ROWS, len(LEGACY), len(CHANNELS)), dtype=np.float32)
    values[: len(frames), :, :3] = _rescaled(frames)
    values[..., 3] = float(len(frames) > 0)
    span = _span(track, shown)
    times = np.arange(ROWS) * (span / ROWS)
    for array in (values, times):
        array.flags.writeable = False
    return Features(values, times, LEGACY, ROWS / span)


def _body(track: LandmarkTrack) -> Array:
    """Return (T, 25, 3) in the source's order and unit, NaN where not seen."""
    points = _order(track.layout)
    third = track.confidence if track.layout is not HOLISTIC else track.xyz[..., 2]
    scale = np.ones(3)
    if track.layout is HOLISTIC:
        scale = np.array([WIDTH / track.width, HEIGHT / track.height, 1 / track.width])
    whole = np.concatenate([track.xyz[..., :2], third[..., None]], axis=-1).astype(np.float64)
    body = np.full((len(track), len(LEGACY), 3), np.nan)
    for number, point in enumerate(points):
        if point is not None:
            body[:, number] = whole[:, point] * scale
    return body


def _order(layout: Layout) -> list[int | None]:
    """Return the point of the layout at each of the 25 places, None where it has none."""
    if layout is COMMON:
        return [layout.index(name) if name in layout.points else None for name in anatomy.BODY_25]
    body = layout.part("body")
    return [body.start + n if n < len(body) else None for n in range(len(LEGACY))]


def _rescaled(frames: Array) -> Array:
    """Return frames (F, 25, 3), each with the two numbers as its mean and deviation."""
    flat = frames.reshape(len(frames), len(LEGACY) * 3)
    mean, deviation = flat.mean(1, keepdims=True), flat.std(1, keepdims=True)
    normal = (flat - mean) / np.where(deviation > 0, deviation, 1.0)
    return (normal * DEVIATION + MEAN).reshape(frames.shape)


def _span(track: LandmarkTrack, shown: Array) -> float:
    """Return the seconds that the frames take, above 0."""
    if not len(shown):
        return 1.0
    gap = float(np.median(np.diff(track.times))) if len(track) > 1 else 0.0
    return max(float(track.times[shown[-1]]) + gap, 1e-3)

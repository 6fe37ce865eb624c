"""Tracks of a made-up layout: five points in two parts, of which one tells the value."""

from __future__ import annotations

import numpy as np

from emo7_core.landmarks.layout import Layout
from emo7_core.landmarks.track import LandmarkTrack

STAR = Layout.from_dict(
    {
        "name": "star",
        "points": ["a", "b", "c", "d", "e"],
        "parts": {"first": [0, 3], "second": [3, 5]},
        "edges": [[0, 1], [0, 2], [3, 4]],
        "mirror": [0, 2, 1, 3, 4],
    }
)


def track(value: int, seed: int, frames: int = 30) -> LandmarkTrack:
    """Return a star whose second point is the lower, the higher the value."""
    rng = np.random.default_rng(seed)
    points = np.array([[0, 0], [1, 0], [-1, 0], [0, 3], [0, 4.0]]) + 0
    points[1, 1] = 0.4 * (value - 3)
    moving = points + rng.normal(0, 0.02, (frames, 5, 2))
    xyz = np.full((frames, 5, 3), np.nan, np.float32)
    xyz[..., :2] = moving * rng.uniform(20, 60) + rng.uniform(100, 300, 2)
    xyz[rng.random((frames, 5)) < 0.05] = np.nan
    confidence = np.where(np.isfinite(xyz[..., 0]), 1.0, np.nan)
    return LandmarkTrack(STAR, xyz, confidence, np.arange(frames) / 25, 640, 480, "star-1")

"""Small tracks with a known answer, for the tests of this folder."""

from __future__ import annotations

import numpy as np

from emo7_core.landmarks.layout import HOLISTIC, Layout
from emo7_core.landmarks.track import LandmarkTrack


def still_person(
    frames: int = 10, rate: float = 25.0, layout: Layout = HOLISTIC, shift=(0.0, 0.0)
) -> LandmarkTrack:
    """A person who does not move: shoulders 200 px apart, their middle at (320, 240) + shift."""
    points = np.random.default_rng(7).uniform(200, 440, (len(layout), 3))
    points[layout.index("left_shoulder"), :2] = 420, 240
    points[layout.index("right_shoulder"), :2] = 220, 240
    points[:, :2] += shift
    xyz = np.repeat(points[None], frames, axis=0)
    confidence = np.full((frames, len(layout)), np.nan)
    confidence[:, : layout.parts["body"].stop] = 0.9
    return LandmarkTrack(layout, xyz, confidence, np.arange(frames) / rate, 640, 480, "by-hand-1")


def changed(track: LandmarkTrack, **arrays) -> LandmarkTrack:
    """The same track with other arrays."""
    given = {name: getattr(track, name) for name in ("xyz", "confidence", "times")} | arrays
    return LandmarkTrack(
        track.layout,
        given["xyz"],
        given["confidence"],
        given["times"],
        track.width,
        track.height,
        track.extractor,
    )


def without(track: LandmarkTrack, part: str, frames) -> LandmarkTrack:
    """The same track, with a part not seen in some frames."""
    xyz, where = track.xyz.copy(), track.layout.part(part)
    xyz[frames, where.start : where.stop] = np.nan
    return changed(track, xyz=xyz)

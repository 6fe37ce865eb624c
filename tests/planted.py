"""Tracks with a planted signal: how far the mouth corners stand up tells the class.

Signers differ in size, place and mouth, so the signal is found within a clip's own frame.
"""

from __future__ import annotations

import numpy as np

from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.track import LandmarkTrack
from emo7_core.training.sample import Example

SIGNERS = ("Ann", "Bo", "Cy", "Di", "Ed")
LIPS = sorted({point for edge in COMMON.contours["lips"] for point in edge})


def pose() -> np.ndarray:
    """Return one still figure, (V, 2), in shoulder widths."""
    rng = np.random.default_rng(7)
    points = rng.normal(0, 0.2, (len(COMMON), 2))
    for name, place in {"left_shoulder": (0.5, 0), "right_shoulder": (-0.5, 0)}.items():
        points[COMMON.index(name)] = place
    points[COMMON.index("left_eye_lid_3")] = (0.12, -0.7)
    points[COMMON.index("right_eye_lid_0")] = (-0.12, -0.7)
    return points


def track(value: int, seed: int, frames: int = 40, signal: float = 1.0) -> LandmarkTrack:
    """Return a track whose mouth rises with the value; seed decides signer noise and holes."""
    rng = np.random.default_rng(seed)
    points = np.repeat(pose()[None], frames, axis=0) + rng.normal(0, 0.01, (frames, len(COMMON), 2))
    points[:, LIPS, 1] -= signal * 0.05 * (value - 3)
    xyz = np.full((frames, len(COMMON), 3), np.nan, np.float32)
    xyz[..., :2] = points * rng.uniform(100, 200) + rng.uniform(200, 400, 2)
    xyz[rng.random(frames) < 0.1] = np.nan
    confidence = np.where(np.isfinite(xyz[..., 0]), 1.0, np.nan)
    return LandmarkTrack(COMMON, xyz, confidence, np.arange(frames) / 25, 640, 480, "made-1")


def empty_track(frames: int = 20) -> LandmarkTrack:
    """Return a track in which nothing was found."""
    xyz = np.full((frames, len(COMMON), 3), np.nan, np.float32)
    return LandmarkTrack(COMMON, xyz, xyz[..., 0], np.arange(frames) / 25, 640, 480, "made-1")


def examples(per_class: int = 5, classes: range = range(7), signal: float = 1.0) -> list[Example]:
    """Return clips of every class and signer, of different lengths."""
    made = []
    for value in classes:
        for number in range(per_class):
            seed = value * 1000 + number
            made.append(
                Example(
                    name=f"clip-{value}-{number}.mp4",
                    track=track(value, seed, frames=30 + 7 * (seed % 5), signal=signal),
                    value=value,
                    signer=SIGNERS[number % len(SIGNERS)],
                    session=f"session {number % 7}",
                    key=f"{seed:064x}",
                )
            )
    return made

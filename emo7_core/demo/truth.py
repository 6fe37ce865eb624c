"""The known track of a demo clip: where the drawing really put every point.

What it is: a figure's joints in the layout HOLISTIC, with a gap where a hand has left the
picture; and the same blurred as an extractor would see it, for training data.
What it is not: what MediaPipe finds in the drawn picture (landmarks/holistic.py).
Convention: as LandmarkTrack; z of the body is relative to the hips, of a hand to its wrist,
of the face to its middle, in x's unit. Confidence is 1 where a point is known.
"""

from __future__ import annotations

import numpy as np

from emo7_core.demo import mesh
from emo7_core.demo.figure import HEIGHT, WIDTH, Figure
from emo7_core.landmarks.layout import HOLISTIC
from emo7_core.landmarks.track import Array, LandmarkTrack, missing

EXTRACTOR = "demo-known-1"
SEEN_EXTRACTOR = "demo-seen-1"
# A hand counts as in the picture while at least this share of its joints is.
LEAST_INSIDE = 0.6
# What an extractor adds: noise per point and a slow drift per part, in face widths.
POINT_NOISE = 0.006
PART_DRIFT = 0.010
GAPS_PER_SECOND = 0.25
GAP_SECONDS = (0.08, 0.35)

_FACE_IN_BODY = (
    (0, mesh.NOSE_TIP), (1, 362), (2, 386), (3, 263), (4, 133), (5, 159), (6, 33),
    (7, 454), (8, 234), (9, 291), (10, 61),
)  # fmt: skip
_HAND_IN_BODY = ((15, 0), (17, 17), (19, 5), (21, 2))


def known_points(figure: Figure, times: Array) -> LandmarkTrack:
    """Return the exact track of a figure; NaN outside the picture."""
    xyz, confidence = missing(HOLISTIC, len(times))
    xyz[:, _part("body")] = _body(figure)
    for hand, part in enumerate(("left_hand", "right_hand")):
        joints = figure.hands[:, hand].copy()
        joints[_is_inside(joints).mean(axis=1) < LEAST_INSIDE] = np.nan
        joints[..., 2] -= joints[:, :1, 2]
        xyz[:, _part(part)] = joints
    face = figure.face.copy()
    face[..., 2] -= face[..., 2].mean(axis=1, keepdims=True)
    xyz[:, _part("face")] = face
    confidence[np.isfinite(xyz[..., 0])] = 1.0
    return LandmarkTrack(HOLISTIC, xyz, confidence, times, WIDTH, HEIGHT, EXTRACTOR)


def seen_points(track: LandmarkTrack, scale: float, rng: np.random.Generator) -> LandmarkTrack:
    """Return a known track as an extractor would see it: jitter, drift and short gaps.

    Args:
        track: The known track.
        scale: Pixels of a face width.
        rng: The source of chance.
    """
    xyz = track.xyz.copy()
    noise = rng.standard_normal(xyz.shape, np.float32)
    noise *= np.float32(POINT_NOISE * scale)
    xyz += noise
    for part in track.layout.parts:
        drift = rng.normal(0.0, PART_DRIFT * scale, 3).astype(np.float32)
        xyz[:, _part(part)] += drift
    for part in ("left_hand", "right_hand"):
        xyz[_gaps(track.times, rng), _part(part)] = np.nan
    confidence = np.where(np.isfinite(xyz[..., 0]), np.float32(1.0), np.float32(np.nan))
    return LandmarkTrack(
        track.layout, xyz, confidence, track.times, track.width, track.height, SEEN_EXTRACTOR
    )


def _part(part: str) -> slice:
    points = HOLISTIC.part(part)
    return slice(points.start, points.stop)


def _is_inside(points: Array) -> Array:
    x, y = points[..., 0], points[..., 1]
    return (x >= 0) & (x < WIDTH) & (y >= 0) & (y < HEIGHT)


def _body(figure: Figure) -> Array:
    body = np.full((len(figure.face), 33, 3), np.nan, np.float32)
    for joint, point in _FACE_IN_BODY:
        body[:, joint] = figure.face[:, point]
    pairs = ((11, figure.shoulders), (13, figure.elbows), (23, figure.hips))
    for first, places in pairs:
        body[:, first : first + 2] = places
    for first, joint in _HAND_IN_BODY:
        body[:, first : first + 2] = figure.hands[:, :, joint]
    body[..., 2] -= figure.hips[..., 2].mean(axis=1, keepdims=True)
    body[~_is_inside(body)] = np.nan
    return body


def _gaps(times: Array, rng: np.random.Generator) -> Array:
    is_lost = np.zeros(len(times), bool)
    for _ in range(rng.poisson(GAPS_PER_SECOND * (times[-1] - times[0]))):
        start = rng.uniform(times[0], times[-1])
        is_lost |= (times >= start) & (times < start + rng.uniform(*GAP_SECONDS))
    return is_lost

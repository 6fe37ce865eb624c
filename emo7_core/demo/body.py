"""The body's joints: shoulders, elbows by two-bone inverse kinematics, the turning head.

What it is: pure geometry over whole clips.
What it is not: hands (hands.py), face (face.py) or drawing (signer.py).
Convention: face widths; origin at the middle of the outer eye corners at rest; x right in
the picture, y down, z away. Pairs are in the order left, right (the signer's own).
"""

from __future__ import annotations

import numpy as np

from emo7_core.landmarks.track import Array

UPPER_ARM = 1.68
FOREARM = 1.52
SHOULDER_DROP = 1.28
HIP_DROP = 4.3
HIP_HALF_WIDTH = 0.66
HEAD_PIVOT = np.array([0.0, 0.72, 0.34])
WAIST = np.array([0.0, 3.6, 0.1])
OUTWARD = np.array([1.0, -1.0])


def turn(angles: Array) -> Array:
    """Return rotation matrices (T, 3, 3) of yaw, pitch, roll in radians (T, 3).

    Yaw + turns the face to the picture's right, pitch + raises it, roll + tilts the top of
    the head to the picture's right.
    """
    yaw, pitch, roll = angles.T
    zero, one = np.zeros_like(yaw), np.ones_like(yaw)
    cy, sy, cp, sp, cr, sr = (
        np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch), np.cos(roll), np.sin(roll),
    )  # fmt: skip
    about_y = _matrix((cy, zero, -sy), (zero, one, zero), (sy, zero, cy))
    about_x = _matrix((one, zero, zero), (zero, cp, sp), (zero, -sp, cp))
    about_z = _matrix((cr, -sr, zero), (sr, cr, zero), (zero, zero, one))
    return about_z @ about_y @ about_x


def _matrix(*rows: tuple[Array, Array, Array]) -> Array:
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def swayed(points: Array, sway: Array) -> Array:
    """Return points (T, ..., 3) carried along by the body's shift and roll about the waist."""
    shape = (len(sway),) + (1,) * (points.ndim - 2)
    cos, sin = np.cos(sway[:, 1]).reshape(shape), np.sin(sway[:, 1]).reshape(shape)
    off = points - WAIST
    moved = np.empty_like(points)
    moved[..., 0] = cos * off[..., 0] - sin * off[..., 1] + WAIST[0]
    moved[..., 0] += sway[:, 0].reshape(shape)
    moved[..., 1] = sin * off[..., 0] + cos * off[..., 1] + WAIST[1]
    moved[..., 2] = points[..., 2]
    return moved


def shoulders(build: float, sway: Array) -> Array:
    """Return the shoulder joints (T, 2, 3)."""
    rest = np.array([[build, SHOULDER_DROP, 0.1], [-build, SHOULDER_DROP, 0.1]])
    points = np.broadcast_to(rest, (len(sway), 2, 3)).copy()
    points[:, :, 1] -= sway[:, 2, None]
    return swayed(points, sway)


def hips(sway: Array) -> Array:
    """Return the hip joints (T, 2, 3); they stand still."""
    rest = np.array([[HIP_HALF_WIDTH, HIP_DROP, 0.1], [-HIP_HALF_WIDTH, HIP_DROP, 0.1]])
    return np.broadcast_to(rest, (len(sway), 2, 3)).copy()


def arms(shoulder: Array, target: Array) -> tuple[Array, Array]:
    """Return elbows and wrists (T, 2, 3) that reach for targets as far as the arm goes.

    The elbow lies on the circle that both bones allow, towards a pole that points down,
    outward and a little back.
    """
    reach = target - shoulder
    distance = np.linalg.norm(reach, axis=-1, keepdims=True)
    longest, shortest = 0.985 * (UPPER_ARM + FOREARM), 0.55
    held = np.clip(distance, shortest, longest)
    along = reach / np.maximum(distance, 1e-6)
    wrist = shoulder + along * held
    foot = (UPPER_ARM**2 - FOREARM**2 + held**2) / (2.0 * held)
    height = np.sqrt(np.maximum(UPPER_ARM**2 - foot**2, 0.0))
    pole = np.stack([0.62 * OUTWARD, np.ones(2), 0.15 * np.ones(2)], axis=-1)
    pole = pole - (pole * along).sum(-1, keepdims=True) * along
    pole = pole / np.maximum(np.linalg.norm(pole, axis=-1, keepdims=True), 1e-6)
    return shoulder + along * foot + pole * height, wrist

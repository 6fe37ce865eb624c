"""Expression: how far each point of the head mesh moves for each channel of the face.

What it is: Gaussian-weighted shifts at the mouth corners, the brows, the jaw and the lids,
linear in their weights, so that a whole clip is one product of matrices. The jaw splits at
the lip seam: points of the lower lip and below follow it, the upper lip does not.
What it is not: what a signer feels when (motion.py).
Convention: weights (T, E) in the order of CHANNELS; 0 is rest, the sizes at weight 1 are
SMILE, BROW, JAW face widths; lids -1 = closed, +1 = wide open.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from emo7_core.demo.mesh import (
    LEFT_LOWER_LID,
    LEFT_UPPER_LID,
    LOWER_INNER_LIP,
    RIGHT_LOWER_LID,
    RIGHT_UPPER_LID,
    UPPER_INNER_LIP,
    near,
    shaped_mesh,
)
from emo7_core.demo.signers import FaceShape
from emo7_core.landmarks.track import Array

CHANNELS = ("smile", "brows", "knit", "jaw", "lids", "pucker")
SMILE, BROW, JAW = 0.075, 0.06, 0.16
SEAM_HALF_WIDTH = 0.185


def face_points(shape: FaceShape, weights: Array) -> Array:
    """Return the points of the face for each frame.

    Args:
        shape: The signer's differences.
        weights: (T, E) weights in the order of CHANNELS.

    Returns:
        (T, 468, 3) float32, face widths, in the head's own frame.
    """
    rest = shaped_mesh(shape).points
    moved = weights.astype(np.float32) @ _basis(shape).reshape(len(CHANNELS), -1)
    return rest + moved.reshape(-1, *rest.shape)


@cache
def _basis(shape: FaceShape) -> Array:
    points = shaped_mesh(shape).points.astype(np.float64)
    shifts = [
        _smile(points),
        _brows(points),
        _knit(points),
        _jaw(points),
        _lids(points),
        _pucker(points),
    ]
    return np.stack(shifts).astype(np.float32)


def _smile(points: Array) -> Array:
    shift = np.zeros_like(points)
    for side in (-1, 1):
        corner = near(points, (0.2 * side, 0.485), (0.085, 0.09))
        cheek = near(points, (0.27 * side, 0.3), (0.09, 0.1))
        shift += corner[:, None] * (0.3 * SMILE * side, -SMILE, 0.015)
        shift += cheek[:, None] * (0.1 * SMILE * side, -0.35 * SMILE, -0.02)
    return shift


def _brows(points: Array) -> Array:
    shift = np.zeros_like(points)
    for side in (-1, 1):
        weight = near(points, (0.24 * side, -0.15), (0.16, 0.065))
        shift[:, 1] -= BROW * weight
    return shift * _above_lids(points)[:, None]


def _knit(points: Array) -> Array:
    shift = np.zeros_like(points)
    for side in (-1, 1):
        weight = near(points, (0.1 * side, -0.12), (0.075, 0.06))
        shift += weight[:, None] * (-0.025 * side, 0.035, -0.012)
    return shift * _above_lids(points)[:, None]


def _above_lids(points: Array) -> Array:
    """Return 0 on the lids and 1 well above them, so that brows leave the eyes alone."""
    return np.clip((-0.055 - points[:, 1]) / 0.05, 0.0, 1.0)


def _jaw(points: Array) -> Array:
    seam = points[list(UPPER_INNER_LIP), 1].mean()
    below = np.clip((points[:, 1] - seam) / 0.3, 0.0, 1.0)
    width = 0.13 + 0.27 * below
    weight = np.exp(-0.5 * (points[:, 0] / width) ** 2) * (points[:, 1] > seam + 1e-4)
    inner = list(LOWER_INNER_LIP[1:-1])
    weight[inner] = 1.0 - (np.abs(points[inner, 0]) / SEAM_HALF_WIDTH) ** 2
    weight[list(UPPER_INNER_LIP)] = 0.0
    shift = np.zeros_like(points)
    shift[:, 1] = JAW * weight
    shift[:, 2] = 0.25 * JAW * weight
    return shift


def _lids(points: Array) -> Array:
    shift = np.zeros_like(points)
    for upper, lower in ((RIGHT_UPPER_LID, RIGHT_LOWER_LID), (LEFT_UPPER_LID, LEFT_LOWER_LID)):
        gap = points[list(lower)] - points[list(upper)]
        middle = points[[*upper, *lower], 0].mean()
        crease = near(points, (middle, -0.075), (0.1, 0.025))
        crease[[*upper, *lower]] = 0.0
        shift[:, 1] -= 0.45 * gap[:, 1].max() * crease * (points[:, 1] < -0.03)
        shift[list(upper)] -= 0.9 * gap
        shift[list(lower)] += 0.08 * gap
    return shift


def _pucker(points: Array) -> Array:
    shift = np.zeros_like(points)
    for side in (-1, 1):
        weight = near(points, (0.18 * side, 0.485), (0.09, 0.08))
        shift += weight[:, None] * (-0.06 * side, 0.0, -0.03)
    centre = near(points, (0.0, 0.485), (0.09, 0.06))
    shift[:, 2] -= 0.03 * centre
    return shift

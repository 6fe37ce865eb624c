"""What the head does and what the face does, told apart.

    points (T, V, 2) = neutral face, placed, sized and turned + expression

What it is: a least-squares fit of a neutral face to each frame under a camera far away, and what
the fit leaves over. Nods, shakes and leaning are in the first, brows and mouth in the second.
What it is not: a head pose in degrees; without a measured depth the turn has no true unit.
Convention: any layout; y points down; the unit is that of the neutral face. NaN is missing.
Source: affine factorisation under orthography, Koenderink and van Doorn 1991, "Affine structure
from motion": with a known shape each frame's camera is linear least squares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
# Four unknowns for each axis; a fit to fewer points would explain anything.
FEWEST_POINTS = 8


@dataclass(frozen=True, slots=True, eq=False)
class HeadMotion:
    """One track's head and face, float64; NaN in frames with too few points.

    Attributes:
        place: (T, 2) where the neutral face's origin is.
        size: (T,) natural logarithm of the scale; 0 as large as the neutral face.
        roll: (T,) radians, positive turns x towards y.
        turn: (T, 2) how far a point one unit in front of the face plane moves to the side (the
            sine of yaw) and down (of pitch), in the head's own upright axes.
        expression: (T, V, 2) where each point is besides, in the neutral face's axes and unit;
            NaN where the point is missing.
    """

    place: Array
    size: Array
    roll: Array
    turn: Array
    expression: Array


def head_motion(points: Array, neutral: Array, depth: Array, rigidity: Array) -> HeadMotion:
    """Split a track into head motion and expression.

    Args:
        points: (T, V, 2), NaN where missing.
        neutral: (V, 2) the face at rest; points that are NaN take no part.
        depth: (V,) how far each point stands out of the face plane, in the neutral's unit.
        rigidity: (V,) weights of the points in the fit, 0 or more.
    """
    shape = np.column_stack([neutral, depth, np.ones(len(neutral))])  # (V, 4)
    cameras = _cameras(points, shape, rigidity)  # (T, 4, 2)
    left_over = points - np.einsum("vk,tkc->tvc", shape, cameras)
    plane = cameras[:, :2].transpose(0, 2, 1)  # (T, 2, 2)
    roll = np.arctan2(plane[:, 1, 0] - plane[:, 0, 1], plane[:, 0, 0] + plane[:, 1, 1])
    area = plane[:, 0, 0] * plane[:, 1, 1] - plane[:, 0, 1] * plane[:, 1, 0]
    scale = np.sqrt(np.where(area > 0, area, np.nan))
    return HeadMotion(
        place=cameras[:, 3],
        size=np.log(scale),
        roll=roll,
        turn=_turned_back(cameras[:, 2], roll) / scale[:, None],
        expression=_undone(plane, left_over),
    )


def _cameras(points: Array, shape: Array, rigidity: Array) -> Array:
    is_known = np.isfinite(points).all(-1) & np.isfinite(shape).all(-1)
    weights = np.where(is_known, rigidity, 0.0)  # (T, V)
    known, filled = np.nan_to_num(points), np.nan_to_num(shape)
    square = np.einsum("tv,vi,vj->tij", weights, filled, filled)
    target = np.einsum("tv,vi,tvc->tic", weights, filled, known)
    enough = (weights > 0).sum(-1) >= FEWEST_POINTS
    cameras = np.full((len(points), 4, 2), np.nan)
    # The pseudo-inverse, because known points that lie on a line do not tell every turn.
    cameras[enough] = np.linalg.pinv(square[enough], hermitian=True) @ target[enough]
    return cameras


def _turned_back(vectors: Array, roll: Array) -> Array:
    cosine, sine = np.cos(roll), np.sin(roll)
    x, y = vectors.T
    return np.stack([x * cosine + y * sine, y * cosine - x * sine], axis=-1)


def _undone(plane: Array, left_over: Array) -> Array:
    result = np.full_like(left_over, np.nan)
    can = np.isfinite(plane).all((1, 2))
    inverse = np.linalg.pinv(plane[can])
    result[can] = np.einsum("tij,tvj->tvi", inverse, left_over[can])
    return result

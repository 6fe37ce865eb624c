"""The head mesh of the demo signers: points, triangles and the named rings in it.

What it is: 468 points and 852 triangles in the order of MediaPipe's face mesh. Provenance:
the points were found once by MediaPipe's face mesh in a cartoon face painted by our own
code, mirrored to symmetry, lips closed (tests/benchmarks/derive_head_mesh.py makes the
file again); the triangles are the tessellation of MediaPipe (Apache-2.0), in source order.
No photograph and no person is involved.
What it is not: expression (face.py) or colour (texture.py).
Convention: face widths; x right in the picture, y down, z away from the viewer; the origin
is the middle of the outer eye corners. "Left" is the signer's left, right in the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from emo7_core.demo.signers import FaceShape
from emo7_core.landmarks.track import Array
from emo7_core.paths import resources

POINTS = 468
OUTER_LIPS = (
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185,
)  # fmt: skip
UPPER_INNER_LIP = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_INNER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
RIGHT_UPPER_LID = (33, 246, 161, 160, 159, 158, 157, 173, 133)
RIGHT_LOWER_LID = (33, 7, 163, 144, 145, 153, 154, 155, 133)
LEFT_UPPER_LID = (263, 466, 388, 387, 386, 385, 384, 398, 362)
LEFT_LOWER_LID = (263, 249, 390, 373, 374, 380, 381, 382, 362)
RIGHT_BROW_TOP = (70, 63, 105, 66, 107)
RIGHT_BROW_BOTTOM = (46, 53, 52, 65, 55)
LEFT_BROW_TOP = (300, 293, 334, 296, 336)
LEFT_BROW_BOTTOM = (276, 283, 282, 295, 285)
NOSE_TIP = 4
CHIN = 152
CORNERS = (61, 291)


@dataclass(frozen=True, slots=True)
class HeadMesh:
    """A head mesh at rest.

    Attributes:
        points: (468, 3) float32, face widths.
        triangles: (852, 3) int16, clockwise seen from the front.
    """

    points: Array
    triangles: Array


@cache
def plain_mesh() -> HeadMesh:
    """Return the mesh as derived, without any signer's differences."""
    with np.load(resources() / "demo" / "head_mesh.npz") as stored:
        points, triangles = stored["points"], stored["triangles"].astype(np.int32)
    points.setflags(write=False)
    triangles.setflags(write=False)
    return HeadMesh(points, triangles)


@cache
def shaped_mesh(shape: FaceShape) -> HeadMesh:
    """Return the mesh with a signer's differences of jaw, nose, eyes, lips and brows."""
    plain = plain_mesh()
    points = plain.points.astype(np.float64)
    lower = np.clip((points[:, 1] - 0.1) / 0.7, 0.0, 1.0)
    points[:, 0] *= 1.0 + shape.jaw * lower
    points[:, 1] *= 1.0 + shape.length
    _swell(points, (0.0, 0.2, -0.3), 0.14, (shape.nose, 0.3 * shape.nose, shape.nose))
    for side in (-1, 1):
        _swell(points, (0.22 * side, 0.0, -0.05), 0.12, (0.3 * shape.eyes, shape.eyes, 0.0))
    _swell(points, (0.0, 0.485, -0.17), 0.13, (0.3 * shape.lips, shape.lips, 0.3 * shape.lips))
    points[:, 1] -= shape.brow_height * near(points, (0.0, -0.14), (0.5, 0.07))
    points[:, 1] += shape.mouth_height * near(points, (0.0, 0.485), (0.3, 0.12))
    points = points.astype(np.float32)
    points.setflags(write=False)
    return HeadMesh(points, plain.triangles)


def near(points: Array, centre: tuple[float, float], sigma: tuple[float, float]) -> Array:
    """Return Gaussian weights 0..1 of points (V, 3) around a place in the picture plane."""
    off = (points[:, :2] - np.asarray(centre)) / np.asarray(sigma)
    return np.exp(-0.5 * (off**2).sum(axis=1))


def _swell(
    points: Array, centre: tuple[float, ...], sigma: float, share: tuple[float, ...]
) -> None:
    off = points - np.asarray(centre)
    weight = np.exp(-0.5 * (off[:, :2] ** 2).sum(axis=1) / sigma**2)
    points += weight[:, None] * off * np.asarray(share)

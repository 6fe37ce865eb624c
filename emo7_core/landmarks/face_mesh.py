"""MediaPipe's face mesh: 468 points, their lines for drawing, their mirror.

What it is: tables of the mesh without the ten iris points.
What it is not: the 70-point face of OpenPose (face_70.py).
Convention: left and right are the signer's own; edges are indices 0..467.
Source: MediaPipe's face_mesh_connections. The canonical face model is exactly symmetric: its
middle points are `MIDDLE`, and the n-th remaining point below 248 is the partner of 248 + n.
"""

from __future__ import annotations

from emo7_core.landmarks.anatomy import Edges, chain

SIZE = 468
MIDDLE: tuple[int, ...] = (
    *(0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19),
    *(94, 151, 152, 164, 168, 175, 195, 197, 199, 200),
)
_FIRST_LEFT = 248


def _mirror() -> tuple[int, ...]:
    partner = list(range(SIZE))
    right = (point for point in range(_FIRST_LEFT) if point not in MIDDLE)
    for left, point in enumerate(right, start=_FIRST_LEFT):
        partner[point], partner[left] = left, point
    return tuple(partner)


MIRROR: tuple[int, ...] = _mirror()


def _mirrored(edges: Edges) -> Edges:
    return tuple((MIRROR[a], MIRROR[b]) for a, b in edges)


LIPS: Edges = (
    *chain(61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291),
    *chain(61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291),
    *chain(78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308),
    *chain(78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308),
)
RIGHT_EYE: Edges = (
    *chain(33, 7, 163, 144, 145, 153, 154, 155, 133),
    *chain(33, 246, 161, 160, 159, 158, 157, 173, 133),
)
LEFT_EYE: Edges = _mirrored(RIGHT_EYE)
RIGHT_BROW: Edges = (*chain(46, 53, 52, 65, 55), *chain(70, 63, 105, 66, 107))
LEFT_BROW: Edges = _mirrored(RIGHT_BROW)
_OVAL_LEFT = (338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377)
OVAL: Edges = chain(10, *_OVAL_LEFT, 152, *(MIRROR[p] for p in reversed(_OVAL_LEFT)), 10)

CONTOURS: dict[str, Edges] = {
    "lips": LIPS,
    "left_eye": LEFT_EYE,
    "right_eye": RIGHT_EYE,
    "left_brow": LEFT_BROW,
    "right_brow": RIGHT_BROW,
    "oval": OVAL,
}
DOTS: tuple[int, ...] = tuple(range(0, SIZE, 5))

# The mesh points that lie where OpenPose's face has its first 68 (face_70.py), in that order.
NEAREST_TO_68: tuple[int, ...] = (
    *(127, 234, 93, 132, 172, 136, 149, 148, 152, 377, 378, 365, 397, 361, 323, 454, 356),
    *(70, 63, 105, 66, 107, 336, 296, 334, 293, 300),
    *(168, 197, 5, 4, 98, 97, 2, 326, 327),
    *(33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380),
    *(61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91),
    *(78, 81, 13, 311, 308, 402, 14, 178),
)

"""Derives the demo signer's head mesh from a face painted by our own code.

What it is: the provenance of resources/demo/head_mesh.npz, kept so that the file can be
made again. A cartoon face is painted with ellipses and lines, MediaPipe's face mesh finds
its 468 points, the points are mirrored to symmetry, the lips are closed, and the 852
triangles are read from the edge list of MediaPipe's tessellation, whose source lists them
as consecutive triples.
What it is not: part of the program. No photograph and no person is involved.
Convention: in the file one unit is the width of the face oval; x right in the picture,
y down, z away from the viewer; the origin is the middle of the outer eye corners.

Run: python -m tests.benchmarks.derive_head_mesh
"""

from __future__ import annotations

import ast
from pathlib import Path

import cv2
import numpy as np

from emo7_core.landmarks.face_mesh import MIRROR

OUT = Path(__file__).parents[2] / "resources" / "demo" / "head_mesh.npz"
SIZE = 640
UPPER_LIP = (191, 80, 81, 82, 13, 312, 311, 310, 415)
LOWER_LIP = (95, 88, 178, 87, 14, 317, 402, 318, 324)
OVAL_LEFT, OVAL_RIGHT = 234, 454
EYE_LEFT, EYE_RIGHT = 33, 263


def main() -> None:
    """Paint, find, mirror, close the lips, write."""
    points = symmetric(found_points(painted_face()))
    points = close_lips(points)
    triangles = tessellation()
    np.savez_compressed(OUT, points=points.astype(np.float32), triangles=triangles.astype(np.int16))
    print(OUT, points.shape, triangles.shape)


def painted_face() -> np.ndarray:
    """Return the cartoon face, (SIZE, SIZE, 3) uint8 RGB."""
    picture = np.full((SIZE, SIZE, 3), (198, 206, 204), np.uint8)
    _ellipse(picture, (320, 300), (150, 195), (58, 40, 32))
    cv2.rectangle(picture, (270, 420), (370, 600), (176, 128, 102), -1)
    _ellipse(picture, (320, 330), (125, 172), (224, 176, 148))
    for side in (-1, 1):
        _paint_eye(picture, side)
    cv2.line(picture, (326, 300), (334, 362), (192, 142, 116), 5, cv2.LINE_AA)
    _ellipse(picture, (320, 372), (26, 13), (204, 152, 126))
    for side in (-1, 1):
        _ellipse(picture, (320 + 13 * side, 379), (6, 4), (120, 74, 60))
    _ellipse(picture, (320, 424), (48, 13), (186, 92, 88))
    cv2.line(picture, (274, 423), (366, 423), (112, 44, 46), 3, cv2.LINE_AA)
    return cv2.GaussianBlur(picture, (0, 0), 1.6)


def _ellipse(
    picture: np.ndarray, centre: tuple[int, int], axes: tuple[int, int], colour: tuple[int, ...]
) -> None:
    cv2.ellipse(picture, centre, axes, 0, 0, 360, colour, -1, cv2.LINE_AA)


def _paint_eye(picture: np.ndarray, side: int) -> None:
    x = 320 + 56 * side
    _ellipse(picture, (x, 302), (29, 13), (244, 240, 236))
    _ellipse(picture, (x, 302), (12, 12), (82, 56, 40))
    _ellipse(picture, (x, 302), (6, 6), (16, 12, 12))
    cv2.ellipse(picture, (x, 304), (31, 17), 0, 190, 350, (60, 40, 34), 4, cv2.LINE_AA)
    cv2.ellipse(picture, (x, 278), (40, 18), 0, 200, 340, (62, 42, 34), 9, cv2.LINE_AA)


def found_points(picture: np.ndarray) -> np.ndarray:
    """Return the 468 points that MediaPipe finds, (468, 3) pixels.

    Raises:
        RuntimeError: no face was found.
    """
    from mediapipe.python.solutions.face_mesh import FaceMesh

    with FaceMesh(static_image_mode=True, refine_landmarks=True) as finder:
        answer = finder.process(picture)
    if not answer.multi_face_landmarks:
        raise RuntimeError("no face found in the painted picture")
    marks = answer.multi_face_landmarks[0].landmark[:468]
    return np.array([(m.x, m.y, m.z) for m in marks]) * SIZE


def symmetric(points: np.ndarray) -> np.ndarray:
    """Return points scaled to face widths and averaged with their mirror image."""
    points = _upright(points)
    flipped = points[list(MIRROR)] * (-1, 1, 1)
    return (points + flipped) / 2


def _upright(points: np.ndarray) -> np.ndarray:
    centre = (points[EYE_LEFT] + points[EYE_RIGHT]) / 2
    across = points[OVAL_RIGHT] - points[OVAL_LEFT]
    roll = np.arctan2(across[1], across[0])
    yaw = np.arctan2(across[2], across[0])
    cos, sin = np.cos(-roll), np.sin(-roll)
    turned = (points - centre) @ np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]]).T
    cos, sin = np.cos(yaw), np.sin(yaw)
    turned = turned @ np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]]).T
    return turned / (turned[OVAL_RIGHT, 0] - turned[OVAL_LEFT, 0])


def close_lips(points: np.ndarray) -> np.ndarray:
    """Return points whose inner lips meet, with the lips moved along by falling weights."""
    closed = points.copy()
    for up, down in zip(UPPER_LIP, LOWER_LIP, strict=True):
        middle = (points[up] + points[down]) / 2
        closed[up], closed[down] = middle, middle
    return closed


def tessellation() -> np.ndarray:
    """Return the triangles in source order, (852, 3)."""
    from mediapipe.python.solutions import face_mesh_connections

    tree = ast.parse(Path(face_mesh_connections.__file__).read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "FACEMESH_TESSELATION":
            edges = ast.literal_eval(node.value.args[0])
    return np.array([[first for first, _ in edges[i : i + 3]] for i in range(0, len(edges), 3)])


if __name__ == "__main__":
    main()

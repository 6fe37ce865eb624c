"""Names and bones of bodies and hands, as MediaPipe and OpenPose order them.

What it is: tables. Left and right are always the signer's own.
What it is not: the face (face_mesh.py and face_70.py) or a whole layout (layout.py).
Convention: an edge is a pair of indices within its own table.
Source: MediaPipe's PoseLandmark, HandLandmark and connections; OpenPose's BODY_25 and hand model.
"""

from __future__ import annotations

from itertools import pairwise

Edges = tuple[tuple[int, int], ...]


def chain(*points: int) -> Edges:
    """Return the edges of a line through the points in their order."""
    return tuple(pairwise(points))


MEDIAPIPE_BODY: tuple[str, ...] = (
    "nose",
    *("left_eye_inner", "left_eye", "left_eye_outer"),
    *("right_eye_inner", "right_eye", "right_eye_outer"),
    *("left_ear", "right_ear", "mouth_left", "mouth_right"),
    *("left_shoulder", "right_shoulder", "left_elbow", "right_elbow"),
    *("left_wrist", "right_wrist", "left_pinky", "right_pinky"),
    *("left_index", "right_index", "left_thumb", "right_thumb"),
    *("left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle"),
    *("left_heel", "right_heel", "left_foot_index", "right_foot_index"),
)
MEDIAPIPE_BODY_EDGES: Edges = (
    *chain(0, 1, 2, 3, 7),
    *chain(0, 4, 5, 6, 8),
    *chain(9, 10),
    *chain(11, 12),
    *chain(11, 13, 15, 17, 19, 15, 21),
    *chain(12, 14, 16, 18, 20, 16, 22),
    *chain(11, 23, 24, 12),
    *chain(23, 25, 27, 29, 31, 27),
    *chain(24, 26, 28, 30, 32, 28),
)

BODY_25: tuple[str, ...] = (
    *("nose", "neck"),
    *("right_shoulder", "right_elbow", "right_wrist"),
    *("left_shoulder", "left_elbow", "left_wrist"),
    *("mid_hip", "right_hip", "right_knee", "right_ankle"),
    *("left_hip", "left_knee", "left_ankle"),
    *("right_eye", "left_eye", "right_ear", "left_ear"),
    *("left_big_toe", "left_small_toe", "left_heel"),
    *("right_big_toe", "right_small_toe", "right_heel"),
)
BODY_25_EDGES: Edges = (
    *chain(18, 16, 0, 15, 17),
    *chain(0, 1, 8),
    *chain(1, 2, 3, 4),
    *chain(1, 5, 6, 7),
    *chain(8, 9, 10, 11, 24),
    *chain(8, 12, 13, 14, 21),
    *chain(11, 22, 23),
    *chain(14, 19, 20),
)

UPPER_BODY: tuple[str, ...] = (
    "nose",
    *("left_eye", "right_eye", "left_ear", "right_ear"),
    *("left_shoulder", "right_shoulder", "left_elbow", "right_elbow"),
    *("left_wrist", "right_wrist"),
)
UPPER_BODY_EDGES: Edges = (*chain(3, 1, 0, 2, 4), *chain(9, 7, 5, 6, 8, 10))

HAND: tuple[str, ...] = (
    "wrist",
    *("thumb_cmc", "thumb_mcp", "thumb_ip", "thumb_tip"),
    *("index_mcp", "index_pip", "index_dip", "index_tip"),
    *("middle_mcp", "middle_pip", "middle_dip", "middle_tip"),
    *("ring_mcp", "ring_pip", "ring_dip", "ring_tip"),
    *("pinky_mcp", "pinky_pip", "pinky_dip", "pinky_tip"),
)
HAND_EDGES: Edges = (
    *chain(0, 1, 2, 3, 4),
    *chain(0, 5, 6, 7, 8),
    *chain(5, 9, 10, 11, 12),
    *chain(9, 13, 14, 15, 16),
    *chain(13, 17, 18, 19, 20),
    *chain(0, 17),
)


def hand_names(side: str) -> tuple[str, ...]:
    """Return the 21 names of one hand; side is "left" or "right"."""
    return tuple(f"{side}_hand_{name}" for name in HAND)


def other_side(name: str) -> str:
    """Return a point's name with left and right exchanged; a middle point keeps its own."""
    marked = name.replace("left", "\0").replace("right", "left")
    return marked.replace("\0", "right")


def mirror_by_name(names: tuple[str, ...]) -> tuple[int, ...]:
    """Return for each name the index of its partner on the other side."""
    return tuple(names.index(other_side(name)) for name in names)

"""OpenPose's face: 68 points of the iBUG scheme and two pupils.

What it is: tables of names, lines and mirror partners.
What it is not: MediaPipe's mesh (face_mesh.py).
Convention: left and right are the signer's own; the jaw runs from the signer's right ear to the
left one, brows and eyes from image left to image right of a face that looks into the camera.
Source: OpenPose's face model, https://ibug.doc.ic.ac.uk/resources/300-W for the first 68.
"""

from __future__ import annotations

from emo7_core.landmarks.anatomy import Edges, chain


def _numbered(name: str, count: int) -> tuple[str, ...]:
    return tuple(f"{name}_{number}" for number in range(count))


NAMES: tuple[str, ...] = (
    *_numbered("jaw", 17),
    *_numbered("right_brow", 5),
    *_numbered("left_brow", 5),
    *_numbered("nose_bridge", 4),
    *_numbered("nose_base", 5),
    *_numbered("right_eye_lid", 6),
    *_numbered("left_eye_lid", 6),
    *_numbered("outer_lip", 12),
    *_numbered("inner_lip", 8),
    *("right_pupil", "left_pupil"),
)
SIZE = len(NAMES)
SIZE_WITHOUT_PUPILS = SIZE - 2

MIRROR: tuple[int, ...] = (
    *reversed(range(17)),
    *reversed(range(17, 27)),
    *range(27, 31),
    *reversed(range(31, 36)),
    *(45, 44, 43, 42, 47, 46),
    *(39, 38, 37, 36, 41, 40),
    *(54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55),
    *(64, 63, 62, 61, 60, 67, 66, 65),
    *(69, 68),
)

CONTOURS: dict[str, Edges] = {
    "lips": (*chain(*range(48, 60), 48), *chain(*range(60, 68), 60)),
    "left_eye": chain(*range(42, 48), 42),
    "right_eye": chain(*range(36, 42), 36),
    "left_brow": chain(*range(22, 27)),
    "right_brow": chain(*range(17, 22)),
    "oval": chain(*range(17)),
    "nose": (*chain(*range(27, 31)), *chain(*range(31, 36))),
}

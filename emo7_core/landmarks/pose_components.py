"""How the components of a `.pose` file map onto the layouts.

What it is: names of components and points as pose-format writes them, both ways.
What it is not: files (pose_file.py).
Convention: a component is a name and its point names; MediaPipe's points are found by name, so
that reduced files (fewer body or face points) fit too, OpenPose's by their order.
"""

from __future__ import annotations

from collections.abc import Sequence

from emo7_core.landmarks.layout import HOLISTIC, OPENPOSE, Layout

COMPONENTS: dict[Layout, dict[str, str]] = {
    HOLISTIC: {
        "POSE_LANDMARKS": "body",
        "FACE_LANDMARKS": "face",
        "LEFT_HAND_LANDMARKS": "left_hand",
        "RIGHT_HAND_LANDMARKS": "right_hand",
    },
    OPENPOSE: {
        "pose_keypoints_2d": "body",
        "face_keypoints_2d": "face",
        "hand_left_keypoints_2d": "left_hand",
        "hand_right_keypoints_2d": "right_hand",
    },
}


def layout_of(components: Sequence[str]) -> Layout | None:
    """Return the layout that has a place for one of the components, or None."""
    for layout, known in COMPONENTS.items():
        if known.keys() & set(components):
            return layout
    return None


def point_index(layout: Layout, component: str, point: str, order: int) -> int | None:
    """Return the layout's index of a component's point, or None where it has no place.

    Args:
        layout: HOLISTIC or OPENPOSE.
        component: The component's name.
        point: The point's name in the file.
        order: The point's place within its component.
    """
    part = COMPONENTS[layout].get(component)
    if part is None:
        return None
    if layout is OPENPOSE:
        where = layout.parts[part]
        return where.start + order if order < len(where) else None
    name = _our_name(part, point)
    return layout.points.index(name) if name in layout.points else None


def file_name(part: str, point: str) -> str:
    """Return the name of a HOLISTIC point as pose-format writes it."""
    if part == "face":
        return point.removeprefix("face_")
    name = point.removeprefix(f"{part}_").upper()
    finger, _, joint = name.partition("_")
    is_finger = part != "body" and finger in ("INDEX", "MIDDLE", "RING")
    return f"{finger}_FINGER_{joint}" if is_finger else name


def _our_name(part: str, point: str) -> str:
    if part == "body":
        return point.lower()
    return f"{part}_{point.lower().replace('_finger_', '_')}"

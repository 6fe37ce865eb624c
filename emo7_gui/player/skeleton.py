"""What of a landmark layout is drawn: its lines, its joints, its dots.

What it is: index arrays per drawn part, made once per layout.
What it is not: colours or painting (overlays.py).
Convention: left and right are the signer's own. The body is shoulders, arms and trunk: face and
hand points that pose models also guess are left to the face and the hands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from emo7_core.landmarks.layout import Layout

_NOT_BODY = (
    *("eye", "ear", "mouth", "nose", "pinky", "index", "thumb"),
    *("ankle", "heel", "toe", "foot"),
)


@dataclass(frozen=True, slots=True, eq=False)
class DrawnPart:
    """One part in one colour.

    Attributes:
        name: "body", "left_hand", "right_hand" or "face".
        edges: Pairs of point indices, shape (E, 2), intp.
        points: Indices of the points that get a joint or a dot, shape (P,), intp.
        wrists: Which edges end at a wrist, shape (E,), bool; always False beside the body.
    """

    name: str
    edges: NDArray[np.intp]
    points: NDArray[np.intp]
    wrists: NDArray[np.bool_]


@cache
def drawn_parts(layout: Layout) -> tuple[DrawnPart, ...]:
    """Return body, hands and face of a layout, in the order of painting."""
    hands = tuple(
        _part(layout, name, layout.part_edges(name), layout.part(name))
        for name in ("left_hand", "right_hand")
    )
    face = [edge for group in layout.contours.values() for edge in group]
    return (_body(layout), _part(layout, "face", face, layout.dots), *hands)


@cache
def wrist_points(layout: Layout, side: str) -> tuple[int, ...]:
    """Return the points that stand for a wrist, the best first: the hand's, then the body's."""
    names = (f"{side}_hand_wrist", f"{side}_wrist")
    return tuple(layout.index(name) for name in names if name in layout.points)


def _body(layout: Layout) -> DrawnPart:
    kept = [i for i in layout.part("body") if not any(w in layout.points[i] for w in _NOT_BODY)]
    edges = [(a, b) for a, b in layout.part_edges("body") if a in kept and b in kept]
    wrists = {i for i in kept if layout.points[i].endswith("wrist")}
    ordered = [(b, a) if a in wrists else (a, b) for a, b in edges]
    return _part(layout, "body", ordered, [i for i in kept if i not in wrists], wrists)


def _part(
    layout: Layout,
    name: str,
    edges: Iterable[tuple[int, int]],
    points: Iterable[int],
    wrists: Collection[int] = (),
) -> DrawnPart:
    pairs = np.array(list(edges), dtype=np.intp).reshape(-1, 2)
    ends_at_wrist = np.array([b in wrists for _, b in pairs.tolist()], dtype=bool)
    return DrawnPart(name, pairs, np.array(list(points), np.intp), ends_at_wrist)

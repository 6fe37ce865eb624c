"""The point layouts: which points a track holds, in which order, and how they hang together.

    HOLISTIC  543   33 body + 21 left hand + 21 right hand + 468 face   (MediaPipe)
    OPENPOSE  137   25 body + 21 left hand + 21 right hand +  70 face   (OpenPose, How2Sign)
    COMMON    121   11 body + 21 left hand + 21 right hand +  68 face   (what models see)
    LEGACY     25   25 body   (what models of the earlier scripts saw; see legacy.py)

What it is: names, parts, edges, mirror pairs, and the lines and dots that drawing needs.
What it is not: positions (track.py) or the way from one layout to another (normalize.py).
Convention: left and right are the signer's own, never the viewer's. A layout compares by
identity. Those above are constants of this module; any other is described (Layout.from_dict):
its points, and what hangs together. The same description gives the same object, and so do
pickles.
MediaPipe's refined face has ten more points, the irises; HOLISTIC leaves them out, because
nothing else has a place for them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from emo7_core.errors import LandmarkError
from emo7_core.landmarks import anatomy, face_70, face_mesh
from emo7_core.landmarks.anatomy import Edges

PARTS: tuple[str, ...] = ("body", "left_hand", "right_hand", "face")
# A description may come from outside; a graph of V points needs V * V numbers.
MOST_POINTS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A named set of points.

    Attributes:
        name: "holistic", "openpose", "common", "legacy", or that of a described layout.
        points: V names, unique.
        parts: Indices of "body", "left_hand", "right_hand" and "face", in a described layout of
            what it names; ranges, in this order, that cover all points.
        edges: Pairs of point indices, all parts.
        mirror: mirror[i] is the point that i becomes in a mirror; its own inverse.
        contours: Lines of the face by group: lips, left_eye, right_eye, left_brow, right_brow,
            oval, and where the layout has it nose. Pairs of point indices.
        dots: Face points to draw as dots besides the lines: every fifth of the mesh, or all.
    """

    name: str
    points: tuple[str, ...]
    parts: Mapping[str, range]
    edges: Edges
    mirror: tuple[int, ...]
    contours: Mapping[str, Edges]
    dots: tuple[int, ...]

    def part_edges(self, part: str) -> Edges:
        """Return the edges whose two points belong to the part.

        Raises:
            LandmarkError: the layout has no such part.
        """
        inside = self.part(part)
        return tuple((a, b) for a, b in self.edges if a in inside and b in inside)

    def part(self, part: str) -> range:
        """Return the point indices of a part.

        Raises:
            LandmarkError: the layout has no such part.
        """
        if part not in self.parts:
            raise LandmarkError(
                f"the layout {self.name} has no part “{part}”",
                remedy=f"Parts are {', '.join(self.parts)}.",
            )
        return self.parts[part]

    def index(self, point: str) -> int:
        """Return the index of a point's name.

        Raises:
            LandmarkError: the layout has no such point.
        """
        if point not in self.points:
            raise LandmarkError(f"the layout {self.name} has no point “{point}”")
        return self.points.index(point)

    def __len__(self) -> int:
        return len(self.points)

    def __repr__(self) -> str:
        return f"Layout({self.name}, {len(self)} points)"

    def __reduce__(self) -> tuple[object, ...]:
        if LAYOUTS.get(self.name) is self:
            return layout_named, (self.name,)
        return Layout.from_dict, (self.to_dict(),)

    def to_dict(self) -> dict[str, Any]:
        """Return what describes it, as plain values; the lines of a face are among the edges."""
        return {
            "name": self.name,
            "points": list(self.points),
            "parts": {part: [where.start, where.stop] for part, where in self.parts.items()},
            "edges": [list(edge) for edge in self.edges],
            "mirror": list(self.mirror),
        }

    @classmethod
    def from_dict(cls, description: Mapping[str, Any]) -> Layout:
        """Return a layout that is described by plain values.

        Args:
            description: "name" and "points" (names, unique); where they are not given, "parts"
                ({name: [start, stop]}) is one part "all", "edges" (pairs of indices) are none,
                and "mirror" leaves each point in place.

        Raises:
            LandmarkError: it is no layout, or bears the name of a known one and is another.
        """
        try:
            made = _read(json.dumps({name: description[name] for name in sorted(description)}))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise LandmarkError(
                f"a layout's description cannot be used: {error}",
                remedy="It has name, points, parts, edges and mirror.",
            ) from error
        known = LAYOUTS.get(made.name)
        if known is not None and known.to_dict() != made.to_dict():
            raise LandmarkError(f"“{made.name}” is the name of another layout")
        return known or made


@lru_cache(maxsize=64)
def _read(description: str) -> Layout:
    """Return the layout of a description in JSON; the same one gives the same object."""
    return _described(json.loads(description))


def _described(description: Mapping[str, Any]) -> Layout:
    name, points = description["name"], tuple(description["points"])
    if not 1 <= len(points) <= MOST_POINTS:
        raise ValueError(f"{len(points)} points; it may have 1 to {MOST_POINTS}")
    if not isinstance(name, str) or not name or not all(isinstance(one, str) for one in points):
        raise ValueError("names are words")
    if len(set(points)) < len(points):
        raise ValueError("two points have the same name")
    edges = tuple((_point(a, points), _point(b, points)) for a, b in description.get("edges", ()))
    mirror = tuple(_point(one, points) for one in description.get("mirror", range(len(points))))
    if len(mirror) != len(points) or any(mirror[mirror[i]] != i for i in range(len(points))):
        raise ValueError("a mirror is its own inverse")
    return Layout(
        name=name,
        points=points,
        parts=_described_parts(description.get("parts") or {"all": [0, len(points)]}, len(points)),
        edges=edges,
        mirror=mirror,
        contours=MappingProxyType({}),
        dots=tuple(range(len(points))),
    )


def _point(index: Any, points: Sequence[str]) -> int:
    if type(index) is not int or not 0 <= index < len(points):
        raise ValueError(f"there is no point {index}")
    return index


def _described_parts(given: Mapping[str, Sequence[int]], points: int) -> Mapping[str, range]:
    parts = {str(name): range(*limits) for name, limits in given.items()}
    if [point for part in parts.values() for point in part] != list(range(points)):
        raise ValueError("the parts do not cover the points one after the other")
    return MappingProxyType(parts)


def _shifted(edges: Edges, by: int) -> Edges:
    return tuple((a + by, b + by) for a, b in edges)


@dataclass(frozen=True, slots=True)
class _Face:
    names: tuple[str, ...]
    contours: Mapping[str, Edges]
    mirror: tuple[int, ...]
    dots: tuple[int, ...]


def _parts(body: int, face: int) -> Mapping[str, range]:
    hand = len(anatomy.HAND)
    stops = (body, body + hand, body + 2 * hand, body + 2 * hand + face)
    starts = (0, *stops)
    ranges = (range(start, stop) for start, stop in zip(starts, stops, strict=False))
    return MappingProxyType(dict(zip(PARTS, ranges, strict=True)))


def _layout(name: str, body: tuple[str, ...], body_edges: Edges, face: _Face) -> Layout:
    limbs = (*body, *anatomy.hand_names("left"), *anatomy.hand_names("right"))
    parts = _parts(len(body), len(face.names))
    first = {part: indices.start for part, indices in parts.items()}
    contours = {group: _shifted(edges, first["face"]) for group, edges in face.contours.items()}
    edges = (
        *body_edges,
        *_shifted(anatomy.HAND_EDGES, first["left_hand"]),
        *_shifted(anatomy.HAND_EDGES, first["right_hand"]),
        *(edge for group in contours.values() for edge in group),
    )
    return Layout(
        name=name,
        points=(*limbs, *face.names),
        parts=parts,
        edges=edges,
        mirror=(*anatomy.mirror_by_name(limbs), *(first["face"] + i for i in face.mirror)),
        contours=MappingProxyType(contours),
        dots=tuple(first["face"] + dot for dot in face.dots),
    )


_MESH = _Face(
    names=tuple(f"face_{number}" for number in range(face_mesh.SIZE)),
    contours=face_mesh.CONTOURS,
    mirror=face_mesh.MIRROR,
    dots=face_mesh.DOTS,
)


def _sparse_face(size: int) -> _Face:
    return _Face(face_70.NAMES[:size], face_70.CONTOURS, face_70.MIRROR[:size], tuple(range(size)))


HOLISTIC = _layout("holistic", anatomy.MEDIAPIPE_BODY, anatomy.MEDIAPIPE_BODY_EDGES, _MESH)
OPENPOSE = _layout("openpose", anatomy.BODY_25, anatomy.BODY_25_EDGES, _sparse_face(face_70.SIZE))
COMMON = _layout(
    "common",
    anatomy.UPPER_BODY,
    anatomy.UPPER_BODY_EDGES,
    _sparse_face(face_70.SIZE_WITHOUT_PUPILS),
)
# Numbered, not named: which joint a number is depends on the source. The edges are OpenPose's for
# both, as in the earlier scripts.
LEGACY = Layout(
    name="legacy",
    points=tuple(f"body_{number}" for number in range(len(anatomy.BODY_25))),
    parts=MappingProxyType({"body": range(len(anatomy.BODY_25))}),
    edges=anatomy.BODY_25_EDGES,
    mirror=tuple(range(len(anatomy.BODY_25))),
    contours=MappingProxyType({}),
    dots=(),
)
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {layout.name: layout for layout in (HOLISTIC, OPENPOSE, COMMON, LEGACY)}
)

FACE_LIPS = HOLISTIC.contours["lips"]
FACE_LEFT_EYE = HOLISTIC.contours["left_eye"]
FACE_RIGHT_EYE = HOLISTIC.contours["right_eye"]
FACE_LEFT_BROW = HOLISTIC.contours["left_brow"]
FACE_RIGHT_BROW = HOLISTIC.contours["right_brow"]
FACE_OVAL = HOLISTIC.contours["oval"]
FACE_DOTS = HOLISTIC.dots


def layout_named(name: str) -> Layout:
    """Return the layout of that name.

    Raises:
        LandmarkError: no layout has this name.
    """
    if name not in LAYOUTS:
        raise LandmarkError(
            f"there is no point layout “{name}”", remedy=f"Known are {', '.join(LAYOUTS)}."
        )
    return LAYOUTS[name]

"""The point layouts: which points a track holds, in which order, and how they hang together.

    HOLISTIC  543   33 body + 21 left hand + 21 right hand + 468 face   (MediaPipe)
    OPENPOSE  137   25 body + 21 left hand + 21 right hand +  70 face   (OpenPose, How2Sign)
    COMMON    121   11 body + 21 left hand + 21 right hand +  68 face   (what models see)

What it is: names, parts, edges, mirror pairs, and the lines and dots that drawing needs.
What it is not: positions (track.py) or the way from one layout to another (normalize.py).
Convention: left and right are the signer's own, never the viewer's. A layout is a constant of
this module: it compares by identity and comes out of a pickle as the same object.
MediaPipe's refined face has ten more points, the irises; HOLISTIC leaves them out, because
nothing else has a place for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from emo7_core.errors import LandmarkError
from emo7_core.landmarks import anatomy, face_70, face_mesh
from emo7_core.landmarks.anatomy import Edges

PARTS: tuple[str, ...] = ("body", "left_hand", "right_hand", "face")


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A named set of points.

    Attributes:
        name: "holistic", "openpose" or "common".
        points: V names, unique.
        parts: Indices of "body", "left_hand", "right_hand" and "face"; ranges, in this order,
            that cover all points.
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
        return layout_named, (self.name,)


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
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {layout.name: layout for layout in (HOLISTIC, OPENPOSE, COMMON)}
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

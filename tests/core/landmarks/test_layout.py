"""The layouts hang together, and say what MediaPipe and OpenPose say."""

from __future__ import annotations

import pickle

import pytest

from emo7_core.errors import LandmarkError
from emo7_core.landmarks import face_mesh
from emo7_core.landmarks.layout import (
    COMMON,
    HOLISTIC,
    LAYOUTS,
    LEGACY,
    MOST_POINTS,
    OPENPOSE,
    Layout,
    layout_named,
)
from emo7_core.landmarks.normalize import FROM_HOLISTIC

ALL = [HOLISTIC, OPENPOSE, COMMON]


@pytest.mark.parametrize(("layout", "count"), [(HOLISTIC, 543), (OPENPOSE, 137), (COMMON, 121)])
def test_point_count(layout, count):
    """Each layout has its known number of points, all named differently."""
    assert len(layout) == len(set(layout.points)) == count


@pytest.mark.parametrize("layout", ALL)
def test_parts_cover_all_points_in_order(layout):
    """Body, left hand, right hand and face follow each other without a gap."""
    assert list(layout.parts) == ["body", "left_hand", "right_hand", "face"]
    assert [i for part in layout.parts.values() for i in part] == list(range(len(layout)))


@pytest.mark.parametrize("layout", ALL)
def test_mirror_is_its_own_inverse(layout):
    """Mirrored twice, every point is itself again."""
    assert [layout.mirror[layout.mirror[i]] for i in range(len(layout))] == list(range(len(layout)))


@pytest.mark.parametrize("layout", ALL)
def test_mirror_exchanges_the_hands(layout):
    """The left wrist becomes the right one, the nose stays."""
    assert layout.mirror[layout.index("left_hand_wrist")] == layout.index("right_hand_wrist")
    assert layout.mirror[layout.index("nose")] == layout.index("nose")


@pytest.mark.parametrize("layout", ALL)
def test_mirror_keeps_the_edges(layout):
    """A mirrored bone is a bone."""
    edges = {frozenset(edge) for edge in layout.edges}
    assert {frozenset(layout.mirror[point] for point in edge) for edge in edges} == edges


@pytest.mark.parametrize("layout", ALL)
def test_part_edges_split_the_edges(layout):
    """Every edge belongs to exactly one part."""
    counts = [len(layout.part_edges(part)) for part in layout.parts]
    assert all(counts)
    assert sum(counts) == len(layout.edges)


@pytest.mark.parametrize("layout", ALL)
def test_contours_lie_in_the_face(layout):
    """Lips, eyes, brows and oval are lines between face points."""
    assert {"lips", "left_eye", "right_eye", "left_brow", "right_brow", "oval"} <= set(
        layout.contours
    )
    points = {point for group in layout.contours.values() for edge in group for point in edge}
    assert points <= set(layout.part("face"))


def test_every_fifth_face_point_is_a_dot():
    """The mesh is drawn with every fifth of its 468 points."""
    assert HOLISTIC.dots[:3] == (75, 80, 85)
    assert len(HOLISTIC.dots) == 94


def test_an_unknown_part_is_named():
    """A wrong part is a clear error, not an empty answer."""
    with pytest.raises(LandmarkError, match="no part “tail”"):
        HOLISTIC.part_edges("tail")


def test_an_unknown_layout_is_named():
    """A wrong layout name says which are known."""
    with pytest.raises(LandmarkError, match="Known are holistic, openpose, common"):
        layout_named("kinect")


@pytest.mark.parametrize("layout", ALL)
def test_a_layout_survives_a_process_border(layout):
    """Out of a pickle comes the same object."""
    assert pickle.loads(pickle.dumps(layout)) is layout


def test_common_mirrors_as_the_mesh_does():
    """The mirror of a common point is the mirror of the point it comes from."""
    for common, source in enumerate(FROM_HOLISTIC):
        assert FROM_HOLISTIC[COMMON.mirror[common]] == HOLISTIC.mirror[source]


def test_common_is_a_part_of_openpose():
    """Every common point is found in OpenPose's layout by name."""
    assert set(COMMON.points) <= set(OPENPOSE.points)


def test_tables_are_those_of_mediapipe():
    """Names, bones and face lines equal MediaPipe's own."""
    from mediapipe.python.solutions import face_mesh_connections as mesh
    from mediapipe.python.solutions.hands_connections import HAND_CONNECTIONS
    from mediapipe.python.solutions.pose import POSE_CONNECTIONS, PoseLandmark

    def same(ours, theirs, shift=0):
        mine = {frozenset((a - shift, b - shift)) for a, b in ours}
        return mine == {frozenset(edge) for edge in theirs}

    assert HOLISTIC.points[:33] == tuple(name.name.lower() for name in PoseLandmark)
    assert same(HOLISTIC.part_edges("body"), POSE_CONNECTIONS)
    assert same(HOLISTIC.part_edges("left_hand"), HAND_CONNECTIONS, shift=33)
    assert same(HOLISTIC.part_edges("right_hand"), HAND_CONNECTIONS, shift=54)
    assert same(face_mesh.CONTOURS["lips"], mesh.FACEMESH_LIPS)
    assert same(face_mesh.CONTOURS["left_eye"], mesh.FACEMESH_LEFT_EYE)
    assert same(face_mesh.CONTOURS["right_eye"], mesh.FACEMESH_RIGHT_EYE)
    assert same(face_mesh.CONTOURS["left_brow"], mesh.FACEMESH_LEFT_EYEBROW)
    assert same(face_mesh.CONTOURS["right_brow"], mesh.FACEMESH_RIGHT_EYEBROW)
    assert same(face_mesh.CONTOURS["oval"], mesh.FACEMESH_FACE_OVAL)


def test_the_mesh_mirrors_onto_itself():
    """Mirrored triangle edges are triangle edges, but for a few turned diagonals."""
    from mediapipe.python.solutions.face_mesh_connections import FACEMESH_TESSELATION

    edges = {frozenset(edge) for edge in FACEMESH_TESSELATION}
    kept = sum(frozenset(face_mesh.MIRROR[point] for point in edge) in edges for edge in edges)
    assert kept / len(edges) > 0.95


STAR = {
    "name": "star",
    "points": ["middle", "left_tip", "right_tip"],
    "parts": {"middle": [0, 1], "tips": [1, 3]},
    "edges": [[0, 1], [0, 2]],
    "mirror": [0, 2, 1],
}


def test_a_layout_can_be_described():
    """Points, parts, edges and mirror are those of the description, and it gives them back."""
    made = Layout.from_dict(STAR)
    assert (made.name, len(made), made.edges) == ("star", 3, ((0, 1), (0, 2)))
    assert (made.parts["tips"], made.mirror) == (range(1, 3), (0, 2, 1))
    assert made.to_dict() == STAR


def test_points_alone_are_enough():
    """Without parts, edges and mirror there is one part of loose points that stay in place."""
    made = Layout.from_dict({"name": "dots", "points": ["a", "b"]})
    assert (dict(made.parts), made.edges, made.mirror) == ({"all": range(2)}, (), (0, 1))


def test_the_same_description_is_the_same_object():
    """So that tracks of different files can be compared, and pickles too."""
    made = Layout.from_dict(STAR)
    assert Layout.from_dict(dict(reversed(STAR.items()))) is made
    assert pickle.loads(pickle.dumps(made)) is made


@pytest.mark.parametrize("layout", [*ALL, LEGACY])
def test_a_known_layout_described_is_itself(layout):
    """A description of a layout that emo7 has gives that layout."""
    assert Layout.from_dict(layout.to_dict()) is layout is LAYOUTS[layout.name]


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": 3},
        {"name": "common"},
        {"points": []},
        {"points": ["a", "a", "b"]},
        {"points": [1, 2, 3]},
        {"points": [f"p{n}" for n in range(MOST_POINTS + 1)], "parts": None, "mirror": None},
        {"parts": {"middle": [0, 1]}},
        {"parts": {"tips": [1, 3], "middle": [0, 1]}},
        {"parts": [0, 3]},
        {"parts": {"all": [0, 3, 0]}},
        {"edges": [[0, 3]]},
        {"edges": [[0, -1]]},
        {"edges": [[0, True]]},
        {"edges": [[0]]},
        {"edges": 5},
        {"mirror": [1, 2, 0]},
        {"mirror": [0, 1]},
        {"mirror": "021"},
    ],
    ids=lambda change: str(change)[:40],
)
def test_a_description_that_makes_no_sense_is_refused(change):
    """With the reason, and never half understood."""
    with pytest.raises(LandmarkError):
        Layout.from_dict(STAR | change)

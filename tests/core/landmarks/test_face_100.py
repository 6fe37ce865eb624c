"""The 100 points of GFE are a layout like any other."""

from __future__ import annotations

import numpy as np

from emo7_core.landmarks.face_100 import DEPTH, FACE_100, RIGIDITY
from emo7_core.models.graph import graph_of


def test_there_are_100_points_with_their_own_names():
    """Each point has one name."""
    assert len(FACE_100) == len(set(FACE_100.points)) == 100


def test_the_groups_are_where_the_data_set_says():
    """Eyes, brows, nose, mouth, oval, irises, nose tip and the lines above the brows."""
    starts = {"left_eye_0": 0, "right_eye_0": 8, "left_brow_0": 16, "right_brow_0": 26}
    starts |= {"nose_0": 36, "outer_lip_0": 48, "oval_0": 68, "left_iris": 87, "nose_tip": 89}
    starts |= {"left_forehead_0": 90, "right_forehead_0": 95}
    assert {name: FACE_100.index(name) for name in starts} == starts


def test_mirror_is_its_own_inverse():
    """Mirrored twice, every point is itself again."""
    assert [FACE_100.mirror[partner] for partner in FACE_100.mirror] == list(range(100))


def test_mirror_exchanges_left_and_right():
    """A left point has a right partner, number by number where numbers run outwards."""
    assert FACE_100.mirror[FACE_100.index("left_brow_3")] == FACE_100.index("right_brow_3")
    assert FACE_100.mirror[FACE_100.index("nose_tip")] == FACE_100.index("nose_tip")


def test_mirror_keeps_edges_depth_and_rigidity():
    """A face is the same on both sides."""
    edges = {frozenset(edge) for edge in FACE_100.edges}
    assert {frozenset(FACE_100.mirror[point] for point in edge) for edge in edges} == edges
    partners = list(FACE_100.mirror)
    np.testing.assert_allclose(DEPTH[partners], DEPTH)
    np.testing.assert_array_equal(RIGIDITY[partners], RIGIDITY)


def test_a_graph_follows_from_it():
    """The whole face hangs together: one centre, every point reached."""
    distances = graph_of(FACE_100).distances
    assert (distances == 0).sum() == 1

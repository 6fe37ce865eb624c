"""The graph comes from the layout, whatever its points are."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.landmarks.layout import COMMON, HOLISTIC, OPENPOSE, Layout
from emo7_core.models.graph import graph_of
from tests.layouts import made_layout

LAYOUTS = [COMMON, HOLISTIC, OPENPOSE, made_layout(6, edges=((0, 1), (1, 2), (4, 5)))]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.name)
def test_each_neighbour_is_in_one_partition(layout: Layout) -> None:
    """The partitions share out what the plain graph takes from, and nothing else."""
    graph = graph_of(layout)
    assert ((graph.partitions > 0).sum(0) == (graph.plain > 0)).all()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.name)
def test_a_row_is_a_mean(layout: Layout) -> None:
    """Each point takes the mean over a partition, or nothing where it is empty."""
    graph = graph_of(layout)
    assert graph.plain.sum(-1) == pytest.approx(1.0)
    sums = graph.partitions.sum(-1)
    assert (np.isclose(sums, 1) | (sums == 0)).all()
    assert sums[0] == pytest.approx(1.0)


def test_other_points_give_another_graph() -> None:
    """No graph is fixed: it has the layout's points, and an edge more is an edge more."""
    assert len(graph_of(COMMON)) == 121
    assert len(graph_of(OPENPOSE)) == 137
    line, ring = ((0, 1), (1, 2), (2, 3)), ((0, 1), (1, 2), (2, 3), (3, 0))
    of_line, of_ring = (graph_of(made_layout(4, edges=edges)) for edges in (line, ring))
    assert of_line.plain[0, 3] == 0 < of_ring.plain[0, 3]


def test_partitions_know_the_way_to_the_centre() -> None:
    """On a line of five points the middle is the centre; nearer and farther are told apart."""
    graph = graph_of(made_layout(5, edges=((0, 1), (1, 2), (2, 3), (3, 4))))
    assert graph.distances.tolist() == [2, 1, 0, 1, 2]
    root, nearer, farther = graph.partitions
    assert (root == np.eye(5)).all()
    assert np.argwhere(nearer).tolist() == [[0, 1], [1, 2], [3, 2], [4, 3]]
    assert farther[2].tolist() == [0, 0.5, 0, 0.5, 0]
    assert graph.parents.tolist() == [1, 2, 2, 2, 3]


def test_equally_far_neighbours_belong_to_the_root() -> None:
    """In a triangle the two outer points are as far as each other."""
    root = graph_of(made_layout(3, edges=((0, 1), (1, 2), (2, 0)))).partitions[0]
    assert root[1].tolist() == [0, 0.5, 0.5]


def test_a_layout_may_fall_into_pieces() -> None:
    """Each piece has its own centre, and a point without edges is its own."""
    graph = graph_of(made_layout(6, edges=((0, 1), (1, 2), (4, 5))))
    assert graph.distances.tolist() == [1, 0, 1, 0, 0, 1]
    assert graph.plain[3].tolist() == np.eye(6)[3].tolist()


def test_the_signer_hangs_together() -> None:
    """Hands hang on wrists and the face on the nose; nothing of the common layout is apart."""
    graph = graph_of(COMMON)
    reached = np.linalg.matrix_power((graph.plain > 0).astype(np.int64) * 1.0, 40) > 0
    assert reached.all()
    assert graph.distances[COMMON.index("nose")] == 0
    wrist = COMMON.index("left_wrist")
    assert graph.distances[COMMON.index("left_hand_wrist")] == graph.distances[wrist] + 1


@pytest.mark.parametrize("layout", [COMMON, OPENPOSE], ids=lambda one: one.name)
def test_left_and_right_are_treated_alike(layout: Layout) -> None:
    """A mirror changes nothing in the partitions."""
    swap = list(layout.mirror)
    partitions = graph_of(layout).partitions
    assert (partitions[:, swap][:, :, swap] == partitions).all()


def test_a_bone_stays_within_its_part() -> None:
    """A parent is of the same part, nearer to the centre; else a point stands for itself."""
    graph = graph_of(COMMON)
    part = {point: name for name, points in COMMON.parts.items() for point in points}
    for point, parent in enumerate(graph.parents.tolist()):
        assert part[point] == part[parent]
        assert parent == point or graph.distances[parent] == graph.distances[point] - 1

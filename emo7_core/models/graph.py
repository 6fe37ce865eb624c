"""The graph that a layout spans, as a graph network sees it.

    Layout -> edges and anchors -> hops to the centre -> root | centripetal | centrifugal

What it is: who takes from whom, in three partitions and in one, and who a point hangs on.
What it is not: a table of one layout's points; nothing here depends on which points there are.
Convention: matrices are [to, from]; each row of a partition is a mean over the points it takes
from (A_p Lambda_p^-1), or 0 where it takes from none. Distances are hops to the centre of the
connected piece; a layout may fall into several pieces, each has its own centre.
Source: spatial configuration partitioning, Yan, Xiong and Lin 2018, "Spatial Temporal Graph
Convolutional Networks for Skeleton-Based Action Recognition", section 3.3.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from emo7_core.landmarks.layout import Layout

Array = npt.NDArray[Any]
PARTITIONS = ("root", "centripetal", "centrifugal")
# Where parts touch; used where a layout names both points and its own edges leave them apart.
ANCHORS: tuple[tuple[str, str], ...] = (
    *(("nose", "left_shoulder"), ("nose", "right_shoulder")),
    *(("nose", "mouth_left"), ("nose", "mouth_right")),
    *(("left_wrist", "left_hand_wrist"), ("right_wrist", "right_hand_wrist")),
    *(("nose", "nose_bridge_3"), ("nose", "face_1"), ("nose_bridge_3", "nose_base_2")),
    *(("nose_bridge_0", "right_brow_4"), ("nose_bridge_0", "left_brow_0")),
    *(("nose_bridge_0", "right_eye_lid_3"), ("nose_bridge_0", "left_eye_lid_0")),
    *(("right_eye_lid_3", "right_pupil"), ("left_eye_lid_0", "left_pupil")),
    *(("nose_base_2", "outer_lip_3"), ("outer_lip_9", "jaw_8")),
    *(("outer_lip_0", "inner_lip_0"), ("outer_lip_6", "inner_lip_4")),
)
CENTRES = ("neck", "nose")


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Who takes from whom; the arrays are read-only.

    Attributes:
        partitions: (3, V, V) float32: from points as far from the centre as oneself (and from
            oneself), from nearer ones, from farther ones.
        plain: (V, V) float32: from oneself and all neighbours at once.
        distances: (V,) hops to the centre of the connected piece.
        parents: (V,) the neighbour nearer to the centre, of the same part; a point that has
            none stands for itself.
    """

    partitions: Array
    plain: Array
    distances: Array
    parents: Array

    def __len__(self) -> int:
        return len(self.plain)


def graph_of(layout: Layout) -> Graph:
    """Return the graph of any layout."""
    neighbours = _neighbours(layout)
    distances, parents = _hops(layout, neighbours)
    adjacent = np.eye(len(layout))
    for own, others in enumerate(neighbours):
        adjacent[own, others] = 1.0
    farther = distances[:, None] - distances[None]  # [to, from]: how much farther `to` is
    parts = np.stack([adjacent * (np.sign(farther) == sign) for sign in (0, 1, -1)])
    graph = Graph(_means(parts), _means(adjacent), distances, parents)
    for array in (graph.partitions, graph.plain, graph.distances, graph.parents):
        array.flags.writeable = False
    return graph


def _means(adjacent: Array) -> Array:
    return (adjacent / np.maximum(adjacent.sum(-1, keepdims=True), 1.0)).astype(np.float32)


def _neighbours(layout: Layout) -> list[list[int]]:
    own = [set[int]() for _ in layout.points]
    for a, b in layout.edges:
        own[a].add(b)
        own[b].add(a)
    piece = _pieces([sorted(others) for others in own])
    number = {name: index for index, name in enumerate(layout.points)}
    for first, second in ANCHORS:
        if first in number and second in number:
            a, b = number[first], number[second]
            if piece[a] != piece[b]:
                own[a].add(b)
                own[b].add(a)
    return [sorted(others - {point}) for point, others in enumerate(own)]


def _pieces(neighbours: Sequence[Sequence[int]]) -> list[int]:
    """Return for each point the smallest point that it is connected with."""
    piece = [-1] * len(neighbours)
    for start in range(len(neighbours)):
        if piece[start] < 0:
            for point in _reach(start, neighbours):
                piece[point] = start
    return piece


def _reach(start: int, neighbours: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return the hops from a point to all that it is connected with, near ones first."""
    hops, waiting = {start: 0}, deque([start])
    while waiting:
        point = waiting.popleft()
        for other in neighbours[point]:
            if other not in hops:
                hops[other] = hops[point] + 1
                waiting.append(other)
    return hops


def _hops(layout: Layout, neighbours: Sequence[Sequence[int]]) -> tuple[Array, Array]:
    distances = np.zeros(len(layout), np.int64)
    piece = np.array(_pieces(neighbours), dtype=np.int64)
    for start in np.unique(piece):
        centre = _centre(layout, np.flatnonzero(piece == start).tolist(), neighbours)
        for point, hops in _reach(centre, neighbours).items():
            distances[point] = hops
    part = {point: name for name, points in layout.parts.items() for point in points}
    parents = [
        next((n for n in near if distances[n] < distances[point] and part[n] == part[point]), point)
        for point, near in enumerate(neighbours)
    ]
    return distances, np.array(parents, dtype=np.int64)


def _centre(layout: Layout, points: list[int], neighbours: Sequence[Sequence[int]]) -> int:
    """Return a named centre, or the point whose farthest point is nearest.

    Where several are as good, one that a mirror leaves in place is taken, then the first.
    """
    for name in CENTRES:
        if name in layout.points and layout.index(name) in points:
            return layout.index(name)
    farthest = {point: max(_reach(point, neighbours).values()) for point in points}
    return min(points, key=lambda one: (farthest[one], layout.mirror[one] != one, one))

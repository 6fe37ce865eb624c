"""The convolution over a graph: its two ways agree, whatever the graph is."""

from __future__ import annotations

import pytest
import torch

from emo7_core.landmarks.layout import COMMON, Layout
from emo7_core.models.graph import graph_of
from emo7_core.models.graph_conv import GraphConv
from tests.layouts import made_layout


def layer(layout: Layout, learns_importance: bool = True) -> GraphConv:
    """Return a layer whose edges count differently."""
    torch.manual_seed(0)
    made = GraphConv(torch.from_numpy(graph_of(layout).partitions.copy()), 4, 6, learns_importance)
    if made.importance is not None:
        torch.nn.init.uniform_(made.importance, -1.0, 2.0)
    return made


@pytest.mark.parametrize("learns_importance", [True, False])
@pytest.mark.parametrize("layout", [COMMON, made_layout(7), made_layout(1)], ids=len)
def test_the_sum_over_edges_is_the_product_with_the_matrix(
    layout: Layout, learns_importance: bool
) -> None:
    """What points take, and the gradients of frames and importance, are the same both ways."""
    made = layer(layout, learns_importance)
    frames = torch.randn(5, len(layout), 3, 4, requires_grad=True)
    wanted = [frames, *([made.importance] if made.importance is not None else [])]
    found = []
    for way in (made.by_matrix, made.by_edges):
        taken = torch.stack([part.flatten() for part in way(frames)])
        found.append((taken, *torch.autograd.grad(taken.square().sum(), wanted)))
    for matrix, edges in zip(*found, strict=True):
        torch.testing.assert_close(edges, matrix, atol=1e-5, rtol=1e-5)


def test_a_point_takes_from_its_neighbours_alone() -> None:
    """What happens at a point is felt by itself and those that share an edge with it."""
    line = made_layout(5, edges=((0, 1), (1, 2), (2, 3), (3, 4)))
    made, frames = layer(line), torch.zeros(2, 5, 1, 4)
    quiet = made(frames)
    frames[:, 1] = 1.0
    felt = (made(frames) != quiet).flatten(2).any(2)
    assert felt.tolist() == [[True, True, True, False, False]] * 2


def test_mixed_precision_takes_the_matrix() -> None:
    """Under autocast the layer answers in 16 bits, near the exact answer."""
    made, frames = layer(COMMON), torch.randn(3, len(COMMON), 2, 4)
    exact = made(frames)
    with torch.autocast("cpu", torch.bfloat16):
        rough = made(frames)
    assert rough.dtype == torch.bfloat16
    torch.testing.assert_close(rough.float(), exact, atol=0.1, rtol=0.1)

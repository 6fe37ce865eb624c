"""A convolution over a graph that multiplies along its edges alone.

    frames (T, V, N, C) --each point takes from its neighbours, for each partition p-->
    (T, P*V, N, C) --sum over p of x W_p--> (T, V, N, C')

What it is: the usual product with the adjacencies A_p, then with the matrices W_p.
What it is not: an approximation; the two ways differ by rounding alone.
Convention: a graph of landmarks has about three edges to a point where a full matrix has V, so
on the CPU the sum over neighbours follows the edges. A GPU has its own short ways.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import embedding_bag


class GraphConv(nn.Module):
    """Each point takes from its neighbours: sum over p of A_p x W_p.

    Args:
        adjacency: (P, V, V), [p, to, from].
        width_in: C.
        width_out: C'.
        learns_importance: Whether each edge has a factor that is learned, 1 at first.
    """

    adjacency: Tensor
    edges: Tensor
    sources: Tensor
    firsts: Tensor

    def __init__(
        self, adjacency: Tensor, width_in: int, width_out: int, learns_importance: bool
    ) -> None:
        super().__init__()
        partitions, points, _ = adjacency.shape
        # Edges rise by partition and taker: those of one taker stand side by side.
        edges = adjacency.flatten().nonzero()[:, 0]
        takers, sources = np.divmod(edges.numpy(), points)
        firsts = np.searchsorted(takers, np.arange(partitions * points))
        ends = np.searchsorted(takers, np.arange(1, partitions + 1) * points).tolist()
        # Where the edges of each partition lie among all.
        self._parts = [slice(*ends_of) for ends_of in pairwise([0, *ends])]
        self.register_buffer("adjacency", adjacency, persistent=False)
        self.register_buffer("edges", edges, persistent=False)
        self.register_buffer("sources", torch.from_numpy(sources), persistent=False)
        # (P, V) number of each taker's first edge within its partition.
        firsts = firsts.reshape(partitions, points)
        self.register_buffer("firsts", torch.from_numpy(firsts - firsts[:, :1]), persistent=False)
        self.importance = nn.Parameter(torch.ones(len(edges))) if learns_importance else None
        self.weight = nn.Parameter(torch.empty(partitions, width_in, width_out))
        self.bias = nn.Parameter(torch.zeros(width_out))
        bound = math.sqrt(1 / (partitions * width_in))
        nn.init.uniform_(self.weight, -bound, bound)

    def factors(self) -> Tensor:
        """Return by how much each edge counts, (E,)."""
        given = self.adjacency.flatten()[self.edges]
        return given if self.importance is None else given * self.importance

    def weighed(self) -> Tensor:
        """Return the adjacency with the learned importance of its edges, (P, V, V)."""
        flat = self.adjacency.flatten().index_put((self.edges,), self.factors())
        return flat.view_as(self.adjacency)

    def forward(self, frames: Tensor) -> Tensor:
        """Return (T, V, N, C') for frames (T, V, N, C).

        Neighbours come before channels: widths never shrink, so it is the cheaper order.
        """
        is_plain = frames.device.type != "cpu" or torch.is_autocast_enabled("cpu")
        taken = self.by_matrix(frames) if is_plain else self.by_edges(frames)
        result: Tensor = self.bias
        for part, weight in zip(taken, self.weight, strict=True):
            result = torch.addmm(result, part.view(-1, len(weight)), weight)
        return result.view(*frames.shape[:3], -1)

    def by_matrix(self, frames: Tensor) -> list[Tensor]:
        """Return what points take, P times (T, V, N*C), by products with whole matrices."""
        return [adjacency @ frames.flatten(2) for adjacency in self.weighed()]

    def by_edges(self, frames: Tensor) -> list[Tensor]:
        """Return the same by sums over the edges."""
        time, points = frames.shape[:2]
        rows = frames.reshape(time * points, -1)
        at = torch.arange(time)[:, None]
        factors = self.factors()
        return [
            embedding_bag(
                (at * points + self.sources[part]).flatten(),
                rows,
                (at * (part.stop - part.start) + firsts).flatten(),
                mode="sum",
                per_sample_weights=factors[part].repeat(time),
            )
            for part, firsts in zip(self._parts, self.firsts, strict=True)
        ]

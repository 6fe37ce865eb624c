"""A spatial-temporal graph network over landmarks (ST-GCN).

    values (N, T, V, C) -> joints | + bones | + motion, side by side as channels
    -> normalised over real frames -> (T, V, N, C), as every product wants it
    -> blocks of widths h/4, h/2, h; a wider one begins with every second frame
    -> mean over the real frames, then over each part's points -> logits (N, K)

    block: sum over p of (A_p * importance) x W_p -> norm, relu -> time -> norm -> + x -> relu

What it is: the network over any layout, since its graph comes from the layout (graph.py).
What it is not: windows, scaling by training statistics or augmentation.
Convention: NaN is missing and says nothing; the last channel says 1 = seen, 0 = not. Frames
from a clip's length on are padding: they change nothing, whatever they hold.
Where a channel stands matters: a plain mean over the 68 points of a face hides a corner of the
mouth among all the others, so the shares of the points may be learned (pooling="learned").
Source: Yan, Xiong and Lin 2018, "Spatial Temporal Graph Convolutional Networks for
Skeleton-Based Action Recognition"; streams after Shi et al. 2019 (2s-AGCN), joined at the input
instead of trained apart, which costs one network instead of two or three.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import torch
from einops import rearrange
from torch import Tensor, nn

from emo7_core.landmarks.layout import Layout
from emo7_core.models.channel_norm import ChannelNorm
from emo7_core.models.frame_norm import FrameNorm
from emo7_core.models.graph import graph_of
from emo7_core.models.graph_conv import GraphConv
from emo7_core.models.time_conv import TimeConv

Preset = Literal["partitions", "plain"]
Streams = Literal["joint", "joint_bone", "joint_bone_motion"]
Pooling = Literal["mean", "learned"]
TAPS = 9


class StGcn(nn.Module):
    """The network.

    Args:
        layout: Any layout; V points.
        channels: C, the last one is presence.
        classes: K.
        hidden_size: Width of the last blocks; the first have a quarter, the second a half.
        num_layers: Blocks of each of the three widths.
        dropout: Share switched off in each block and before the answer.
        streams: What it looks at: positions, bones (a point less its parent, within a part),
            motion (a frame less the one before it).
        preset: "partitions" as above, or "plain", the earlier network: one adjacency, no
            importance, one block of each width (num_layers is not used), every frame kept,
            one mean over all points.
        pooling: How the points of a part become one: their "mean", or a sum to which each
            point adds by a factor of its own for each channel, which is "learned".
    """

    parents: Tensor

    def __init__(
        self,
        layout: Layout,
        channels: int,
        classes: int,
        hidden_size: int = 256,
        num_layers: int = 2,
        dropout: float = 0.2,
        streams: Streams = "joint",
        preset: Preset = "partitions",
        pooling: Pooling = "mean",
    ) -> None:
        super().__init__()
        graph = graph_of(layout)
        self.streams = streams
        # Not torch.tensor: a network without memory (device "meta") still needs its graph.
        self.register_buffer("parents", torch.from_numpy(graph.parents.copy()), persistent=False)
        width = channels + (channels - 1) * streams.count("_")
        self.norm = FrameNorm(len(layout) * width)
        is_plain = preset == "plain"
        repeats = 1 if is_plain else num_layers
        adjacency = torch.from_numpy((graph.plain[None] if is_plain else graph.partitions).copy())
        sizes = [max(1, hidden_size // share) for share in (4, 2, 1) for _ in range(repeats)]
        self.blocks = nn.ModuleList(
            Block(
                adjacency,
                before,
                after,
                stride=1 if is_plain or number % repeats or not number else 2,
                dropout=dropout,
                learns_importance=not is_plain,
                adds_input=number > 0,
            )
            for number, (before, after) in enumerate(pairwise([width, *sizes]))
        )
        self.parts = (range(len(layout)),) if is_plain else tuple(layout.parts.values())
        self.shares = None
        if pooling == "learned":
            # About the mean at first, but no two channels alike.
            equal = torch.cat([torch.full((len(p), 1), 1 / max(1, len(p))) for p in self.parts])
            self.shares = nn.Parameter(equal * (1 + torch.randn(len(layout), sizes[-1])))
        self.answer = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(sizes[-1] * len(self.parts), classes)
        )

    def forward(self, values: Tensor, lengths: Tensor) -> Tensor:
        """Return logits.

        Args:
            values: (N, T, V, C), NaN where missing.
            lengths: (N,) int64, real frames of each clip, 1..T.

        Returns:
            (N, K).
        """
        points = values.shape[2]
        is_real = torch.arange(values.shape[1], device=values.device) < lengths[:, None]  # (N, T)
        frames = rearrange(self._looked_at(values), "n t v c -> n t (v c)")
        frames = self.norm(frames, is_real)
        frames = rearrange(frames, "n t (v c) -> t v n c", v=points).contiguous()
        has_padding = not bool(is_real.all())
        mask = rearrange(is_real, "n t -> t 1 n 1") if has_padding else None
        for block in self.blocks:
            frames = block(frames, mask)
            mask = mask[:: block.stride] if mask is not None else None
        return self.answer(self._pooled(frames, mask))

    def _looked_at(self, values: Tensor) -> Tensor:
        """Return the streams side by side, (N, T, V, C'), NaN where not known."""
        seen = [values]
        where = values[..., :-1]
        if "bone" in self.streams:
            seen.append(where - where[:, :, self.parents])
        if "motion" in self.streams:
            first = torch.full_like(where[:, :1], torch.nan)
            seen.append(torch.cat([first, where[:, 1:] - where[:, :-1]], dim=1))
        return torch.cat(seen, dim=-1)

    def _pooled(self, frames: Tensor, mask: Tensor | None) -> Tensor:
        """Return one answer of each part over real frames and points, (N, parts * C)."""
        # (V, N, C)
        means = frames.mean(0) if mask is None else frames.where(mask, 0.0).sum(0) / mask.sum(0)
        if self.shares is None:
            parts = [means[part.start : part.stop].mean(0) for part in self.parts]
        else:
            weighed = means * self.shares[:, None]
            parts = [weighed[part.start : part.stop].sum(0) for part in self.parts]
        return torch.cat(parts, dim=-1)


class Block(nn.Module):
    """One step over the graph, one along time.

    Args:
        adjacency: (P, V, V), [p, to, from].
        width_in: C.
        width_out: C'.
        stride: Frames from one output to the next.
        dropout: Share switched off.
        learns_importance: Whether each edge has a factor that is learned.
        adds_input: Whether the input is added to the output.
    """

    def __init__(
        self,
        adjacency: Tensor,
        width_in: int,
        width_out: int,
        stride: int,
        dropout: float,
        learns_importance: bool,
        adds_input: bool,
    ) -> None:
        super().__init__()
        self.stride = stride
        self.adds_input = adds_input
        self.graph = GraphConv(adjacency, width_in, width_out, learns_importance)
        self.graph_norm = ChannelNorm(width_out)
        self.time = TimeConv(width_out, width_out, TAPS, stride)
        self.time_norm = ChannelNorm(width_out)
        self.dropout = nn.Dropout(dropout)
        is_other = adds_input and (stride > 1 or width_in != width_out)
        self.shortcut = nn.Linear(width_in, width_out, bias=False) if is_other else None
        self.shortcut_norm = ChannelNorm(width_out) if is_other else None

    def forward(self, frames: Tensor, mask: Tensor | None) -> Tensor:
        """Return (T', V, N, C').

        Args:
            frames: (T, V, N, C).
            mask: (T, 1, N, 1), where frames are real; None where all are.
        """
        inner = torch.relu(self.graph_norm(self.graph(frames), mask))
        if mask is not None:
            # The convolution along time would carry what is not real into what is.
            inner = inner.where(mask, 0.0)
            mask = mask[:: self.stride]
        inner = self.dropout(self.time_norm(self.time(inner), mask))
        if self.adds_input:
            inner = inner + self._kept(frames, mask)
        return torch.relu(inner)

    def _kept(self, frames: Tensor, mask: Tensor | None) -> Tensor:
        if self.shortcut is None or self.shortcut_norm is None:
            return frames
        return self.shortcut_norm(self.shortcut(frames[:: self.stride]), mask)

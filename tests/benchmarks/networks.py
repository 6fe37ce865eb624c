"""ST-GCN forward and backward against the same network as it is usually written.

The peer is the usual formulation, with the same weights: pictures (N, C, T, V), a 1 x 1
convolution to P*C' channels, an einsum with the adjacency, a 9 x 1 convolution along time.
Outputs and gradients are compared first; rounds alternate, the median of the ratios counts.
Processor time of one thread tells more than the clock where others compute on the same machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn.functional import batch_norm, conv2d

from emo7_core.landmarks.layout import COMMON
from emo7_core.landmarks.normalize import CHANNELS
from emo7_core.models.channel_norm import ChannelNorm
from emo7_core.models.stgcn import Block, StGcn
from tests.benchmarks.spread import told

CLIPS, ROWS, CLASSES = 32, 25, 7
ROUNDS = 7
SIZES = {"hidden size 64": 64, "hidden size 128": 128, "hidden size 256 (default)": 256}


class Usual(nn.Module):
    """The network of an StGcn, written with convolutions and an einsum over (N, C, T, V).

    It reads the weights of the one it is made from, and is for batches without padding.
    """

    def __init__(self, network: StGcn) -> None:
        super().__init__()
        self.network = network

    def forward(self, values: Tensor, lengths: Tensor) -> Tensor:
        """Return logits (N, K) for values (N, T, V, C)."""
        made = self.network
        points = values.shape[2]
        is_real = torch.arange(values.shape[1]) < lengths[:, None]
        frames = made.norm(rearrange(made._looked_at(values), "n t v c -> n t (v c)"), is_real)
        images = rearrange(frames, "n t (v c) -> n c t v", v=points).contiguous()
        for block in made.blocks:
            images = usual_block(block, images)
        parts = [images[..., part.start : part.stop].mean((2, 3)) for part in made.parts]
        return made.answer(torch.cat(parts, dim=-1))


def usual_block(block: Block, images: Tensor) -> Tensor:
    """Return a block's output (N, C', T', V) for images (N, C, T, V)."""
    adjacency, weight = block.graph.weighed(), block.graph.weight
    kernels = rearrange(weight, "p c o -> (p o) c")[..., None, None]
    mixed = conv2d(images, kernels).unflatten(1, (len(weight), -1))
    inner = torch.einsum("npctv,pwv->nctw", mixed, adjacency) + block.graph.bias[:, None, None]
    inner = torch.relu(usual_norm(block.graph_norm, inner)).contiguous()
    along = rearrange(block.time.weight, "k c o -> o c k")[..., None]
    padding = (block.time.weight.shape[0] // 2, 0)
    inner = conv2d(inner, along, block.time.bias, (block.stride, 1), padding)
    inner = usual_norm(block.time_norm, inner)
    if block.adds_input:
        kept = images
        if block.shortcut is not None and block.shortcut_norm is not None:
            kept = conv2d(images, block.shortcut.weight[..., None, None], None, (block.stride, 1))
            kept = usual_norm(block.shortcut_norm, kept)
        inner = inner + kept
    return torch.relu(inner)


def usual_norm(norm: ChannelNorm, images: Tensor) -> Tensor:
    """Return images (N, C, T, V) normalised over all but their channels."""
    mean, variance = norm.running_mean.clone(), norm.running_var.clone()
    return batch_norm(images, mean, variance, norm.weight, norm.bias, norm.training)


def run(sizes: dict[str, int] | None = None) -> dict[str, object]:
    """Compare each size; print and return figures."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return {name: _compare(name, size) for name, size in (sizes or SIZES).items()}
    finally:
        torch.set_num_threads(before)


def _compare(name: str, hidden_size: int) -> dict[str, float]:
    torch.manual_seed(0)
    made = StGcn(COMMON, len(CHANNELS), CLASSES, hidden_size, dropout=0.0)
    values, lengths = (
        torch.randn(CLIPS, ROWS, len(COMMON), len(CHANNELS)),
        torch.full((CLIPS,), ROWS),
    )
    usual = Usual(made)
    with torch.no_grad():
        difference = float((made(values, lengths) - usual(values, lengths)).abs().max())
    ratios, steps = [], []
    for _ in range(ROUNDS):
        taken = [_step(network, values, lengths) for network in (usual, made)]
        ratios.append(taken[0] / taken[1])
        steps.append(taken[1])
    found = {
        "n": ROUNDS,
        "times as fast, median": round(float(np.median(ratios)), 2),
        "lowest": round(min(ratios), 2),
        "ms a step": round(1000 * float(np.median(steps)), 1),
        "largest difference of the outputs": difference,
    }
    told(f"ST-GCN, {name}", found)
    return found


def _step(network: Callable[[Tensor, Tensor], Tensor], values: Tensor, lengths: Tensor) -> float:
    """Return the processor seconds of forward and backward."""
    started = time.process_time()
    network(values, lengths).square().mean().backward()
    return time.process_time() - started

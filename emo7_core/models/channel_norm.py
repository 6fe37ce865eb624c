"""Batch normalisation of channels inside a network, over real frames only.

What it is: torch's batch normalisation, to which padding does not exist.
What it is not: the normalisation of the input (frame_norm.py).
Convention: frames are (T, V, N, C), one mean and one deviation per channel; the channels are
the last axis, so that no axes can be mixed up.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import batch_norm

MOMENTUM = 0.1
LEAST_VARIANCE = 1e-5


class ChannelNorm(nn.Module):
    """The layer.

    Args:
        channels: C.
    """

    running_mean: Tensor
    running_var: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, frames: Tensor, is_real: Tensor | None) -> Tensor:
        """Return frames normalised; what padding becomes is of no meaning.

        Args:
            frames: (T, V, N, C).
            is_real: (T, 1, N, 1), or None where all frames are real.
        """
        if self.training and is_real is not None:
            return self._over(frames, is_real)
        # Seen as pictures whose channels lie last in memory: no copy is made.
        return batch_norm(
            frames.permute(0, 3, 1, 2),
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            training=self.training,
            momentum=MOMENTUM,
            eps=LEAST_VARIANCE,
        ).permute(0, 2, 3, 1)

    def _over(self, frames: Tensor, is_real: Tensor) -> Tensor:
        count = is_real.sum() * frames.shape[1]
        mean = frames.where(is_real, 0.0).sum((0, 1, 2)) / count
        centred = (frames - mean).where(is_real, 0.0)
        variance = centred.square().sum((0, 1, 2)) / count
        with torch.no_grad():
            unbiased = variance * (count / (count - 1).clamp(min=1))
            self.running_mean.lerp_(mean.detach().to(self.running_mean), MOMENTUM)
            self.running_var.lerp_(unbiased.detach().to(self.running_var), MOMENTUM)
        return centred * (self.weight * (variance + LEAST_VARIANCE).rsqrt()) + self.bias

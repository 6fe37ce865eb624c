"""Batch normalisation of landmark features, in which missing values and padding say nothing.

What it is: the first layer of the networks over landmarks.
What it is not: scaling by training statistics (scaling.py).
Convention: one mean and one deviation for each feature of a frame, over the real frames of a
batch; the features of a frame are the last axis, so that no axes can be mixed up.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import batch_norm


class FrameNorm(nn.Module):
    """Batch normalisation of each feature over the real frames of a batch.

    A missing value stands at the feature's mean, which is 0 afterwards: it says nothing. What
    is padding comes out as 0 and counts for nothing.
    """

    running_mean: Tensor
    running_var: Tensor

    def __init__(self, features: int, momentum: float = 0.1) -> None:
        super().__init__()
        self.momentum = momentum
        self.weight = nn.Parameter(torch.ones(features))
        self.bias = nn.Parameter(torch.zeros(features))
        self.register_buffer("running_mean", torch.zeros(features))
        self.register_buffer("running_var", torch.ones(features))

    def forward(self, frames: Tensor, is_real: Tensor) -> Tensor:
        """Return frames (N, T, F) normalised, 0 where missing or padding (is_real (N, T))."""
        # Without padding nothing is picked out, which would copy every frame twice.
        has_padding = not bool(is_real.all())
        real = frames[is_real] if has_padding else frames.flatten(0, 1)  # (M, F)
        is_known = torch.isfinite(real)
        filled = torch.where(is_known, real, self.running_mean.detach().clone())
        normal = batch_norm(
            filled,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            # A single frame has no variance; it is judged by what was seen before.
            training=self.training and len(real) > 1,
            momentum=self.momentum,
        )
        normal = normal.where(is_known, 0.0)
        if not has_padding:
            return normal.view_as(frames)
        result = torch.zeros_like(frames)
        result[is_real] = normal
        return result

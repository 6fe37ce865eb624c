"""A bidirectional LSTM over landmarks.

    values (N, T, V, C) -> frames (N, T, V*C) -> normalised over real frames -> H
    -> LSTM over each clip's own length -> pooled over its own frames -> logits (N, K)

What it is not: windows or scaling by training statistics (training/dataset.py).
Convention: NaN is missing; the last channel says 1 = seen, 0 = not. Frames from a clip's length
on are padding: they change nothing, whatever they hold.
"""

from __future__ import annotations

from typing import Literal

import torch
from einops import rearrange
from torch import Tensor, nn
from torch.nn.functional import batch_norm
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence


class LstmClassifier(nn.Module):
    """The network.

    Args:
        points: V.
        channels: C, the last one is presence.
        classes: K.
        hidden_size: Width of one direction.
        num_layers: LSTM layers.
        dropout: Share switched off between layers and before the answer.
        pooling: "last" reads the state after the last real frame of each direction,
            "mean_max" mean and maximum over real frames.
    """

    def __init__(
        self,
        points: int,
        channels: int,
        classes: int,
        hidden_size: int = 256,
        num_layers: int = 2,
        dropout: float = 0.2,
        pooling: Literal["last", "mean_max"] = "mean_max",
    ) -> None:
        super().__init__()
        self.pooling = pooling
        self.norm = FrameNorm(points * channels)
        self.embed = nn.Linear(points * channels, hidden_size)
        self.lstm = nn.LSTM(
            hidden_size,
            hidden_size,
            num_layers,
            batch_first=True,
            bidirectional=True,
            dropout=dropout if num_layers > 1 else 0.0,
        )
        width = 2 * hidden_size * (2 if pooling == "mean_max" else 1)
        self.answer = nn.Sequential(nn.Dropout(dropout), nn.Linear(width, classes))

    def forward(self, values: Tensor, lengths: Tensor) -> Tensor:
        """Return logits.

        Args:
            values: (N, T, V, C), NaN where missing.
            lengths: (N,) int64, real frames of each clip, 1..T.

        Returns:
            (N, K).
        """
        is_real = torch.arange(values.shape[1], device=values.device) < lengths[:, None]  # (N, T)
        frames = rearrange(values, "n t v c -> n t (v c)")
        frames = self.norm(frames, is_real)
        packed = pack_padded_sequence(
            torch.relu(self.embed(frames)), lengths.cpu(), batch_first=True, enforce_sorted=False
        )
        states, (last, _) = self.lstm(packed)
        if self.pooling == "last":
            pooled = rearrange(last[-2:], "d n h -> n (d h)")
        else:
            pooled = _mean_max(states, is_real)
        return self.answer(pooled)


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
        real = frames[is_real]  # (M, F)
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
        result = torch.zeros_like(frames)
        result[is_real] = torch.where(is_known, normal, torch.zeros_like(normal))
        return result


def _mean_max(states: PackedSequence, is_real: Tensor) -> Tensor:
    """Return mean and maximum over real frames, (N, 4H)."""
    padded, lengths = pad_packed_sequence(states, batch_first=True, total_length=is_real.shape[1])
    outside = ~is_real[..., None]
    mean = padded.masked_fill(outside, 0.0).sum(1) / lengths.to(padded)[:, None]
    highest = padded.masked_fill(outside, -torch.inf).amax(1)
    return torch.cat([mean, highest], dim=-1)

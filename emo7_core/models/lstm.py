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
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from emo7_core.models.frame_norm import FrameNorm

Pooling = Literal["last", "mean_max", "attention"]


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
            "mean_max" mean and maximum over real frames, "attention" a mean over real frames
            that are weighed by a learned score of each.
    """

    def __init__(
        self,
        points: int,
        channels: int,
        classes: int,
        hidden_size: int = 256,
        num_layers: int = 2,
        dropout: float = 0.2,
        pooling: Pooling = "mean_max",
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
        self.score = nn.Linear(2 * hidden_size, 1) if pooling == "attention" else None
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
        elif self.score is not None:
            pooled = _weighed(states, is_real, self.score)
        else:
            pooled = _mean_max(states, is_real)
        return self.answer(pooled)


def _mean_max(states: PackedSequence, is_real: Tensor) -> Tensor:
    """Return mean and maximum over real frames, (N, 4H)."""
    padded, lengths = pad_packed_sequence(states, batch_first=True, total_length=is_real.shape[1])
    outside = ~is_real[..., None]
    mean = padded.masked_fill(outside, 0.0).sum(1) / lengths.to(padded)[:, None]
    highest = padded.masked_fill(outside, -torch.inf).amax(1)
    return torch.cat([mean, highest], dim=-1)


def _weighed(states: PackedSequence, is_real: Tensor, score: nn.Linear) -> Tensor:
    """Return the mean over real frames, weighed by the softmax of their scores, (N, 2H)."""
    padded, _ = pad_packed_sequence(states, batch_first=True, total_length=is_real.shape[1])
    scores = score(padded).masked_fill(~is_real[..., None], -torch.inf)  # (N, T, 1)
    return (scores.softmax(dim=1) * padded).sum(1)

"""The networks of the earlier scripts, faults included, to judge old models as they were trained.

What it is: what a converted pickle answers with (old_pickle.py), over the earlier landmarks
(landmarks/legacy.py): 100 rows of 25 points, zeros after the last.
What it is not: for training. The LSTM reads its state after the padding; the ST-GCN normalises
axes that were flattened without being brought in order. Both are kept as they were.
Convention: parameters have the names that the old pickles have. `numbers` is 2 (x, y) or 3 (with
the source's third value) of a point.
"""

from __future__ import annotations

import torch
from einops import rearrange
from torch import Tensor, nn

CHANNELS = (64, 128, 256)
KERNEL = 9


class EarlierLstm(nn.Module):
    """An LSTM whose last state, after the padding, is the answer.

    Args:
        points: V.
        numbers: Of each point.
        hidden_size: Width.
        num_layers: Layers.
        classes: K.
    """

    def __init__(
        self, points: int, numbers: int, hidden_size: int, num_layers: int, classes: int
    ) -> None:
        super().__init__()
        self.numbers = numbers
        self.lstm = nn.LSTM(points * numbers, hidden_size, num_layers, batch_first=True)
        self.fc = nn.Linear(hidden_size, classes)

    def forward(self, values: Tensor, lengths: Tensor) -> Tensor:
        """Return logits (N, K) of values (N, T, V, C); lengths were not known and are not used."""
        frames = rearrange(_seen(values, self.numbers), "n t v c -> n t (v c)")
        _, (states, _) = self.lstm(frames)
        answers: Tensor = self.fc(states[-1])
        return answers


class EarlierBlock(nn.Module):
    """One step over the graph and one over time."""

    def __init__(self, inside: int, outside: int, stride: int, has_residual: bool) -> None:
        super().__init__()
        self.gcn = nn.Conv2d(inside, outside, 1)
        self.tcn = nn.Conv2d(
            outside, outside, (KERNEL, 1), stride=(stride, 1), padding=(KERNEL // 2, 0)
        )
        self.bn = nn.BatchNorm2d(outside)
        self.residual: nn.Module | None = None
        if has_residual:
            shortcut = nn.Conv2d(inside, outside, 1, stride=(stride, 1))
            self.residual = nn.Sequential(shortcut, nn.BatchNorm2d(outside))

    def forward(self, frames: Tensor, graph: Tensor) -> Tensor:
        """Return (N, C', T', V) of frames (N, C, T, V) over a graph (V, V)."""
        added = 0.0 if self.residual is None else self.residual(frames)
        return torch.relu(self.bn(self.tcn(self.gcn(frames @ graph)) + added))


class EarlierStGcn(nn.Module):
    """Three blocks over one graph, which is part of the weights.

    Args:
        points: V.
        numbers: Of each point.
        classes: K.
    """

    A: Tensor

    def __init__(self, points: int, numbers: int, classes: int) -> None:
        super().__init__()
        self.numbers = numbers
        self.register_buffer("A", torch.zeros(points, points))
        self.data_bn = nn.BatchNorm1d(numbers * points)
        first, second, third = CHANNELS
        self.layer1 = EarlierBlock(numbers, first, 1, has_residual=False)
        self.layer2 = EarlierBlock(first, second, 2, has_residual=True)
        self.layer3 = EarlierBlock(second, third, 2, has_residual=True)
        self.fc = nn.Linear(third, classes)

    def forward(self, values: Tensor, lengths: Tensor) -> Tensor:
        """Return logits (N, K) of values (N, T, V, C); lengths were not known and are not used."""
        frames = rearrange(_seen(values, self.numbers), "n t v c -> n c t v").contiguous()
        n, c, t, v = frames.shape
        # Their fault, kept: (t, v) is read as if it were (v, t).
        frames = self.data_bn(frames.view(n, c * v, t)).view(n, c, t, v)
        for layer in (self.layer1, self.layer2, self.layer3):
            frames = layer(frames, self.A)
        answers: Tensor = self.fc(frames.mean((2, 3)))
        return answers


def _seen(values: Tensor, numbers: int) -> Tensor:
    return torch.nan_to_num(values[..., :numbers], nan=0.0)

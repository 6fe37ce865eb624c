"""Trains emo7's own networks on GFE segments, in a plain loop.

What it is: channels, one step per drawn signer, and answers for segments of another signer.
What it is not: `emo7 train`; the classes and the points are others.
Convention: networks take (N, T, V, C) with NaN where missing and presence last, and lengths (N,).
Channels are x, y, and their change per row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from emo7_core.models.lstm import LstmClassifier
from emo7_core.models.stgcn import StGcn
from tests.benchmarks.gfe_features import FACE_MOTION, Segment, mirrored
from tests.benchmarks.gfe_files import CLASSES
from tests.benchmarks.gfe_signers import Variety, another_signer

Array = npt.NDArray[Any]
Model = Literal["lstm", "stgcn"]
CHANNELS = 5


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is trained.

    Attributes:
        model: Which network.
        steps: Drawn signers, one step each.
        batch_size: Most segments of a drawn signer that a step looks at.
        learning_rate: Its peak; it rises first and falls to 0.
        weight_decay: Of AdamW.
        hidden_size: Width of the network.
        dropout: Share switched off inside the network.
        point_dropout: Share of points that a segment misses altogether.
        smoothing: Of the labels.
        variety: How far the drawn signers differ.
    """

    model: Model
    steps: int = 400
    batch_size: int = 64
    learning_rate: float = 3e-3
    weight_decay: float = 1e-2
    hidden_size: int = 48
    dropout: float = 0.3
    point_dropout: float = 0.1
    smoothing: float = 0.1
    variety: Variety = field(default_factory=Variety)


RECIPES: Mapping[str, Recipe] = {
    "lstm": Recipe("lstm"),
    "stgcn": Recipe(
        "stgcn", steps=500, batch_size=32, learning_rate=1e-2, hidden_size=64, dropout=0.1
    ),
}


def network_of(recipe: Recipe) -> nn.Module:
    """Return an untrained network."""
    if recipe.model == "lstm":
        return LstmClassifier(
            points=len(FACE_MOTION),
            channels=CHANNELS,
            classes=len(CLASSES),
            hidden_size=recipe.hidden_size,
            num_layers=1,
            dropout=recipe.dropout,
            pooling="mean_max",
        )
    return StGcn(
        FACE_MOTION,
        channels=CHANNELS,
        classes=len(CLASSES),
        hidden_size=recipe.hidden_size,
        num_layers=1,
        dropout=recipe.dropout,
    )


def train(segments: Sequence[Segment], recipe: Recipe, seed: int) -> nn.Module:
    """Return a network trained on segments of one or more signers."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = network_of(recipe)
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.learning_rate, total_steps=recipe.steps
    )
    network.train()
    for _ in range(recipe.steps):
        made = another_signer(segments, recipe.variety, rng)
        some = rng.permutation(len(made))[: recipe.batch_size]
        values, lengths, targets = batch_of([made[number] for number in some])
        is_off = torch.rand(len(values), 1, values.shape[2], 1) < recipe.point_dropout
        values[..., :-1] = values[..., :-1].masked_fill(is_off, 0.0)
        logits = network(values, lengths)
        loss = cross_entropy(logits, targets, label_smoothing=recipe.smoothing)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return network.eval()


@torch.no_grad()
def answers(network: nn.Module, segments: Sequence[Segment]) -> Array:
    """Return log-probabilities (N, K), the mean of each segment and its mirror image."""
    turned = [replace(one, values=mirrored(one.values)) for one in segments]
    both = []
    for group in (segments, turned):
        values, lengths, _ = batch_of(group)
        both.append(network(values, lengths).log_softmax(-1).numpy())
    return np.mean(both, axis=0)


def evened_out(scores: Array, shares: Array, rounds: int = 100) -> Array:
    """Return log-probabilities whose classes are as frequent among all segments as `shares`.

    It looks at all test segments at once: a class that the network sees everywhere in a new
    signer counts less there. Sinkhorn and Knopp 1967.

    Args:
        scores: (N, K) log-probabilities.
        shares: (K,) counts; a class without any is left out.
        rounds: Of scaling columns and rows in turn.
    """
    wanted = np.log(np.maximum(shares, 1e-9) / shares.sum() * len(scores))
    result = np.array(scores, dtype=np.float64)
    for _ in range(rounds):
        result += wanted - np.logaddexp.reduce(result, axis=0)
        result -= np.logaddexp.reduce(result, axis=1, keepdims=True)
    return result


def batch_of(segments: Sequence[Segment]) -> tuple[Tensor, Tensor, Tensor]:
    """Return values (N, T, V, 5), lengths (N,) and targets (N,)."""
    lengths = [len(one.values) for one in segments]
    values = np.zeros((len(segments), max(lengths), len(FACE_MOTION), CHANNELS), np.float32)
    for row, one in zip(values, segments, strict=True):
        seen = np.isfinite(one.values).all(-1, keepdims=True)
        change = np.gradient(one.values, axis=0)
        row[: len(one.values)] = np.concatenate([one.values, change, seen], axis=-1)
    targets = torch.tensor([one.target for one in segments])
    return torch.from_numpy(values), torch.tensor(lengths), targets

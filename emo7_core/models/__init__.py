"""The networks, by the name that configs and checkpoints use.

Convention: each entry loads its network when it is called, so that naming a model costs no
torch. A network takes (N, T, V, C) with NaN where missing and lengths (N,), gives (N, K).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

    from emo7_core.config import TrainConfig


def _lstm(config: TrainConfig, points: int, channels: int) -> nn.Module:
    from emo7_core.models.lstm import LstmClassifier

    return LstmClassifier(
        points=points,
        channels=channels,
        classes=config.num_classes,
        hidden_size=config.hidden_size,
        num_layers=config.num_layers,
        dropout=config.dropout,
        pooling=config.pooling,
    )


MODELS: Mapping[str, Callable[[TrainConfig, int, int], nn.Module]] = MappingProxyType(
    {"lstm": _lstm}
)

"""The networks, by the name that configs and checkpoints use.

Convention: each entry loads its network when it is called, so that naming a model costs no
torch. A network over landmarks is made for a layout (V points) and C channels, the last of
which is presence; it takes (N, T, V, C) with NaN where missing and lengths (N,), gives (N, O)
for the O outputs of the config's loss (losses.py: K, or K - 1 for the ordinal one).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

    from emo7_core.config import TrainConfig
    from emo7_core.landmarks.layout import Layout


def outputs_of(config: TrainConfig) -> int:
    """Return the outputs of a network: K, or one fewer for the ordinal loss."""
    return config.num_classes - (config.loss == "ordinal")


def _lstm(config: TrainConfig, layout: Layout, channels: int) -> nn.Module:
    from emo7_core.models.lstm import LstmClassifier

    return LstmClassifier(
        points=len(layout),
        channels=channels,
        classes=outputs_of(config),
        hidden_size=config.hidden_size,
        num_layers=config.num_layers,
        dropout=config.dropout,
        pooling=config.pooling,
    )


def _stgcn(config: TrainConfig, layout: Layout, channels: int) -> nn.Module:
    from emo7_core.models.stgcn import StGcn

    return StGcn(
        layout=layout,
        channels=channels,
        classes=outputs_of(config),
        hidden_size=config.hidden_size,
        num_layers=config.num_layers,
        dropout=config.dropout,
        streams=config.streams,
        preset=config.stgcn_preset,
        pooling=config.point_pooling,
    )


def _earlier_lstm(config: TrainConfig, layout: Layout, channels: int, numbers: int) -> nn.Module:
    from emo7_core.models.earlier import EarlierLstm

    hidden, layers = config.hidden_size, config.num_layers
    return EarlierLstm(len(layout), numbers, hidden, layers, config.num_classes)


def _earlier_stgcn(config: TrainConfig, layout: Layout, channels: int, numbers: int) -> nn.Module:
    from emo7_core.models.earlier import EarlierStGcn

    return EarlierStGcn(len(layout), numbers, config.num_classes)


MODELS: Mapping[str, Callable[[TrainConfig, Layout, int], nn.Module]] = MappingProxyType(
    {"lstm": _lstm, "stgcn": _stgcn}
    # Only converted pickles have these: of each point they see 2 numbers, or 3.
    | {f"earlier_lstm_{n}": partial(_earlier_lstm, numbers=n) for n in (2, 3)}
    | {f"earlier_stgcn_{n}": partial(_earlier_stgcn, numbers=n) for n in (2, 3)}
)

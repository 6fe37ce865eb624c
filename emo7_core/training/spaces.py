"""Where a tuning looks: the range of each setting, for each kind of network.

What it is: plain values, readable without the tuning library; the ranges are those of the earlier
work, so that results can be set side by side.
What it is not: the search (tune.py).
Convention: limits belong to the range; a setting that a space does not name stays as it was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from emo7_core.config import TrainConfig


@dataclass(frozen=True, slots=True)
class Range:
    """One setting.

    Attributes:
        name: A field of TrainConfig.
        low: Smallest value.
        high: Largest value.
        is_whole: Whether only whole numbers count.
        is_log: Whether equal factors, not equal steps, are equally likely.
    """

    name: str
    low: float
    high: float
    is_whole: bool = False
    is_log: bool = False


SPACES: Mapping[str, tuple[Range, ...]] = MappingProxyType(
    {
        "lstm": (
            Range("hidden_size", 128, 384, is_whole=True),
            Range("num_layers", 1, 2, is_whole=True),
            Range("dropout", 0.5, 0.8),
            Range("learning_rate", 5e-6, 5e-5, is_log=True),
        ),
        "stgcn": (
            Range("learning_rate", 1e-5, 1e-2, is_log=True),
            Range("batch_size", 16, 128, is_whole=True, is_log=True),
            Range("dropout", 0.1, 0.5),
            Range("weight_decay", 1e-4, 1e-1, is_log=True),
        ),
        "vivit": (
            Range("learning_rate", 1e-5, 1e-3, is_log=True),
            Range("batch_size", 1, 2, is_whole=True),
            Range("weight_decay", 1e-4, 1e-1, is_log=True),
        ),
    }
)
FOCAL = (Range("focal_alpha", 0.5, 2.0), Range("focal_gamma", 0.5, 3.0))


def space_of(config: TrainConfig) -> tuple[Range, ...]:
    """Return what is tuned for a config; the focal loss brings its own two settings."""
    return SPACES[config.model_type] + (FOCAL if config.loss == "focal" else ())

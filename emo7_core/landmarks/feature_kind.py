"""The two ways in which models see landmarks: emo7's own, and that of the earlier scripts.

What it is: which layout and channels a way gives, and how a track is seen by it.
What it is not: the ways themselves (normalize.py, legacy.py).
Convention: a model's card names the layout, and the layout tells the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from emo7_core.config import TrainConfig
from emo7_core.landmarks import legacy, normalize
from emo7_core.landmarks.layout import LEGACY
from emo7_core.landmarks.normalize import Features
from emo7_core.landmarks.track import LandmarkTrack


@dataclass(frozen=True, slots=True)
class FeatureKind:
    """A way to see a track.

    Attributes:
        channels: Names of the C channels, presence last.
        see: Gives the features of a track at a rate, rows per second.
    """

    channels: tuple[str, ...]
    see: Callable[[LandmarkTrack, float], Features]


OWN = FeatureKind(normalize.CHANNELS, normalize.features)
EARLIER = FeatureKind(legacy.CHANNELS, legacy.features)


def kind_for(layout: str) -> FeatureKind:
    """Return the way that gives the layout of this name."""
    return EARLIER if layout == LEGACY.name else OWN


def chosen_kind(config: TrainConfig) -> FeatureKind:
    """Return the way that a training config asks for."""
    is_earlier = config.normalize_data and config.normalization_type == "legacy"
    return EARLIER if is_earlier else OWN

"""What of one frame's landmarks is drawn: lines and dots, by part and faintness.

What it is: arrays in picture pixels, made once per frame and painted at any scale: the canvas
and three close-ups share them.
What it is not: colours or painting (overlays.py), or the choice of points (skeleton.py).
Convention: a level 1..ALPHA_STEPS stands for the alpha level / ALPHA_STEPS; under
LEAST_CONFIDENCE a point is not drawn, NaN is not drawn; a source without confidence counts as
sure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from emo7_core.landmarks.track import LandmarkTrack
from emo7_gui.player.skeleton import DrawnPart

LEAST_CONFIDENCE = 0.3
ALPHA_STEPS = 4
# A forearm ends short of the hand, so that the hand's own wrist stays readable.
FOREARM = 0.88


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """The lines and dots of one part that are equally faint.

    Attributes:
        name: "body", "left_hand", "right_hand" or "face".
        level: 1..ALPHA_STEPS.
        lines: x and y of start and end, shape (E, 4), picture pixels, no NaN.
        dots: Shape (P, 2), picture pixels, no NaN.
        extent: Larger side of the whole part's box, picture pixels; 0 where no point is drawn.
    """

    name: str
    level: int
    lines: NDArray[np.float64]
    dots: NDArray[np.float64]
    extent: float

    def placed(self, scale: float, shift: NDArray[np.float64]) -> Strokes:
        """Return them enlarged and then moved, for example from picture to widget px."""
        lines = self.lines * scale + np.concatenate([shift, shift])
        dots = self.dots * scale + shift
        return Strokes(self.name, self.level, lines, dots, self.extent * scale)


def strokes_of(
    track: LandmarkTrack, parts: tuple[DrawnPart, ...], ordinal: int
) -> tuple[Strokes, ...]:
    """Return what is drawn of a frame, in the order of painting."""
    places = track.xyz[ordinal, :, :2].astype(np.float64)
    levels = _levels(places, track.confidence[ordinal])
    return tuple(found for part in parts for found in _strokes(part, places, levels))


def _levels(places: NDArray[np.float64], confidence: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return the alpha step of every point, 1..ALPHA_STEPS; 0 is not drawn."""
    sure = np.where(np.isnan(confidence), 1.0, confidence)
    alpha = 0.1 + 0.9 * sure
    steps = np.clip(np.rint(alpha * ALPHA_STEPS), 1, ALPHA_STEPS).astype(np.int8)
    return np.where(np.isfinite(places[:, 0]) & (sure >= LEAST_CONFIDENCE), steps, 0)


def _strokes(
    part: DrawnPart, places: NDArray[np.float64], levels: NDArray[np.int8]
) -> list[Strokes]:
    line_levels = levels[part.edges].min(axis=1)
    dot_levels = levels[part.points]
    used = sorted(({*line_levels.tolist()} | {*dot_levels.tolist()}) - {0})
    if not used:
        return []
    dots = places[part.points]
    lines = _lines(part, places)
    extent = _extent(dots[dot_levels > 0])
    return [
        Strokes(part.name, level, lines[line_levels == level], dots[dot_levels == level], extent)
        for level in used
    ]


def _lines(part: DrawnPart, places: NDArray[np.float64]) -> NDArray[np.float64]:
    starts, ends = places[part.edges[:, 0]], places[part.edges[:, 1]]
    if part.wrists.any():
        ends = starts + (ends - starts) * np.where(part.wrists, FOREARM, 1.0)[:, None]
    return np.concatenate([starts, ends], axis=1)


def _extent(places: NDArray[np.float64]) -> float:
    if len(places) == 0:
        return 0.0
    return float((places.max(axis=0) - places.min(axis=0)).max())

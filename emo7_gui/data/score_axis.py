"""Scales of the plots of Data: scores to pixels, counts to pixels, round numbers.

What it is: arithmetic.
What it is not: painting.
Conventions: scores lie in [-1, 1]; rectangles are in widget px, y grows downwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF

TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class ScoreAxis:
    """Scores from left to right over a rectangle."""

    area: QRectF

    def x(self, score: float) -> float:
        """Return the place of a score."""
        return self.area.left() + (score + 1) / 2 * self.area.width()

    def score(self, x: float) -> float:
        """Return the score at a place, within [-1, 1]."""
        share = (x - self.area.left()) / max(1.0, self.area.width())
        return min(max(2 * share - 1, -1.0), 1.0)


def count_ticks(most: float, ticks: int = 4) -> list[int]:
    """Return round whole counts from 0 to at least `most`, about `ticks` steps."""
    rough = max(1.0, most / ticks)
    unit = 10.0 ** math.floor(math.log10(rough))
    steps = (unit * factor for factor in (1, 2, 2.5, 5, 10))
    step = max(1, math.ceil(next(step for step in steps if step >= rough * 0.999)))
    return [place * step for place in range(math.ceil(most / step) + 1)] if most else [0, 1]

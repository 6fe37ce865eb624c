"""Round numbers for the axes of plots.

What it is: where an axis has its ticks.
What it is not: painting, or what a value means.
"""

from __future__ import annotations

import math

import numpy as np


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers from below `low` to above `high`, at most `most` steps."""
    if high - low < 1e-6 * max(1.0, abs(low)):
        high = low + 0.1 * max(1.0, abs(low))  # one value: a scale around it
    rough = (high - low) / most
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]


def epoch_ticks(end: float) -> list[float]:
    """Return whole epochs from 0 to the last, at most about five."""
    steps = (factor * 10**power for power in range(12) for factor in (1, 2, 5))
    step = next(step for step in steps if step * 5 >= end)
    inner = np.arange(0, end - 0.6 * step, step).tolist()
    return [*inner, end]

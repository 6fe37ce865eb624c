"""Where a frame lies along the timeline.

What it is: ordinals to x and back, by presentation times.
What it is not: painting.
Convention: x in widget px; a frame begins at its time and lasts until the next one begins, the
last one until the clip's end. Ranges of frames are half open.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EMPTY = np.zeros(1)


class TimeAxis:
    """Maps frames and seconds to x."""

    def __init__(self, times: NDArray[np.float64] = EMPTY, duration: float = 1.0) -> None:
        """Take the presentation times (T,) and the end of the last frame, in seconds."""
        self.times = times
        self.duration = max(duration, float(times[-1]) + 1e-3)
        self.left, self.width = 0.0, 1.0

    @property
    def right(self) -> float:
        """The x of the clip's end."""
        return self.left + self.width

    def set_span(self, left: float, width: float) -> None:
        """Take where the clip's start lies, and how long the clip is, in px."""
        self.left, self.width = left, max(1.0, width)

    def time_of(self, ordinal: int) -> float:
        """Return when a frame begins; the count of frames stands for the clip's end."""
        return float(self.times[ordinal]) if ordinal < len(self.times) else self.duration

    def x_at(self, time: float) -> float:
        """Return the x of a time."""
        return self.left + time / self.duration * self.width

    def x_of(self, ordinal: int) -> float:
        """Return the x at which a frame begins."""
        return self.x_at(self.time_of(ordinal))

    def ordinal_at(self, x: float) -> int:
        """Return the frame that is on the screen at an x; outside, the first or last."""
        time = (x - self.left) / self.width * self.duration
        found = int(np.searchsorted(self.times, time + 1e-6, side="right")) - 1
        return min(max(0, found), len(self.times) - 1)

    def edge_at(self, x: float) -> int:
        """Return the frame whose beginning is nearest to an x; the count for the clip's end."""
        time = (x - self.left) / self.width * self.duration
        edges = np.append(self.times, self.duration)
        return int(np.abs(edges - time).argmin())

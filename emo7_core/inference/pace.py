"""How many windows the engine judges between two looks at its inbox.

What it is: a count that follows how long a window takes, so that a new request, the playhead and
the other model never wait long behind a large network.
What it is not: part of what a command computes: there whole batches go through at once, and the
same ones each time.
Convention: one pace for each loaded model; seconds.
"""

from __future__ import annotations

STEP_SECONDS = 0.1
# Before anything was measured; single windows of a small network cost three times as much.
FIRST_WINDOWS = 4
MOST_WINDOWS = 16


class Pace:
    """The pace of one model.

    Args:
        seconds: How long a step shall take at most; one window is always judged.
        most: Windows of a step at most.
    """

    def __init__(self, seconds: float = STEP_SECONDS, most: int = MOST_WINDOWS) -> None:
        self._seconds, self._most = seconds, most
        self.windows = min(FIRST_WINDOWS, most)

    def took(self, windows: int, seconds: float) -> None:
        """Learn how long a step took; the next has at most twice as many windows."""
        if windows > 0:
            fitting = int(self._seconds * windows / max(seconds, 1e-9))
            self.windows = max(1, min(fitting, 2 * windows, self._most))

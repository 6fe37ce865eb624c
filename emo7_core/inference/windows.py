"""Where sliding windows lie on a clip, and in which order they are judged live.

What it is: the same windows in validation, in commands and live, so that the scores of an epoch
are those of the stored answers. (A training step takes one window of a clip at random.)

Convention: rows are resampled frames (landmarks/normalize.py), ranges are half open.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

STEP_SECONDS = 0.25


def step_rows(rate: float) -> int:
    """Return rows from one window to the next, at so many rows per second."""
    return max(1, round(STEP_SECONDS * rate))


def window_starts(rows: int, size: int, step: int) -> npt.NDArray[np.int64]:
    """Return the first row of each window.

    Args:
        rows: Rows of the clip.
        size: Rows of a window, at least 1.
        step: Rows from one window to the next, at least 1.

    Returns:
        (W,) rising; the last window ends with the clip. A clip shorter than a window gives one
        window (shorter than size), a clip without rows none.
    """
    if rows <= 0:
        return np.zeros(0, np.int64)
    last = max(0, rows - size)
    starts = np.arange(0, last + 1, step, dtype=np.int64)
    return starts if starts[-1] == last else np.append(starts, last)


class OpenWindows:
    """Which windows are still to do, nearest to the playhead first.

    Args:
        times: (W,) middle of each window, s, rising.
    """

    def __init__(self, times: npt.NDArray[np.float64]) -> None:
        self._times = times
        self._is_open = np.ones(len(times), dtype=bool)
        self._gap = float(times[1] - times[0]) if len(times) > 1 else 0.0

    @property
    def done(self) -> int:
        """How many are done."""
        return int((~self._is_open).sum())

    def close(self, window: int) -> None:
        """Say that a window need not be done."""
        self._is_open[window] = False

    def take(self, around: float, most: int) -> tuple[int, int] | None:
        """Take some windows that lie side by side, half open; None if all are done.

        The open window nearest to `around` is among them; those beside it lead away from the
        playhead, so that the trace grows outwards from it.
        """
        waiting = np.flatnonzero(self._is_open)
        if not len(waiting):
            return None
        nearest = int(waiting[np.abs(self._times[waiting] - around).argmin()])
        step = 1 if self._times[nearest] > around - self._gap else -1
        end = nearest
        while abs(end + step - nearest) < most and self._is_open_at(end + step):
            end += step
        start, stop = min(nearest, end), max(nearest, end) + 1
        self._is_open[start:stop] = False
        return start, stop

    def _is_open_at(self, window: int) -> bool:
        return 0 <= window < len(self._is_open) and bool(self._is_open[window])

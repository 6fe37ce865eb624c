"""Where sliding windows lie on a clip; the same in training, validation and live.

Convention: rows are resampled frames (landmarks/normalize.py), ranges are half open.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


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

"""Which pictures of a clip stand for a span of it.

Convention: a span of time is cut into equal pieces; the picture that is on screen in the middle
of each piece is taken. So clips of any rate, constant or not, are sampled alike.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def ordinals_between(
    times: npt.NDArray[np.float64], begin: float, end: float, count: int
) -> npt.NDArray[np.int64]:
    """Return the ordinals of `count` pictures, spread evenly by presentation time.

    Args:
        times: (T,) presentation times of the clip, s, rising from 0, at least one.
        begin: Start of the span, s.
        end: End of the span, s.
        count: How many pictures, at least 1; a picture comes several times where the clip has
            fewer.

    Returns:
        (count,) rising, each 0..T-1.
    """
    middles = begin + (np.arange(count) + 0.5) * (end - begin) / count
    return np.clip(np.searchsorted(times, middles, side="right") - 1, 0, len(times) - 1)

"""Which frame of one clip belongs beside a frame of another.

What it is: pure arithmetic over two tables of presentation times.
What it is not: playback (duet.py).
Convention: by share the first and the last pictures of both clips meet; by time the pictures are
those that both show so many seconds after their start, and the shorter clip stays at its last.
"""

from __future__ import annotations

import numpy as np

from emo7_core.video.info import VideoInfo

_SLACK = 1e-6


def frame_beside(shown: VideoInfo, ordinal: int, other: VideoInfo, is_by_time: bool) -> int:
    """Return the ordinal of `other` that belongs beside a frame of `shown`.

    Args:
        shown: The clip that leads.
        ordinal: Its frame; one outside the clip counts as the nearest.
        other: The clip that follows.
        is_by_time: By seconds from each start, else by share of the way.
    """
    ordinal = min(max(0, ordinal), shown.frame_count - 1)
    time = float(shown.times[ordinal])
    if not is_by_time:
        whole = float(shown.times[-1])
        time = (time / whole if whole > 0 else 0.0) * float(other.times[-1])
    found = int(np.searchsorted(other.times, time + _SLACK, side="right")) - 1
    return max(0, found)

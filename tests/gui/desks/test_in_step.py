"""Frames that belong beside each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from emo7_core.video.info import VideoInfo
from emo7_gui.desks.in_step import frame_beside


def clip(times: list[float]) -> VideoInfo:
    """A clip with these presentation times."""
    step = times[-1] - times[-2] if len(times) > 1 else 0.04
    table = np.array(times, np.float64)
    end = times[-1] + step
    return VideoInfo(
        Path("a.mp4"), 8, 8, 0, len(times), table, end, len(times) / end, False, "h264"
    )


SLOW, FAST = clip([0.0, 0.1, 0.2, 0.3, 0.4]), clip([i / 20 for i in range(5)])


@pytest.mark.parametrize(("shown", "other"), [(0, 0), (2, 2), (4, 4)])
def test_by_share_ends_meet(shown: int, other: int) -> None:
    """First beside first, middle beside middle, last beside last, whatever the speed."""
    assert frame_beside(SLOW, shown, FAST, is_by_time=False) == other


@pytest.mark.parametrize(("shown", "other"), [(0, 0), (1, 2), (2, 4), (4, 4)])
def test_by_time_the_shorter_clip_waits_at_its_end(shown: int, other: int) -> None:
    """The same seconds after each start; after the end its last picture stays."""
    assert frame_beside(SLOW, shown, FAST, is_by_time=True) == other


def test_uneven_times_are_looked_up() -> None:
    """The picture is the one on the screen at that time, not the nearest number."""
    uneven = clip([0.0, 0.05, 0.35, 0.4])
    assert frame_beside(SLOW, 3, uneven, is_by_time=True) == 1


def test_one_picture_is_beside_everything() -> None:
    """A clip of one picture divides by nothing."""
    still = clip([0.0])
    assert frame_beside(SLOW, 3, still, is_by_time=False) == 0
    assert frame_beside(still, 0, SLOW, is_by_time=False) == 0

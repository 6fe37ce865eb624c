"""Which pictures stand for a span."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.video.sampling import ordinals_between

STEADY = np.arange(100) / 25


def test_pictures_are_spread_over_the_clip() -> None:
    """The middle of each quarter of the clip is taken."""
    assert ordinals_between(STEADY, 0.0, 4.0, 4).tolist() == [12, 37, 62, 87]


def test_time_counts_not_number() -> None:
    """In a clip that stands still at first, few pictures come from the rest."""
    times = np.concatenate([[0.0], np.linspace(3.0, 3.98, 50)])
    found = ordinals_between(times, 0.0, 4.0, 8)
    assert (found[:6] == 0).all()
    assert (found[6:] > 0).all()


@pytest.mark.parametrize("count", [1, 7, 300])
def test_short_clips_repeat_pictures(count: int) -> None:
    """There are as many as were asked for, in order, none outside the clip."""
    found = ordinals_between(np.array([0.0, 0.04, 0.08]), 0.0, 0.12, count)
    assert len(found) == count
    assert (np.diff(found) >= 0).all()
    assert set(found.tolist()) <= {0, 1, 2}

"""The timeline places frames by their presentation times."""

from __future__ import annotations

import numpy as np
import pytest

from emo7_core.video.info import VideoInfo
from emo7_gui.player.ruler import major_step, second_text
from emo7_gui.player.time_axis import TimeAxis


@pytest.fixture
def axis(info: VideoInfo) -> TimeAxis:
    axis = TimeAxis(info.times, info.duration)
    axis.set_span(88, 744)
    return axis


def test_every_frame_comes_back_from_its_x(axis: TimeAxis) -> None:
    """x_of and ordinal_at are inverse for all frames of a variable rate."""
    assert [axis.ordinal_at(axis.x_of(i)) for i in range(40)] == list(range(40))


def test_slow_frames_are_wider(axis: TimeAxis) -> None:
    """A frame that is shown twice as long takes twice the room."""
    fast, slow = axis.x_of(2) - axis.x_of(1), axis.x_of(32) - axis.x_of(31)
    assert slow == pytest.approx(2 * fast)


def test_outside_are_the_first_and_the_last_frame(axis: TimeAxis) -> None:
    """Dragging past the ends stays in the clip."""
    assert (axis.ordinal_at(-500), axis.ordinal_at(5000)) == (0, 39)


def test_the_end_of_the_clip_is_an_edge(axis: TimeAxis) -> None:
    """A half-open range can reach the count of frames."""
    assert axis.edge_at(axis.right) == 40


@pytest.mark.parametrize(("seconds", "step"), [(3.0, 0.5), (20.0, 5), (600.0, 120)])
def test_numbers_keep_apart(seconds: float, step: float) -> None:
    """The ruler counts in steps that a person reads."""
    axis = TimeAxis(np.array([0.0]), seconds)
    axis.set_span(0, 744)
    assert major_step(axis) == step


def test_minutes_are_written_as_minutes() -> None:
    """From a minute on the ruler says m:ss."""
    assert [second_text(t, s) for t, s in ((1.5, 0.5), (12, 2), (90, 30))] == ["1.5", "12", "1:30"]

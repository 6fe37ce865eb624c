"""The lane of both traces under the player of Compare."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from emo7_gui.compare.trace_lane import TraceLane
from emo7_gui.player.trace import GuessTrace


def trace(value: int, windows: int = 5) -> GuessTrace:
    """Return a model that is certain of one value."""
    sure = np.zeros((windows, 7))
    sure[:, value] = 1
    times = np.linspace(0.2, 1.8, windows)
    return GuessTrace(f"model {value}", times, sure, np.ones(windows, bool), windows)


@pytest.fixture
def lane(qtbot: QtBot) -> TraceLane:
    widget = TraceLane()
    qtbot.addWidget(widget)
    widget.resize(376, 56)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_without_a_trace_it_says_so(lane: TraceLane) -> None:
    """An empty lane is words, for eyes and for screen readers."""
    lane.set_traces({}, 2.0, "no stored trace of A or B along this clip")
    assert "no stored trace" in lane.accessibleName()
    assert lane.letters == ()


def test_a_is_above_b_where_it_is_more_positive(lane: TraceLane) -> None:
    """Seven is on top."""
    lane.set_traces({"A": trace(6), "B": trace(0)}, 2.0, "")
    high, low = (lane._line(trace(value))[0].first().y() for value in (6, 0))
    assert high < low
    assert lane.letters == ("A", "B")


def test_a_clip_judged_as_a_whole_is_a_level_line(lane: TraceLane) -> None:
    """One value goes from the first frame to the last."""
    line = lane._line(trace(3, windows=1))[0]
    assert (line.first().x(), line.last().x()) == (0, lane.width())


def test_a_window_without_landmarks_breaks_the_line(lane: TraceLane) -> None:
    """What was not judged has no value."""
    one = trace(3)
    broken = one.probabilities.copy()
    broken[2] = np.nan
    gap = GuessTrace(one.name, one.times, broken, one.saw_face, one.expected)
    assert [len(part) for part in lane._line(gap)] == [2, 2]


def test_a_click_seeks(lane: TraceLane, qtbot: QtBot) -> None:
    """The middle of the lane is the middle of the clip."""
    lane.set_traces({"A": trace(6)}, 2.0, "")
    with qtbot.waitSignal(lane.seek_requested) as asked:
        qtbot.mouseClick(lane, Qt.MouseButton.LeftButton, pos=QPoint(188, 20))
    assert asked.args == [pytest.approx(0.5)]

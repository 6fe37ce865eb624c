"""Tests of the histogram: what mouse and keys ask for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from emo7_gui.data.bar_painting import HistogramPainting
from emo7_gui.data.histogram import CompoundHistogram
from tests.gui.data.made import CUTS, bars

K, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def histogram(qtbot: QtBot) -> CompoundHistogram:
    widget = CompoundHistogram()
    qtbot.addWidget(widget)
    widget.resize(752, 376)
    widget.set_bars(bars())
    widget.set_cuts(CUTS, 4)
    widget.cut_moved.connect(lambda index, cuts: widget.set_cuts(cuts, index))
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (K.Key_Right, Qt.KeyboardModifier.NoModifier, 0.41),
        (K.Key_Left, Qt.KeyboardModifier.NoModifier, 0.39),
        (K.Key_Right, SHIFT, 0.45),
        (K.Key_Left, SHIFT, 0.35),
    ],
)
def test_arrows_move_the_chosen_cut(
    histogram: CompoundHistogram, qtbot: QtBot, key, modifier, expected: float
):
    """Left and Right are .01, with Shift .05."""
    qtbot.keyClick(histogram, key, modifier)
    assert histogram.cuts == (*CUTS[:4], expected, CUTS[5])


def test_tab_goes_through_the_cuts_and_out(histogram: CompoundHistogram):
    """Tab passes every cut once, then leaves the histogram."""
    histogram.choose(0)
    seen = [histogram.chosen]
    while histogram.focusNextPrevChild(True) and len(seen) < 10:
        if histogram.chosen == seen[-1]:
            break
        seen.append(histogram.chosen)
    assert seen == [0, 1, 2, 3, 4, 5]


def test_a_handle_is_dragged_up_to_its_neighbour(histogram: CompoundHistogram, qtbot: QtBot):
    """A drag chooses the cut and stops .01 before the next one."""
    start = histogram.handle_centre(3).toPoint()
    qtbot.mousePress(histogram, Qt.MouseButton.LeftButton, pos=start)
    for right in range(10, 600, 20):
        qtbot.mouseMove(histogram, start + QPoint(right, 60))
    qtbot.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=start + QPoint(600, 60))
    assert histogram.chosen == 3
    assert histogram.cuts == (*CUTS[:3], 0.39, *CUTS[4:])


def test_after_the_release_the_mouse_moves_nothing(histogram: CompoundHistogram, qtbot: QtBot):
    """Only a held button drags."""
    start = histogram.handle_centre(3).toPoint()
    qtbot.mouseClick(histogram, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(histogram, start + QPoint(60, 60))
    assert histogram.cuts == CUTS


def test_the_bar_at_zero_is_cut_short_only_where_it_must(histogram: CompoundHistogram):
    """953 zeros over bars of 10 are cut short; 12 zeros are painted in full."""
    assert HistogramPainting(histogram.size(), bars(), CUTS).is_zero_cut_short
    assert not HistogramPainting(histogram.size(), bars(12), CUTS).is_zero_cut_short


def test_a_screen_reader_hears_the_cut(histogram: CompoundHistogram):
    """Name and description say the numbers, the cut and the classes beside it."""
    assert histogram.accessibleName().endswith("993 captions, 953 at exactly 0")
    said = histogram.accessibleDescription()
    assert said == "Cut 5 of 6 at 0.40: Positive above, Somewhat Positive at or below"


def test_an_empty_histogram_can_be_painted(qtbot: QtBot):
    """Before any caption there is nothing to grab, and no error."""
    widget = CompoundHistogram()
    qtbot.addWidget(widget)
    widget.step(0.01)
    assert not widget.grab().isNull()

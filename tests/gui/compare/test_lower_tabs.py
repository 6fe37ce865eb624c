"""The tabs over the lower half: asked for when they are shown, opened row by row."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from emo7_gui.compare.comparison_view import Choice, Metric, ModelRow, Score, TestSentence
from emo7_gui.compare.lower_tabs import LowerTabs
from emo7_gui.compare.lower_view import (
    CHECKS,
    MATRICES,
    PAIRS,
    RELIABILITY,
    SLICES,
    Curve,
    CurveBin,
    Dot,
    TabView,
)
from emo7_gui.compare.matrices import Matrices
from emo7_gui.compare.tab_pages import PairsPage

METRICS = (Metric("n", "Clips", 0, has_bar=False), Metric("a", "A"))


def slices() -> TabView:
    """Two signers, the worst first."""
    rows = tuple(
        ModelRow(name, name, scores={"n": Score(n), "a": Score(score, score - 0.1, score + 0.1)})
        for name, n, score in (("Bo", 4, 0.2), ("Ann", 40, 0.6))
    )
    choices = (Choice("signer", "By signer"), Choice("corpus", "By corpus"))
    return TabView(
        "Signer", rows, METRICS, "a", False, "bars", {"Bo": (1, 2)}, {"Bo": "Signer: Bo"}, choices
    )


@pytest.fixture
def tabs(qtbot: QtBot) -> LowerTabs:
    widget = LowerTabs(Matrices())
    qtbot.addWidget(widget)
    widget.resize(1008, 420)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_a_tab_asks_when_it_is_shown(tabs: LowerTabs, qtbot: QtBot) -> None:
    """Nothing is computed for a tab that nobody looks at."""
    with qtbot.waitSignal(tabs.tab_wanted) as wanted:
        qtbot.mouseClick(tabs.tabs.segment(SLICES), Qt.MouseButton.LeftButton)
    assert wanted.args == [SLICES]


def test_steps_end_at_the_last_tab(tabs: LowerTabs) -> None:
    """The keys walk through all tabs and stay at both ends."""
    for _ in range(20):
        tabs.step(1)
    assert tabs.tab == CHECKS
    for _ in range(20):
        tabs.step(-1)
    assert tabs.tab == MATRICES


def test_enter_opens_a_row(tabs: LowerTabs, qtbot: QtBot) -> None:
    """The worst slice stands first, and Enter asks for its clips."""
    tabs.show_tab(SLICES)
    tabs.set_tab(SLICES, slices())
    table = tabs.pages[SLICES].table
    assert table.keys_shown == ("Bo", "Ann")
    table.setCurrentIndex(table.table.index(0, 0))
    with qtbot.waitSignal(tabs.row_opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [SLICES, "Bo"]


def test_another_cut_is_asked_for(tabs: LowerTabs, qtbot: QtBot) -> None:
    """The choice above the table names its tab."""
    tabs.show_tab(SLICES)
    tabs.set_tab(SLICES, slices())
    choice = tabs.pages[SLICES].choice
    choice.setFocus()
    with qtbot.waitSignal(tabs.choice_made) as made:
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert made.args == [SLICES, "corpus"]


def test_old_figures_fade_while_new_ones_come(tabs: LowerTabs) -> None:
    """What is no longer true is not shown as if it were."""
    tabs.set_tab(SLICES, slices())
    tabs.set_waiting(SLICES)
    assert tabs.pages[SLICES].graphicsEffect() is not None
    tabs.set_tab(SLICES, slices())
    assert tabs.pages[SLICES].graphicsEffect() is None


def test_sorting_turns_the_order(tabs: LowerTabs) -> None:
    """A click on a title sorts the tab's own table."""
    tabs.set_tab(SLICES, slices())
    tabs.pages[SLICES].table.sort_by("n")
    assert tabs.pages[SLICES].table.keys_shown == ("Ann", "Bo")


def test_a_pair_says_its_sentence_and_its_dots(tabs: LowerTabs) -> None:
    """Below six clusters the differences are drawn, and read to who cannot see them."""
    row = ModelRow("x", "A – B", scores={"difference": Score(0.1)})
    view = TabView(
        rows=(row,),
        metrics=(Metric("difference", "Difference", has_sign=True),),
        sentences={"x": TestSentence("Too few signers to generalise", "", "too few")},
        dots={"x": (Dot("Ann", 0.2), Dot("Bo", -0.1))},
        unit="signer",
    )
    tabs.show_tab(PAIRS)
    tabs.set_tab(PAIRS, view)
    page = tabs.pages[PAIRS]
    assert isinstance(page, PairsPage)
    assert page.sentence.headline.text() == "Too few signers to generalise"
    assert "Ann 0.200, Bo −0.100" in page.dots.accessibleName()
    assert page.dots.isVisible()


def test_curves_are_words_too(tabs: LowerTabs) -> None:
    """The plot has its table behind it; a bin without answers is no line of it."""
    bins = (CurveBin(0, 0.5, 10, 0.4, 0.3), CurveBin(0.5, 1, 0, math.nan, math.nan))
    tabs.show_tab(RELIABILITY)
    tabs.set_tab(RELIABILITY, TabView(curves=(Curve("A", "LSTM", bins),)))
    plot = tabs.pages[RELIABILITY].plot
    assert plot.accessibleDescription() == "A LSTM: sure 40\u2009%, right 30\u2009%, n = 10"


def test_curves_have_a_table_behind_them(tabs: LowerTabs) -> None:
    """One row a bin that has answers; the same again brings the curves back."""
    bins = (CurveBin(0, 0.5, 10, 0.4, 0.3), CurveBin(0.5, 1, 0, math.nan, math.nan))
    tabs.show_tab(RELIABILITY)
    tabs.set_tab(RELIABILITY, TabView(curves=(Curve("A", "LSTM", bins),)))
    page = tabs.pages[RELIABILITY]
    tabs.toggle_curve_table()
    assert [row.name for row in page.bins.table.rows] == ["A  0 to 50\u2009%"]
    assert (page.bins.isVisible(), page.plot.isVisible()) == (True, False)
    tabs.toggle_curve_table()
    assert (page.bins.isVisible(), page.plot.isVisible()) == (False, True)


def test_suspected_labels_have_one_button(tabs: LowerTabs, qtbot: QtBot) -> None:
    """It says how many, and is off where there are none."""
    tabs.show_tab(CHECKS)
    tabs.set_tab(CHECKS, TabView())
    assert not tabs.checks.button.isEnabled()
    tabs.set_tab(CHECKS, TabView(count=12))
    assert tabs.checks.button.text() == "Review 12 suspected labels blind"
    with qtbot.waitSignal(tabs.review_requested):
        qtbot.mouseClick(tabs.checks.button, Qt.MouseButton.LeftButton)

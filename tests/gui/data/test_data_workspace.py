"""Tests of the Data workspace: it tells, and is told."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from emo7_gui.data import data_view as view
from emo7_gui.data.data_view import (
    Bars,
    CorpusLine,
    Counted,
    CutsLine,
    LengthDots,
    SplitLine,
    cut_text,
    score_text,
    short_score,
)
from emo7_gui.data.data_workspace import DataWorkspace
from emo7_gui.data.near_model import CAPTION, IMAGE_ROLE
from tests.gui.data.made import CUTS, bars, near

LINES = (
    CutsLine(view.CONCENTRATED, "Concentrated", "±.10 ±.40 ±.75"),
    CutsLine(
        view.PERCENTILE, "Percentile", "", "3 cuts fall on 0.000", "no caption can be Neutral"
    ),
)
CORPORA = (CorpusLine("a/", "ASLLRP", "12 recordings", 2118), CorpusLine("h/train", "H", "", 3))


@pytest.fixture
def workspace(qtbot: QtBot) -> DataWorkspace:
    widget = DataWorkspace()
    qtbot.addWidget(widget)
    widget.resize(1440, 824)
    widget.set_empty(False)
    dots = LengthDots(np.array([3, 9]), np.array([0.0, 0.5]), np.array([40, 2]), "Exactly 0: most")
    widget.set_bars(bars(), dots, "VADER scores the English translation")
    widget.set_cuts(CUTS, 4)
    widget.corpora.set_lines(CORPORA)
    widget.cuts.set_lines(LINES, view.CONCENTRATED)
    widget.set_near(near())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_without_captions_it_says_what_to_do(qtbot: QtBot):
    """The empty page has a button that asks for an import; cuts answer no key there."""
    widget = DataWorkspace()
    qtbot.addWidget(widget)
    widget.show()
    assert widget.empty.isVisible()
    assert not widget.perform("cut_raise")
    with qtbot.waitSignal(widget.import_requested):
        qtbot.mouseClick(widget.empty.button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("action", "expected"), [("cut_lower", 0.39), ("cut_raise_more", 0.45)])
def test_keys_of_the_page_move_the_cut(
    workspace: DataWorkspace, qtbot: QtBot, action: str, expected: float
):
    """Whatever has the focus, the chosen cut is asked to move."""
    with qtbot.waitSignal(workspace.cut_moved) as moved:
        assert workspace.perform(action)
    assert moved.args == [4, (*CUTS[:4], expected, CUTS[5])]


def test_a_corpus_can_be_left_out(workspace: DataWorkspace, qtbot: QtBot):
    """The row tells which corpora are left, and keeps its widget and the focus."""
    row = workspace.corpora.row("h/train")
    with qtbot.waitSignal(workspace.corpora_chosen) as chosen:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert chosen.args == [("a/",)]
    workspace.corpora.set_lines((CORPORA[0], CorpusLine("h/train", "H", "", 3, is_on=False)))
    assert workspace.corpora.row("h/train") is row
    assert not row.isChecked()


def test_degenerate_cuts_stay_listed_with_their_reason(workspace: DataWorkspace, qtbot: QtBot):
    """A warning has a word for screen readers, and the row can be chosen all the same."""
    row = workspace.cuts.rows[view.PERCENTILE]
    assert row.accessibleName() == "Percentile, Warning: no caption can be Neutral"
    with qtbot.waitSignal(workspace.cuts_chosen) as chosen:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert chosen.args == [view.PERCENTILE]


def test_arrows_walk_over_captions_alone(workspace: DataWorkspace, qtbot: QtBot):
    """Headings and the cut are passed; Enter opens the caption's clip."""
    for _ in range(3):
        workspace.perform("list_down")
    with qtbot.waitSignal(workspace.clip_opened) as opened:
        assert workspace.perform("list_open")
    assert opened.args == [13]


def test_a_click_opens_the_clip(workspace: DataWorkspace, qtbot: QtBot):
    """One click on a caption plays its clip."""
    listed = workspace.near.view
    rows = range(listed.model().rowCount())
    place = next(row for row in rows if workspace.near._rows.rows[row].kind == CAPTION)
    centre = listed.visualRect(listed.model().index(place, 0)).center()
    with qtbot.waitSignal(workspace.clip_opened) as opened:
        qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert opened.args == [11]


def test_hidden_clips_ask_for_no_picture(workspace: DataWorkspace, qtbot: QtBot):
    """The clip of an undecided caption stays unseen while labelling is blind."""
    with qtbot.waitSignal(workspace.thumbs_wanted) as wanted:
        workspace.set_near(near(is_hidden=True))
    assert wanted.args == [[11, 13]]


def test_a_hidden_clip_is_said_to_be_hidden(workspace: DataWorkspace):
    """A screen reader hears caption, score and class, and that the clip is hidden."""
    workspace.set_near(near(is_hidden=True))
    model = workspace.near.view.model()
    said = model.data(model.index(2, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("<b>bold</b> claims 0.421, 6 Positive, the clip is hidden")
    assert "&lt;b&gt;" in model.data(model.index(2, 0), Qt.ItemDataRole.ToolTipRole)


def test_a_thumbnail_may_come_early(workspace: DataWorkspace):
    """A picture that was decoded before its caption is listed is kept."""
    workspace.set_near(None)
    workspace.set_thumbnail(11, QImage(8, 6, QImage.Format.Format_RGB32))
    workspace.set_near(near())
    model = workspace.near.view.model()
    assert model.data(model.index(1, 0), IMAGE_ROLE) is not None


def test_counts_say_both_cuts(workspace: DataWorkspace):
    """Screen readers hear every class of both configurations with its digit and word."""
    first = Counted("Concentrated", (9, 183, 202, 1007, 214, 435, 68), "112 to 1")
    second = Counted("Uniform", (17, 206, 185, 985, 170, 461, 94), "58 to 1")
    workspace.set_counts(first, second)
    said = workspace.counts.counts.accessibleName()
    assert "Concentrated: 1 Extremely Negative 9, 2 Negative 183" in said
    assert "Uniform: 1 Extremely Negative 17" in said
    assert workspace.counts.imbalance.text() == "imbalance 112 to 1, Uniform 58 to 1"


def test_an_empty_class_is_a_warning(workspace: DataWorkspace):
    """Why a class stays empty stands beside the counts, and goes again."""
    first = Counted("Percentile", (9, 1, 0, 0, 2, 4, 6), "9 to 1")
    workspace.set_counts(first, None, "no caption can be Neutral")
    assert workspace.counts.warning.isVisible()
    assert workspace.counts.warning.accessibleName() == "Warning: no caption can be Neutral"
    workspace.set_counts(first, None)
    assert not workspace.counts.warning.isVisible()


def test_the_table_behind_the_plot_has_every_bar(workspace: DataWorkspace):
    """Shift T shows the same numbers as rows, exact zeros apart; again leads back."""
    assert workspace.perform("plot_table")
    table = workspace.plots.table
    rows = [[table.item(row, column).text() for column in range(4)] for row in range(5)]
    assert rows[0] == ["exactly", "0", "953", "4 Neutral"]
    assert rows[1] == [".40", ".45", "10", "6 Positive"]
    assert workspace.perform("plot_table")
    assert workspace.plots.page == "histogram"


def test_the_table_names_both_classes_of_a_parted_bar(workspace: DataWorkspace):
    """A cut within a bar gives it two classes."""
    workspace.set_cuts((*CUTS[:4], 0.42, 0.75), 4)
    workspace.perform("plot_table")
    assert workspace.plots.table.item(1, 3).text() == "5 Somewhat Positive, 6 Positive"


def test_the_length_tab_says_what_is_seen(workspace: DataWorkspace):
    """The finding stands over the dots and is the plot's description."""
    workspace.plots.show_page("length")
    assert workspace.plots.caption.text() == "Exactly 0: most"
    assert workspace.plots.length.accessibleDescription() == "Exactly 0: most"
    assert not workspace.plots.length.grab().isNull()


def test_cancelled_scoring_offers_to_go_on(workspace: DataWorkspace, qtbot: QtBot):
    """What was scored is said, and the button asks for the rest."""
    workspace.scoring.begin()
    workspace.scoring.advance(500, 1200)
    workspace.scoring.stay(500, 1200)
    assert "500 of 1,200 captions are scored" in workspace.scoring.text.text()
    with qtbot.waitSignal(workspace.resume_requested):
        qtbot.mouseClick(workspace.scoring.resume, Qt.MouseButton.LeftButton)


def test_quick_scoring_is_not_shown(workspace: DataWorkspace):
    """Scoring that ends within an instant leaves no trace."""
    workspace.scoring.begin()
    workspace.scoring.end()
    assert not workspace.scoring.isVisible()


def test_a_read_only_project_says_why_no_guess_can_be_stored(workspace: DataWorkspace):
    """The button is disabled with its reason; the CSV can still be written."""
    workspace.set_buttons(True, "Somebody else labels here.")
    assert not workspace.guesses_button.isEnabled()
    assert workspace.guesses_button.toolTip() == "Somebody else labels here."
    assert workspace.csv_button.isEnabled()


def test_shared_golden_signers_are_a_warning_in_words(workspace: DataWorkspace):
    """A warning of the split does not rest on colour alone."""
    workspace.split.set_lines((SplitLine("warning", "1 golden signer shared: S1"),))
    assert workspace.split.texts() == ["1 golden signer shared: S1"]
    labels = [one.accessibleName() for one in workspace.split.findChildren(type(workspace.title))]
    assert "Warning: 1 golden signer shared: S1" in labels


def test_the_least_window_cuts_nothing_off(workspace: DataWorkspace):
    """At 1180 x 720 the title and the buttons have their room."""
    workspace.resize(1180, 644)
    assert workspace.title.width() >= workspace.title.sizeHint().width()
    assert (
        workspace.plots.histogram.height() >= workspace.plots.histogram.minimumSizeHint().height()
    )


@pytest.mark.parametrize(
    ("score", "short", "cut", "long"),
    [
        (-0.75, "−.75", "−0.75", "−0.750"),
        (0.1, ".10", "0.10", "0.100"),
        (0.0, "0", "0.00", "0.000"),
        (-0.00001, "0", "0.00", "0.000"),
        (1.0, "1", "1.00", "1.000"),
    ],
)
def test_scores_are_written_with_a_true_minus(score: float, short: str, cut: str, long: str):
    """Plots, handles and lists write a score in their own lengths; zero has no sign."""
    assert (short_score(score), cut_text(score), score_text(score)) == (short, cut, long)


def test_no_bars_have_no_total():
    """Before any caption the histogram counts none."""
    assert Bars().total == 0

"""Tests of the Compare workspace: it tells, and is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.compare.compare_workspace import CompareWorkspace
from emo7_gui.compare.comparison_view import Choice, OpenClip
from tests.gui.compare.made import clips, comparison


@pytest.fixture
def workspace(qtbot: QtBot) -> CompareWorkspace:
    widget = CompareWorkspace()
    qtbot.addWidget(widget)
    widget.resize(1440, 824)
    widget.set_player(QWidget())
    widget.set_comparison(comparison())
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_without_a_model_it_says_what_to_do(qtbot: QtBot) -> None:
    """The empty page has a button, and N is its key."""
    widget = CompareWorkspace()
    qtbot.addWidget(widget)
    widget.show()
    assert widget.empty.isVisible()
    assert widget.empty.title.text() == "No model yet"
    with qtbot.waitSignal(widget.training_requested):
        qtbot.keyClick(widget, Qt.Key.Key_N)


def test_target_and_n_are_named(workspace: CompareWorkspace) -> None:
    """Every score stands beside its target and its number of clips."""
    assert "against Deaf annotators, n = 188" in workspace.notes.text()


def test_cell_of_b_is_asked_for_by_name(workspace: CompareWorkspace, qtbot: QtBot) -> None:
    """Enter in the second matrix opens a cell of B, and only B keeps a frame."""
    qtbot.keyClick(workspace.matrices.b, Qt.Key.Key_Down)
    with qtbot.waitSignal(workspace.cell_opened) as opened:
        qtbot.keyClick(workspace.matrices.b, Qt.Key.Key_Return)
    assert opened.args == ["b", 1, 0]


def test_y_turns_both_matrices(workspace: CompareWorkspace, qtbot: QtBot) -> None:
    """Counts or shares is one choice for all matrices."""
    qtbot.keyClick(workspace.matrices.a, Qt.Key.Key_Y)
    assert workspace.matrices.shows_shares
    assert workspace.matrices.b.cell_text(0, 0) == "25"


def test_list_opens_its_first_clip_and_arrows_walk(
    workspace: CompareWorkspace, qtbot: QtBot
) -> None:
    """The clips of a cell open one after the other with Down."""
    with qtbot.waitSignal(workspace.clip_opened) as first:
        workspace.set_lists({"cell": ("Human Positive", clips())})
    assert first.args == [10]
    with qtbot.waitSignal(workspace.clip_opened) as second:
        qtbot.keyClick(workspace.pane.clips.view, Qt.Key.Key_Down)
    assert second.args == [11]


def test_digit_asks_for_a_label(workspace: CompareWorkspace, qtbot: QtBot) -> None:
    """A digit on a clip asks for a decision, Alt makes it unsure."""
    workspace.set_lists({"cell": ("Human Positive", clips())})
    with qtbot.waitSignal(workspace.relabel_requested) as sure:
        qtbot.keyClick(workspace.pane.clips.view, Qt.Key.Key_7)
    with qtbot.waitSignal(workspace.relabel_requested) as unsure:
        qtbot.keyClick(workspace.pane.clips.view, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert sure.args == [10, 6, False]
    assert unsure.args == [10, 0, True]


def test_win_and_loss_lists_count_their_clips(workspace: CompareWorkspace) -> None:
    """The segments say how many clips each list has."""
    workspace.set_lists({"cell": ("C", clips(1)), "a": ("A", clips(3)), "b": ("B", ())})
    assert workspace.pane.tabs.segment("a").count_text == "3"
    assert workspace.pane.tabs.segment("b").count_text == "0"


def test_without_b_there_is_no_difference(workspace: CompareWorkspace) -> None:
    """One model is shown alone."""
    workspace.set_comparison(comparison(has_b=False))
    assert not workspace.matrices.b.isVisible()
    assert not workspace.matrices.difference.isVisible()
    assert workspace.matrices.a.isVisible()


def test_values_of_the_open_clip_are_words_too(workspace: CompareWorkspace) -> None:
    """Screen readers hear who says what; a missing answer is said as none."""
    workspace.set_clip(OpenClip(10, label=5, answer_a=6, answer_b=None, raters=(5, 3)))
    said = workspace.pane.values.accessibleName()
    assert said == "Label Positive; A Extremely Positive; B none; Raters Positive, Neutral"


def test_hidden_caption_takes_no_room(workspace: CompareWorkspace) -> None:
    """A caption that is not revealed is not there."""
    workspace.set_clip(OpenClip(10, label=5))
    assert not workspace.pane.caption.isVisible()
    workspace.set_clip(OpenClip(10, label=5, caption="<b>We got the house</b>"))
    assert workspace.pane.caption.text() == "<b>We got the house</b>"


def test_choices_say_keys(workspace: CompareWorkspace, qtbot: QtBot) -> None:
    """Choosing a target tells its key; filling the choices tells nothing."""
    targets = (Choice("human", "Deaf annotators"), Choice("caption", "caption-VADER"))
    with qtbot.assertNotEmitted(workspace.target_chosen):
        workspace.set_choices((), targets, target_key="caption", classes=3)
    assert workspace.target.key == "caption"
    assert workspace.classes.key == 3
    with qtbot.waitSignal(workspace.classes_chosen) as chosen:
        qtbot.mouseClick(workspace.classes.segment(7), Qt.MouseButton.LeftButton)
    assert chosen.args == [7]


def test_matrices_shrink_before_they_are_cut(workspace: CompareWorkspace, qtbot: QtBot) -> None:
    """In the least window all three matrices are inside their page."""
    workspace.resize(1180, 644)
    qtbot.wait(50)
    difference = workspace.matrices.difference
    assert difference.geometry().right() <= workspace.matrices.width()


def test_the_lower_half_is_never_wider_than_its_page(
    workspace: CompareWorkspace, qtbot: QtBot
) -> None:
    """In the least window the numbers of the cells are chosen by the key alone."""
    assert workspace.matrices.numbers.isVisible()
    workspace.resize(1180, 644)
    qtbot.wait(50)
    assert not workspace.matrices.numbers.isVisible()
    assert workspace.table.width() <= workspace._scroll.viewport().width()
    assert workspace.lower_half.width() <= workspace._scroll.viewport().width()


def test_thumbnail_may_come_before_its_clip(workspace: CompareWorkspace) -> None:
    """A picture that was decoded early is kept for the list."""
    picture = QImage(8, 6, QImage.Format.Format_RGB32)
    workspace.set_thumbnail(10, picture)
    workspace.set_lists({"cell": ("C", clips(1))})
    workspace.grab()
    assert workspace.pane.clips.current_clip == clips(1)[0]


def test_new_sentence_replaces_the_old(workspace: CompareWorkspace) -> None:
    """A comparison without a test hides the card."""
    assert workspace.sentence.isVisible()
    workspace.set_comparison(replace(comparison(), sentence=None))
    assert not workspace.sentence.isVisible()

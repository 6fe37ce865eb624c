"""Review as a whole, without a project."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.review.panel_state import PanelState
from emo7_gui.review.queue_row import QueueRow
from emo7_gui.review.review_workspace import ReviewWorkspace


@pytest.fixture
def workspace(qtbot: QtBot, rows: list[QueueRow], blind: PanelState) -> ReviewWorkspace:
    made = ReviewWorkspace(QWidget())
    qtbot.addWidget(made)
    made.resize(1440, 824)
    made.queue.set_rows(rows)
    made.queue.set_current(10)
    made.panel.set_state(blind)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_sides_have_the_widths_of_the_tokens(workspace: ReviewWorkspace) -> None:
    """The picture gets everything that queue 264 and panel 320 leave."""
    assert workspace.queue.width() == 264
    assert workspace.panel.width() == 320
    assert workspace.player.width() == 1440 - 264 - 320 - 2 * 8


def test_sides_go_and_come_back(workspace: ReviewWorkspace) -> None:
    """`[` hides the queue, V everything; V again brings back what was there."""
    workspace.perform("left_side")
    workspace.perform("picture_only")
    assert not workspace.panel.isVisible()
    workspace.perform("picture_only")
    assert workspace.panel.isVisible()
    assert not workspace.queue.isVisible()


def test_note_is_told_before_another_clip_opens(workspace: ReviewWorkspace, qtbot: QtBot) -> None:
    """A press in the queue while a note is typed loses no letter."""
    told: list[str] = []
    workspace.panel.note_changed.connect(told.append)
    workspace.clip_chosen.connect(lambda clip: told.append(str(clip)))
    qtbot.keyClicks(workspace.panel.details.note, "hm")
    workspace.queue.walk(1)
    assert told == ["hm", "11"]


def test_esc_leaves_the_search_first(workspace: ReviewWorkspace, qtbot: QtBot) -> None:
    """Esc leaves a field, then the picture alone, then is nobody's."""
    workspace.perform("search")
    assert workspace.queue.search.hasFocus()
    assert workspace.perform("back")
    assert not workspace.queue.search.hasFocus()
    workspace.perform("picture_only")
    assert workspace.perform("back")
    assert not workspace.is_picture_only
    assert not workspace.perform("back")


def test_player_actions_are_left_to_others(workspace: ReviewWorkspace) -> None:
    """Keys of the player and the session are not answered here."""
    assert not workspace.perform("play")
    assert not workspace.perform("undo")


def test_actions_are_asked_for(workspace: ReviewWorkspace, qtbot: QtBot) -> None:
    """Digits, cues, next and retract come out as requests."""
    with qtbot.waitSignal(workspace.panel.value_requested) as value:
        workspace.perform("unsure_2")
    assert value.args == [1, True]
    with qtbot.waitSignal(workspace.panel.cue_toggled) as cue:
        workspace.perform("cue_grammar_only")
    assert cue.args == ["grammar only"]
    for action, signal in (
        ("next", workspace.next_requested),
        ("previous", workspace.previous_requested),
        ("retract", workspace.retract_requested),
    ):
        with qtbot.waitSignal(signal):
            workspace.perform(action)


def test_layout_comes_back(workspace: ReviewWorkspace, qtbot: QtBot, rows: list[QueueRow]) -> None:
    """A kept splitter state gives the same widths again."""
    workspace._splitter.setSizes([300, 700, 400])
    kept, widths = workspace.layout_state(), workspace._splitter.sizes()
    other = ReviewWorkspace(QWidget())
    qtbot.addWidget(other)
    other.resize(1440, 824)
    other.set_layout_state(kept)
    other.show()
    assert other._splitter.sizes() == widths
    assert other._splitter.orientation() == Qt.Orientation.Horizontal

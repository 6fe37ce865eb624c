"""Tests of the cards that show a difference, and ask before something is logged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from emo7_gui.golden.changes_card import ChangesCard
from emo7_gui.golden.confirm_card import ConfirmCard
from tests.gui.golden import made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(1180, 720)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_enter_in_the_note_confirms_nothing(window: QWidget, qtbot: QtBot) -> None:
    """Only Ctrl Enter or the button says yes, and the note comes along."""
    card = ConfirmCard(window)
    card.ask("promote", "Promote to Golden v2", "Promote", ("What it means.",), made.changes())
    qtbot.keyClicks(card.note, "First freeze ")
    with qtbot.assertNotEmitted(card.confirmed):
        qtbot.keyClick(card.note, Qt.Key.Key_Return)
    with qtbot.waitSignal(card.confirmed) as said:
        qtbot.keyClick(card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said.args == ["promote", "First freeze"]
    assert not card.isVisible()


def test_escape_changes_nothing(window: QWidget, qtbot: QtBot) -> None:
    """Esc closes the card without a yes."""
    card = ConfirmCard(window)
    card.ask("close", "End the rating?", "End", ("Facts.",), None)
    with qtbot.assertNotEmitted(card.confirmed):
        qtbot.keyClick(card, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_a_note_is_not_kept_for_the_next_question(window: QWidget) -> None:
    """Each question begins with an empty note."""
    card = ConfirmCard(window)
    card.ask("promote", "A", "Yes", (), made.changes())
    card.note.setText("old")
    card.ask("restore", "B", "Yes", (), made.changes())
    assert card.note.text() == ""


def test_the_difference_says_every_clip(window: QWidget) -> None:
    """Changed, added and removed clips are told with both values."""
    card = ChangesCard(window)
    card.open_on(made.changes(), ((1, "v1"),), 1)
    said = [mark.words for mark in card.body.clips.marks]
    assert said == [
        "a, signer S1: 3 Somewhat Negative, then 6 Positive",
        "b, signer unknown: none, then 4 Neutral",
        "c, signer S2: 1 Extremely Negative, then none",
    ]
    assert "6 Positive: 1, was 0" in card.body.balance.accessibleName()


def test_a_clip_of_the_difference_opens(window: QWidget, qtbot: QtBot) -> None:
    """The card goes away and tells the clip, which tells its value."""
    card = ChangesCard(window)
    card.open_on(made.changes(), ((1, "v1"),), 1)
    with qtbot.waitSignal(card.clips_opened) as opened:
        card.body.clips.open_current()
    assert opened.args[0].clip_ids == (1,)
    assert opened.args[0].tells_value
    assert not card.isVisible()


def test_the_way_back_names_the_version(window: QWidget, qtbot: QtBot) -> None:
    """Bringing a version back is asked for by its number."""
    card = ChangesCard(window)
    card.open_on(made.changes(), ((2, "v2"), (1, "v1")), 2)
    assert card.restore.text() == "Bring v2 back …"
    with qtbot.waitSignal(card.restore_requested) as asked:
        qtbot.mouseClick(card.restore, Qt.MouseButton.LeftButton)
    assert asked.args == [2]
